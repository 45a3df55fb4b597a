"""What closed leads say: rates, proposed points, whether they would have worked, and the way into a draft."""
