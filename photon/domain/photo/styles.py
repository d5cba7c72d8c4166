"""Styles: how a photo looks as a whole, independent of what it shows."""

STYLES = ("monochrome", "sepia", "dark", "drawing", "blurred")
PRIOR = 0.05
"""Prior probability of a style, used where nothing was measured."""
