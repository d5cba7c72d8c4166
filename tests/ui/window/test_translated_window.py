"""No text of the window is untranslated, and the window works in each language."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def run_tests(language: str, *names: str) -> str:
    """Run tests in a process with a language; return their output if one fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *names]
    environment = {**os.environ, "PHOTON_TEST_LANGUAGE": language, "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout[-6000:] + done.stderr[-2000:] if done.returncode else ""


@pytest.mark.slow
def test_every_text_of_the_window_is_translated() -> None:
    assert run_tests("pseudo", "tests/ui/window/untranslated_texts.py") == ""


@pytest.mark.slow
def test_the_window_works_in_german() -> None:
    assert run_tests("de", "tests/ui/window/test_accessibility.py", "tests/ui/window/test_window_help.py") == ""
