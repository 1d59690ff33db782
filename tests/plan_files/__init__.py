"""Tests of `measures/plan_files/`."""
