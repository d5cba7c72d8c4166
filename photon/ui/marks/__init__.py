"""Keys and menus for stars, hearts, colour labels and flags of photos."""
