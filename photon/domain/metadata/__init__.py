"""Nouns of metadata: tags, captions, what files say, what is written and exported."""
