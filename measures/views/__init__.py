"""From a request to an answer: get what may be seen, hand it to a template."""
