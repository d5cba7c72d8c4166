"""The names of colours that Photon can check in a picture."""

COLOURS = (
    "black",
    "white",
    "grey",
    "red",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "brown",
    "beige",
    "tan",
    "golden",
)
"""The eleven basic ones (Berlin and Kay, "Basic Color Terms", 1969), and three between them."""
