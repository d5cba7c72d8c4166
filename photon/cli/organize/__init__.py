"""Commands that put photos in order: stars, labels and flags, the bin, names of files."""
