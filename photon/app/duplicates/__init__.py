"""Finding copies and moments: two background stages, and what the window and the terminal ask."""
