"""All settings of a library: which there are, what is stored of them, and what comes from elsewhere."""
