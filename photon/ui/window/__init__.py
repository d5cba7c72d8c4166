"""The main window, which assembles the parts of the interface."""
