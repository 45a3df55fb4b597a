"""Leads side by side: why is this one above that one."""
