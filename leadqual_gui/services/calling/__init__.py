"""A call with a lead: the guided interview, notes that survive anything, how it ends and what follows."""
