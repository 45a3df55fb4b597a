"""The Leads screen: the table over the whole database, and the chosen lead beside it."""
