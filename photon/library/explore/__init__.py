"""What Photon finds in a library: themes, things, and what a person decided about them."""
