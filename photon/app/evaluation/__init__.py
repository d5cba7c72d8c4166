"""How well an encoder finds photos by their captions."""
