"""Rotating and flipping photos: the decisions, and the previews that show them."""
