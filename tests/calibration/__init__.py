"""Learning from closed leads: rates, points, criteria, and whether they would have worked."""
