"""Captions: which draft to show, what is added to it, which captions do not fit their photo."""
