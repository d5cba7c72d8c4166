"""Tests of the settings of a library."""
