"""Tests read English texts, whatever the system's language: the language is set before Photon is imported."""

import os

os.environ["PHOTON_LANGUAGE"] = os.environ.get("PHOTON_TEST_LANGUAGE", "en")
