"""A real session over real files, with an encoder of colours."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photon.app.session import Session
from tests.fakes import ColourEncoding


@pytest.fixture
def encoder() -> ColourEncoding:
    return ColourEncoding()


@pytest.fixture
def open_session(tmp_path: Path, encoder: ColourEncoding) -> Iterator[Callable[..., Session]]:
    before = set(threading.enumerate())
    opened: list[Session] = []

    def open_one(*, background: bool = True, directory: Path | None = None) -> Session:
        session = Session.open(directory or tmp_path / "library", background=background, encoder=encoder)
        opened.append(session)
        return session

    yield open_one
    for session in opened:
        session.close()
    until(lambda: not [t for t in threading.enumerate() if t not in before and not t.daemon])


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is true, or fail."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def settle(session: Session) -> None:
    """Wait until the session has nothing left to do."""
    until(lambda: session.up_to_date, 40)
