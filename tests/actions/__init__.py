"""Tests of `measures/actions/`."""
