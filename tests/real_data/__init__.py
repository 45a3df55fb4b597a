"""The public data of others: imported, scored by rules written for it, and looked at."""
