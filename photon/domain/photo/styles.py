"""Styles: how a photo looks as a whole, independent of what it shows."""

STYLES = ("monochrome", "sepia", "dark", "drawing", "blurred")
TONES = 21
"""How many numbers describe the tones of a photo (``media.read.style_measuring``)."""
PRIOR = 0.05
"""Prior probability of a style, used where nothing was measured."""
