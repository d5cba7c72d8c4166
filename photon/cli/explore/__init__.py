"""Commands that show what a library has."""
