"""Searches in a session: saved, reported, undone and redone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import Activity, Changes, PhotonError
from photon.domain.query.saved_search import SavedSearch

Open = Callable[..., Session]


@pytest.fixture
def session(open_session: Open) -> Session:
    return open_session(background=False)


@pytest.fixture
def heard(session: Session) -> Iterator[list[frozenset[str]]]:
    """Return the kinds of changes that were reported."""
    told: list[frozenset[str]] = []

    def listen(event: Changes | Activity) -> None:
        if isinstance(event, Changes):
            told.append(frozenset(event.kinds))

    leave = session.store.events.subscribe(listen)
    yield told
    leave()


def names(session: Session) -> list[str]:
    return [saved.name for saved in session.searches.saved().result()]


def test_saving_renaming_and_deleting_are_reported_and_undone(session: Session, heard: list[frozenset[str]]) -> None:
    dogs = session.searches.save("Dogs", "a dog", "/photos").result()
    assert session.searches.rename(dogs.id, "My dogs").result().name == "My dogs"
    assert session.searches.remove(dogs.id).result().name == "My dogs"
    assert names(session) == []
    assert session.undoing.undo().result() == "deleted the search “My dogs”"
    assert names(session) == ["My dogs"]
    assert session.undoing.undo().result() == "renamed the search “Dogs”"
    assert session.searches.saved().result() == [dogs]
    assert session.undoing.undo().result() == "saved the search “Dogs”"
    assert names(session) == []
    for expected in (["Dogs"], ["My dogs"], []):
        session.undoing.redo().result()
        assert names(session) == expected
    assert heard == [frozenset({"searches"})] * 9


def test_undoing_an_overwritten_search_restores_it(session: Session) -> None:
    first = session.searches.save("Dogs", "a dog").result()
    second = session.searches.save("dogs", "two dogs").result()
    assert session.searches.saved().result() == [second] == [SavedSearch(first.id, "dogs", "two dogs", made=first.made)]
    session.undoing.undo().result()
    assert session.searches.saved().result() == [first]


def test_failures_and_unchanged_searches_are_no_step(session: Session) -> None:
    dogs = session.searches.save("Dogs", "a dog").result()
    session.searches.rename(dogs.id, "Dogs").result()
    with pytest.raises(PhotonError, match="no longer exists"):
        session.searches.remove(dogs.id + 1).result()
    assert session.undoing.undo().result() == "saved the search “Dogs”"
    assert session.undoing.undo().result() is None


def test_recent_searches_are_reported_and_survive_the_session(
    session: Session, heard: list[frozenset[str]], open_session: Open, tmp_path: Path
) -> None:
    for text in ("lake", "river"):
        assert session.searches.note(text).result()
    assert session.searches.recent().result() == ["river", "lake"]
    assert heard == [frozenset({"searches"})] * 2
    assert session.undoing.undo().result() is None
    session.close()
    assert open_session(background=False).searches.recent().result() == ["river", "lake"]
