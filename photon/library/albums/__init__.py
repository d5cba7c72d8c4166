"""Albums: a tree of names, and the photos in each in the order that a person chose."""
