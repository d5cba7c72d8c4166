"""Encoders of open_clip: from a checkpoint to converted towers that run fast here."""
