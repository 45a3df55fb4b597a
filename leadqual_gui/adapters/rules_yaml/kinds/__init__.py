"""One module a kind of rules file: the record that describes it."""
