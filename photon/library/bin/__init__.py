"""Files that Photon moves or renames for the user."""
