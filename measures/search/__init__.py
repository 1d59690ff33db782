"""The search of what is published.

`question` reads what is asked, `filters` where to look, `matching` finds and ranks passages,
`nearest` proposes other words, `answer` puts these together, `snippets` marks the words that were
found, `results` makes one page of it.
"""
