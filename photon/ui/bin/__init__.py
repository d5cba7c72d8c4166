"""The bin in the window: move photos there, see what is in it, put them back."""
