"""The chosen lead: head and score, and below them the parts of what is known about it."""
