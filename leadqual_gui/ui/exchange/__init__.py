"""Bringing lists in: the import of a file, with its preview and its columns."""
