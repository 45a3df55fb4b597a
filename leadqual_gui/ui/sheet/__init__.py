"""The lead sheet: one page about a lead, to take along to a meeting."""
