"""Text in photos: in the details, over the photo in the loupe, and its page of the preferences."""
