"""Tests of people in the library."""
