"""Tests of the use cases of people."""
