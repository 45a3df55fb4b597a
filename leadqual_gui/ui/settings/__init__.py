"""Settings: how it looks, where the leads are, where the rules are and what is wrong with them."""
