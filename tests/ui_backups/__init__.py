"""The backups in the window."""
