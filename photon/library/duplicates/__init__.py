"""Fingerprints of pictures, pairs that were compared, and copies; all of it can be rebuilt."""
