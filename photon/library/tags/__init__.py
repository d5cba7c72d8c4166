"""Tags, tag suggestions, learned tags, the vocabulary and batches of machine work."""
