"""Use cases of people: whose faces are in photos, decided by the user, grouped and suggested in the background."""
