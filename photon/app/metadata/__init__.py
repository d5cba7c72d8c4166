"""Imports metadata from files and writes it into files."""
