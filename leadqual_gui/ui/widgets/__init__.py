"""The pieces the screens are made of: painted parts for delegates, and small widgets around them."""
