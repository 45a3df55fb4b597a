"""Commands as scripts use them: in, out, errors and exit status."""
