"""Forms: the shape of what is sent and French messages; they never write."""
