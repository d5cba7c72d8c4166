"""The guide in the window: a viewer with a list of pages and a full-text search."""
