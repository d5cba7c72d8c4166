"""Tests of photon.vision."""
