"""The copies of the workspace: a list of them, what going back to one would change, and the way there."""
