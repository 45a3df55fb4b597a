"""The editor of one criterion's condition."""
