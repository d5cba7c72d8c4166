"""Pictures decoded to upright RGB, format by format."""
