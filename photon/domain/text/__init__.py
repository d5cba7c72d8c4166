"""Text in photos: addresses in it, and what of it is selected."""
