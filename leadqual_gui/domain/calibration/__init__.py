"""What closed deals say: rates and intervals, proposed points, and whether they would have worked."""
