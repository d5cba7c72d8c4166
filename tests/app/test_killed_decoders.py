"""A file for which the system kills every decoder is tried twice, and then set aside until it changes."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from photon.app.session import Session
from photon.domain import ProblemKind
from tests.app import endings
from tests.app.conftest import settle, until
from tests.pictures import draw

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way"),
    pytest.mark.usefixtures("processes"),
]
Open = Callable[..., Session]


class Deadly:
    """Decoders whose processes are killed on one file; counts how often they got that file."""

    def __init__(self, session: Session, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tries = 0
        self.name = name
        decoders = session.work.background._scanner._decoders
        self._run = decoders.run
        monkeypatch.setattr(decoders, "run", self._run_or_die)

    def _run_or_die(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Future[Any]:
        if arguments and str(arguments[0]).endswith(self.name):
            self.tries += 1
            return self._run(endings.end, signal.SIGKILL, *arguments)
        return self._run(function, *arguments, **named)


def _kinds(session: Session) -> list[ProblemKind]:
    return [problem.kind for problem in session.browsing.problems().result()]


def test_a_file_is_set_aside_after_the_second_kill_and_retried_when_it_changes(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("a.jpg", "bad.jpg", "b.jpg")):
        draw(tmp_path / "photos" / name, "red", number)
    bad = tmp_path / "photos" / "bad.jpg"
    session = open_session()
    deadly = Deadly(session, "bad.jpg", monkeypatch)
    session.work.add_folder(str(tmp_path / "photos")).result()
    until(lambda: session.work.rescan().result() or "crashed" in _kinds(session))
    settle(session)
    (told,) = session.browsing.problems().result()
    assert (told.path, "did so again" in told.message, deadly.tries) == (str(bad), True, 2)
    draw(tmp_path / "photos" / "late.jpg", "red", 9)
    until(lambda: session.searching.counts().result().searchable == 3)  # so its folder was scanned once more
    settle(session)
    assert (session.browsing.problems().result(), deadly.tries) == ([told], 2)
    deadly.name = "none"
    os.utime(bad, (1.5e9, 1.5e9))
    until(lambda: session.searching.counts().result().searchable == 4)
    assert _kinds(session) == []
