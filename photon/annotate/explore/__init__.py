"""What a library shows, seen from above: groups of photos, and what they are called. Pure functions."""
