"""Nouns of encoders: what one can do, the vectors it makes, how it is described to people."""
