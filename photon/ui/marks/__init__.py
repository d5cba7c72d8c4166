"""What keys and menus do to stars, hearts, colour labels and flags of photos."""
