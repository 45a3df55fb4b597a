"""Each change of the tables, in order; Alembic runs them (see `migrate`)."""
