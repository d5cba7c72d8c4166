"""Films: stages that choose and embed frames, and use cases."""
