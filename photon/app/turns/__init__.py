"""Photos turned and flipped: what was decided, and previews that show it."""
