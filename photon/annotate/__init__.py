"""Floor 3: words for photos — what may be said, what is suggested, learned, drafted and doubted."""
