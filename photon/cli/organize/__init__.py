"""Commands that put photos in order: the bin, and names of files."""
