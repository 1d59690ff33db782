"""Tests of `measures/models/`."""
