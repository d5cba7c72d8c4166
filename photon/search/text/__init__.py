"""Text in photos: where the words of a query are in it."""
