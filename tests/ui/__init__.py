"""Stories told with real clicks and keys, in the real window, on a real workspace."""
