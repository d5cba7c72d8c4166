"""open_clip encoders: from a checkpoint to converted towers that run fast on this computer."""
