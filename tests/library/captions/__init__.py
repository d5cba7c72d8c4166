"""Tests of captions in the library."""
