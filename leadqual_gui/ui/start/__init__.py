"""The first start: what to do while there are no leads yet."""
