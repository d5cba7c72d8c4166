"""The colours that Photon can recognise in a picture."""

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
"""The eleven basic colour terms (Berlin and Kay, "Basic Color Terms", 1969), and three intermediate ones."""
