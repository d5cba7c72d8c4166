"""The use cases of files of decisions: written, and imported."""
