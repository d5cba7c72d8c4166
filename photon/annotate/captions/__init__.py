"""Captions: which draft to show, how to extend it, and which captions do not match their photo."""
