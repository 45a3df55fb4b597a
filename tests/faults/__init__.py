"""Disks and processes that fail: what was acknowledged is there, what was not is there wholly or not at all."""
