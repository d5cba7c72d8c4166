"""Tags: editing, suggesting, learning, vocabularies, hiding sensitive photos."""
