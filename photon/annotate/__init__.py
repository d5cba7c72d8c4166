"""Floor 3: tags and captions for photos — suggesting, learning, drafting and checking them."""
