"""Run installed encoders: towers, tokenizers, CoCa."""
