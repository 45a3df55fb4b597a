"""Tests are sentences about leads; this package holds them and what they share."""
