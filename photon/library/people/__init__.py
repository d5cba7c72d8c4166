"""People: faces that models found, groups of them, and what a person decided about them."""
