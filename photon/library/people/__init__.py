"""People in photos: settings, faces that were found, and what a person decided about them."""
