"""The use cases of a library's health: what is checked, what can be mended, and a damaged catalogue repaired."""
