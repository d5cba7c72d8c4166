"""Commands that organize photos."""
