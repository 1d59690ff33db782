"""Tests of the search of what is published."""
