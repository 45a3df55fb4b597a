"""Versions of the matrix: list, comparison, going back."""
