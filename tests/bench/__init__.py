"""Figures: how fast, how much memory, each beside its limit or peer, measured in the same run."""
