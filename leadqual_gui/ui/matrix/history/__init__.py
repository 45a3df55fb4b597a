"""Versions of the rules: listed, compared, gone back to; and changes made outside, side by side."""
