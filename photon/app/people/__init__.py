<<<<<<< HEAD
"""Use cases of people: whose faces are in photos, decided by the user, grouped and suggested in the background."""
=======
"""The use case of people: faces are found in the background, grouped, and named."""
>>>>>>> main
