"""What closed leads say: as they were known before their outcome, counted, and put into a draft."""
