"""The app that people double-click: built by ``packaging/build``."""
