"""The panel "If you publish": what the draft would do to all leads."""
