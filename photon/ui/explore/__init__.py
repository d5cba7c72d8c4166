"""What a library has, seen from above, in the window."""
