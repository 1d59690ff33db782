"""Measurements: each compares, in one run, what we do with the barest way to do the same."""
