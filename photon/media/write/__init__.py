"""Metadata written into files and sidecars; everything else stays byte for byte."""
