"""What all commands share: the command group, options, the progress line, selections of photos."""
