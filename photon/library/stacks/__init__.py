"""Stacks: photos that a person put on each other, with one on top."""
