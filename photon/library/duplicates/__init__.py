"""Fingerprints of images, compared pairs and copies, which can be rebuilt, and sets that a person keeps apart."""
