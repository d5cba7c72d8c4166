"""The app with its own Python: built by ``packaging/build``."""
