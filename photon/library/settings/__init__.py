"""All settings of a library: which exist, which are stored, and which come from elsewhere."""
