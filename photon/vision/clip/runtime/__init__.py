"""Installed encoders at work: towers, tokens, CoCa."""
