"""What all parts of the window share: bridge, theme, settings, pages, formatting."""
