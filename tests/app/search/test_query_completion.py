"""Suggestions of a real session: names in its library, and stored searches immediately."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from photon.app.search import query_completion
from photon.app.session import Session
from photon.library import Library
from photon.library.photos.facets import Counted
from photon.library.searches.filter_counts import NAMES_IN_USE
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
    counted: list[str] = []

    def note(name: str, count: Callable[[Library], Counted], library: Library) -> Counted:
        counted.append(name)
        return count(library)

    for name, count in NAMES_IN_USE.items():
        monkeypatch.setitem(NAMES_IN_USE, name, partial(note, name, count))
    session = open_session(background=False)
    session.store.write(lambda library: tag(library, ("a",), [])).result()
    for _ in range(20):
        _inserts(session, "folder:x")
    assert counted in (["folder"], ["folder"] * 2)  # once on each reader thread, and nothing that the field can't take
    _inserts(session, "x")
    assert set(counted) == set(NAMES_IN_USE)
