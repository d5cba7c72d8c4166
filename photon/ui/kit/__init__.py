"""What every part of the window uses: bridge, theme, settings, pages, formatting."""
