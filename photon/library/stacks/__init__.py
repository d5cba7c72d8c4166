"""Stacks: photos that a person grouped, with one on top."""
