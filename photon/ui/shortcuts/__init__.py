"""The page of the preferences with all keys, where the user changes them."""
