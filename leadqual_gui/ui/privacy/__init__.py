"""A person's right to be forgotten, and to know what is held."""
