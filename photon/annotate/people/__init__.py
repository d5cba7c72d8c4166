"""Whose faces photos show: groups without names, who is suggested for them, and photos in which everybody appears."""
