"""Wherever the window repeats requests, an outdated answer changes nothing, whatever it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from photon.domain import Problem, changed
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.search.search_controller import SearchController
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.teaching import TeachingController
from photon.ui.window.main_window import MainWindow
from tests.ui.held_back import HeldBack
from tests.ui.tagged_session import TaggedSession

BEACH = ("nature", "beach")


@dataclass(frozen=True)
class Case:
    """A request, its receiver, how the window repeats it, what changes meanwhile, and where that is visible."""

    method: str
    ask: Callable[[MainWindow], object]
    change: Callable[[TaggedSession], object]
    seen: Callable[[MainWindow], object]
    whom: Callable[[TaggedSession], object] = lambda session: session


def heard(*kinds: Any) -> Callable[[MainWindow], object]:
    return lambda window: window.bridge.changed.emit(changed(*kinds, photos=frozenset({1})))


def arrive(session: TaggedSession) -> None:
    photo = session.browsing.photo(1).result()
    session.arrive(3, photo.path.rpartition("/")[0] if photo is not None else "")


def give(session: TaggedSession) -> None:
    session.tags.mark([1], [BEACH], "confirmed").result()


CASES = {
    "photos": Case("photos_by_date", lambda w: w.gallery.renew(), arrive, lambda w: list(w.grid.grid_model.ids)),
    "counts": Case("counts", lambda w: w.status.refresh(), arrive, lambda w: w.status.counts.photos),
    "folders": Case(
        "folders",
        lambda w: w.sidebar.refresh(),
        arrive,
        lambda w: w.sidebar.tree.node_at(w.sidebar.tree.lines.index(0, 0)),
    ),
    "tags": Case(
        "all_tags",
        lambda w: w.part(TagController).refresh(),
        give,
        lambda w: list(w.part(TagController).tree.paths),
        lambda session: session.tags,
    ),
    "learned tags": Case(
        "all_taught",
        lambda w: w.part(TeachingController).refresh(),
        lambda session: session.teaching.teach(("Lena",), [1]).result(),
        lambda w: w.part(TeachingController).list.kept,
        lambda session: session.teaching,
    ),
    "searches": Case(
        "saved",
        lambda w: w.part(SearchController).refresh(),
        lambda session: session.searches.save("Dogs", "dog", None).result(),
        lambda w: w.part(SearchController).list.kept,
        lambda session: session.searches,
    ),
    "problems": Case(
        "problems",
        lambda w: w.part(MetadataController).problems.refresh(),
        lambda session: session.fail(Problem("/photos/broken.jpg", "damaged", "It ends too early.")),
        lambda w: w.part(MetadataController).problems.problems.text(),
    ),
    "runs": Case(
        "all_runs",
        lambda w: w.part(TagController).runs.content.refresh(),
        lambda session: session.suggest({1: [(BEACH, 0.9)]}),
        lambda w: w.part(TagController).runs.content.list.count(),
        lambda session: session.decisions.runs,
    ),
    "a photo": Case(
        "photo",
        heard("marks"),
        lambda session: session.marking.rate([1], 4).result(),
        lambda w: w.inspector.stars.stars,
    ),
    "tags of a photo": Case(
        "tags_for_photos",
        heard("tags"),
        give,
        lambda w: [chip.tag.path for chip in w.part(TagController).panel.own.parts],  # type: ignore[attr-defined]
        lambda session: session.tags,
    ),
}


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


@pytest.mark.parametrize("name", CASES)
def test_an_outdated_answer_changes_nothing(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    case = CASES[name]
    window.grid.go_to(1)
    qtbot.waitUntil(lambda: bool(window.inspector.facts.rows))
    held = HeldBack(monkeypatch, case.whom(session), case.method)
    older = held.asked
    case.ask(window)
    case.change(session)
    newer = held.asked
    case.ask(window)
    assert newer > older
    was = case.seen(window)
    held.let_go(newer)
    qtbot.waitUntil(lambda: case.seen(window) != was)
    now = case.seen(window)
    held.let_go(older)
    assert case.seen(window) == now
