"""Films as files: what their containers say, and frames of them, decoded by the player of Qt."""
