"""Files that Photon moved for the user."""
