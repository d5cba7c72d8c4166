"""Shared parts of all commands: the command group, options, the progress line, selections of photos."""
