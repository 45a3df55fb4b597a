"""The store: one SQLite file that holds everything about the leads of a workspace.

`store.open_store` opens it, `first_rows` shows what is in it before anything else is imported, `tables` says what it
looks like, `migrations` how it came to.
"""
