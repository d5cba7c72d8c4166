"""Floor 4: opens a library, owns threads and state, names the use cases."""
