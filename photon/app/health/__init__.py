"""The use cases of a library's health: checks, repairs, and the repair of a damaged catalogue."""
