"""What the desk shows: figures, texts, news and who is there, in a constant number of queries."""
