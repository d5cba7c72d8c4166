"""The window is tested without a screen, with real key presses and real painting."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.fake_session import FakeSession


@pytest.fixture
def session(tmp_path: Path) -> Iterator[FakeSession]:
    """An empty library."""
    made = FakeSession(tmp_path / "library")
    made.directory.mkdir()
    yield made
    made.close()
