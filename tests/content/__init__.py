"""The demonstration content held against the published report."""
