"""Choosing and installing encoders."""
