"""The guide in the window: a reader with a list of pages and a search over all of them."""
