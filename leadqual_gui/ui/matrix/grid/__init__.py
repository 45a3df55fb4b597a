"""The grid of criteria: rows, where they lie, how they are painted, and how hands and keys change them."""
