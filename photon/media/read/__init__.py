"""Read a file: hashes, facts, preview, colours, metadata."""
