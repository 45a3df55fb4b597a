"""Stories of what a user does, told against a real store."""
