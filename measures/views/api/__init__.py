"""The JSON API: how it answers, what it answers, and the page that presents it."""
