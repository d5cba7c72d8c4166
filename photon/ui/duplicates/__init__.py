"""Sets of duplicates: shown side by side, and decided about one after the other."""
