"""Styles: how a photo looks as a whole, whatever it shows."""

STYLES = ("monochrome", "sepia", "dark", "drawing", "blurred")
PRIOR = 0.05
"""The share of photos in a style for which its chances were fitted: the chance where nothing was measured."""
