"""Runs in the preferences: listed, undone and redone."""

from typing import get_args

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain.metadata.run import Run, RunKind
from photon.domain.metadata.run_title import title_of
from photon.ui.kit.icons import icon
from photon.ui.tags.history_page import ICONS, NOTHING, HistoryPage, detail_of
from photon.ui.tags.tag_controller import TagController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key
from tests.ui.tagged_session import TaggedSession


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


@pytest.fixture
def page(window: MainWindow) -> HistoryPage:
    QTest.keyClick(window, Key.Key_Comma, CTRL)
    window.settings.open(window.part(TagController).runs)
    return window.part(TagController).runs.content


def test_runs_are_undone_and_redone(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, page: HistoryPage
) -> None:
    qtbot.waitUntil(lambda: page.message.text() == NOTHING)
    assert not page.button.isVisible()
    ids = list(window.grid.grid_model.ids[:6])
    session.suggest({photo: [(("beach",), 0.9)] for photo in ids})
    session.tags.confirm_all(("beach",), ids[:4]).result()
    qtbot.waitUntil(lambda: page.list.count() == 2)
    assert [page.list.item(row).text() for row in range(2)] == [
        "Tagged 4 photos “beach”",
        "Suggested tags for 6 photos",
    ]
    assert not page.button.isEnabled()
    assert page.message.text() == page.button.toolTip() == "Select a batch to undo it."
    page.list.setFocus()
    page.list.setCurrentRow(0)
    assert page.message.text() == page.button.toolTip() == ""
    QTest.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: session.names(ids[0]) == [])
    qtbot.waitUntil(lambda: page.current is not None and bool(page.current.undone))  # the cursor stays
    assert not page.button.isEnabled()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Undid: Tagged 4 photos “beach”")
    QTest.keyClick(page.list, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: session.names(ids[0]) == ["beach"])
    qtbot.waitUntil(page.button.isEnabled)
    page.list.setCurrentRow(1)
    QTest.keyClick(page.list, Key.Key_Delete)
    qtbot.waitUntil(lambda: session.names(ids[5], "suggested") == [])
    assert session.names(ids[0]) == ["beach"]  # decided


def test_a_run_undone_elsewhere_is_reported(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, page: HistoryPage
) -> None:
    ids = list(window.grid.grid_model.ids[:2])
    run = session.suggest({photo: [(("beach",), 0.9)] for photo in ids})
    qtbot.waitUntil(lambda: page.list.count() == 1)
    page.list.setCurrentRow(0)
    session.decisions.runs.undo(run).result()
    page.take_back()  # before the page is updated
    qtbot.waitUntil(lambda: page.current is not None and bool(page.current.undone))


def test_texts_about_a_run() -> None:
    run = Run(1, "suggest", "starter", "1", "Suggested tags", "2026-11-25T10:00:00+00:00", 1204)
    assert title_of(run) == "Suggested tags for 1,204 photos"
    assert "photos" not in detail_of(run)
    taken = Run(2, "confirm", "", "", "everything of at least 80%", "nonsense", 1, "2026-11-25T10:00:00+00:00")
    assert title_of(taken) == "Confirmed suggestions for 1 photo (80% or more)"
    assert detail_of(taken).startswith("nonsense · undone ")


@pytest.mark.parametrize(
    ("kind", "what", "title"),
    [
        ("confirm", "Sports/agility, 2 photos at once", "Tagged 2 photos “Sports/agility”"),
        ("confirm", "an older description", "Confirmed: an older description"),
        ("accept", "2 drafted captions at once", "Accepted caption drafts for 2 photos"),
        ("import", "the files of 2 photos", "Imported metadata from the files of 2 photos"),
        ("import", "new photos in /a", "Imported metadata from files: new photos in /a"),
        (
            "import",
            "conflicts settled as the files have it",
            "Resolved conflicts in 2 photos: used the files' metadata",
        ),
        ("write", "2 sidecars for every program", "Saved metadata to files: 2 sidecars (all programs)"),
        ("write", "2 photos for digikam", "Saved metadata to files: 2 photos (digiKam)"),
    ],
)
def test_stored_descriptions_become_titles(kind: RunKind, what: str, title: str) -> None:
    run = Run(1, kind, "", "", what, "2026-11-25T10:00:00+00:00", 2)
    assert title_of(run) == title
    assert detail_of(run).count("2 photos") + title.count("2 photos") == 1


def test_every_kind_of_run_has_a_text_and_an_icon(qtbot: QtBot) -> None:
    for kind in get_args(RunKind):
        assert title_of(Run(1, kind, "", "", "beach", "2026-01-01T00:00:00Z", 3))
        assert not icon(ICONS[kind]).isNull()
