"""The passphrase of a workspace: unlocking, locking, setting and removing it, and the recovery sheet."""
