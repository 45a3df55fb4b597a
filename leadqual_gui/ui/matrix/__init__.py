"""The Matrix screen: criteria and their points, what a draft of them would do, and what was published before."""
