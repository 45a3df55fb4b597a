"""Starting, logging, failing: the program around the window."""
