"""Copies, tables and training sets."""
