"""Whose faces photos show: groups without names, and the people who are suggested for them."""
