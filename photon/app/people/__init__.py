"""The use case of people: faces are found in the background, grouped, and named."""
