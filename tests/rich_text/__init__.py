"""Tests of the rich text: cleaning, reading and display."""
