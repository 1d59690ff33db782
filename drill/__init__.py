"""Faults, made on purpose against a real server on the loopback address, each with a figure.

`make drill` runs them all, `make drill ARGS="database disk"` some, `ARGS=--short` what a
continuous build affords. Bounded in count and time; whatever they start, they end.
"""
