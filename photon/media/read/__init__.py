"""What one reading of a file yields: hashes, facts, preview, colours, metadata."""
