"""Suggestions of a real session: names in its library, and stored searches immediately."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.search import query_completion
from photon.app.session import Session
from tests.app.conftest import settle
from tests.library.tagged import tag
from tests.pictures import draw


def _inserts(session: Session, text: str) -> list[str]:
    return [each.insert for each in session.searching.suggestions(text, len(text)).result()]


def test_names_in_the_library_are_suggested(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(tmp_path / "photos" / "Lisbon trip" / "a.jpg", "red", 1)
    session = open_session()
    assert _inserts(session, "folder:") == []
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    monkeypatch.setattr(query_completion, "_KEPT", 0.0)
    assert _inserts(session, "red lis") == ['folder:"Lisbon trip"']
    assert session.searching.suggestions("lis", 3).result()[0].detail == "1 photo"
    session.store.write(lambda library: tag(library, ("Lissabon",), [1])).result()
    assert _inserts(session, "red lis") == ["tag:Lissabon", 'folder:"Lisbon trip"']


def test_counting_waits_until_no_photos_arrive(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    known = query_completion.names_in_use
    monkeypatch.setattr(query_completion, "names_in_use", lambda library: counted.append(1) or known(library))
    session = open_session(background=False)
    session.store.write(lambda library: tag(library, ("a",), [])).result()
    for _ in range(20):
        _inserts(session, "folder:x")
    assert 1 <= len(counted) <= 2  # once on each reader thread
