"""Styles: how a photo looks as a whole, whatever it shows."""

STYLES = ("monochrome", "sepia", "dark", "drawing", "blurred")
