"""Encoders in processes of their own, and the vectors they computed."""
