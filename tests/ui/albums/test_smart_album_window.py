"""Smart albums in the window, with a real catalogue: saved from a search, counted, corrected, changed and undone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import changed
from photon.ui.albums.album_controller import AlbumController
from photon.ui.albums.shown_album import ORDINARY, OWN_ORDER
from photon.ui.albums.smart_album_controller import NOTHING
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.settings import remember_in
from photon.ui.search.search_controller import SearchController
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.window.main_window import MainWindow
from tests.ui.albums.test_album_window import AlbumSession, lines, said, show, type_name
from tests.ui.driving import CTRL, LEFT, Key

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def session(tmp_path: Path) -> Iterator[AlbumSession]:
    made = AlbumSession(tmp_path / "library")
    remember_in(made.directory)
    yield made
    made.close()


@pytest.fixture
def best(qtbot: QtBot, window: MainWindow, session: AlbumSession) -> list[int]:
    """Return the photos of a smart album in its order."""
    session.albums.make_smart("Best", "rating:0").result()
    qtbot.waitUntil(lambda: [line.split()[-1].isdigit() for line in lines(window.part(AlbumController).tree)] == [True])
    return session.albums.photos("Best").result()


def tip(window: MainWindow) -> str:
    return str(window.part(AlbumController).tree.index_of("Best").data(Qt.ItemDataRole.ToolTipRole))


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window.top_bar.search.words.setFocus()
    QTest.keyClicks(window.top_bar.search.words, text)
    QTest.keyClick(window.top_bar.search.words, Key.Key_Return)
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None and not window.gallery.state.is_waiting)


def test_the_current_search_is_saved_as_smart_album(qtbot: QtBot, window: MainWindow, session: AlbumSession) -> None:
    window.part(AlbumController).smart.ask_name()
    said(qtbot, window, with_way(NOTHING, "smart-album"))
    search(qtbot, window, "rating:0 ")
    QTest.keyClick(window, Key.Key_S, CTRL | SHIFT)
    name = window.part(AlbumController).naming.name
    qtbot.waitUntil(name.isVisible)
    assert name.selectedText() == name.text() != ""
    type_name(qtbot, window, "Trips/Unrated")
    said(qtbot, window, "Made the smart album “Trips/Unrated”.")
    count = len(session.albums.photos("Trips/Unrated").result())
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == [f"Trips {count}", f"-Unrated {count}"])
    found = window.part(AlbumController).tree.album("Trips/Unrated")
    assert found is not None
    assert found.query == "rating:0"
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(window.part(AlbumController).section.isHidden)


def test_the_folder_is_the_one_that_was_searched_when_the_name_was_requested(
    qtbot: QtBot, window: MainWindow, session: AlbumSession
) -> None:
    search(qtbot, window, "rating:0 ")
    window.part(AlbumController).smart.ask_name("Unrated")
    window.part(AlbumController).smart.follow(replace(window.gallery.state, folder="/elsewhere"))
    QTest.keyClick(window.part(AlbumController).naming.name, Key.Key_Return)
    said(qtbot, window, "Made the smart album “Unrated”.")
    assert session.albums.all_albums().result()[0].query == "rating:0"


def test_photos_are_added_even_if_a_smart_album_is_asked_for_without_a_search(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, best: list[int]
) -> None:
    photo = window.grid.grid_model.ids[0]
    window.grid.go_to(photo)
    window.part(AlbumController).ask_album()
    qtbot.waitUntil(window.part(AlbumController).naming.name.isVisible)
    window.part(AlbumController).smart.ask_name()
    said(qtbot, window, with_way(NOTHING, "smart-album"))
    type_name(qtbot, window, "Italy")
    said(qtbot, window, "Added 1 photo to “Italy”.")
    assert session.albums.photos("Italy").result() == [photo]


def test_the_saved_search_panel_passes_name_to_smart_album(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "rating:0 ")
    QTest.keyClick(window, Key.Key_S, CTRL)
    panel = window.part(SearchController).naming
    qtbot.waitUntil(panel.name.isVisible)
    panel.name.setText("Unrated")
    QTest.mouseClick(panel.album, LEFT)
    qtbot.waitUntil(window.part(AlbumController).naming.name.isVisible)
    assert not panel.isVisible()
    assert window.part(AlbumController).naming.name.text() == "Unrated"
    assert window.part(AlbumController).naming.button.text() == "Make album"


def test_keys_keep_photos_out_and_in(qtbot: QtBot, window: MainWindow, session: AlbumSession, best: list[int]) -> None:
    show(qtbot, window, "Best", best)
    qtbot.waitUntil(lambda: window.commands["out-of-album"].text() == "Never in this album")
    window.grid.go_to(best[1])
    QTest.keyClick(window, Key.Key_Delete, CTRL | SHIFT)
    said(qtbot, window, "1 photo is left out of “Best” from now on.")
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == [best[0], *best[2:]])
    window.grid.go_to(best[2])
    QTest.keyClick(window, Key.Key_P, CTRL | SHIFT)
    said(qtbot, window, "Kept 1 photo in “Best”.")
    found = session.albums.counted_albums().result()[0]
    assert (found.own, found.vetoes, found.photos) == (1, 1, len(best) - 1)
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == [f"Best {len(best) - 1}"])
    tips = ["Smart album: rating:0", "1 kept in it, 1 left out"]
    qtbot.waitUntil(lambda: tip(window).splitlines()[2:] == tips)
    for _ in range(2):
        QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == best)
    window.part(AlbumController).shown.shift(later=True)
    said(qtbot, window, OWN_ORDER)


def test_commands_for_smart_albums_report_manually_filled_album(
    qtbot: QtBot, window: MainWindow, session: AlbumSession
) -> None:
    photos = list(window.grid.grid_model.ids[:2])
    session.albums.make("Italy", photos).result()
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Italy 2"])
    show(qtbot, window, "Italy", photos)
    qtbot.waitUntil(lambda: window.commands["out-of-album"].text() == "Remove from album")
    window.grid.go_to(photos[0])
    window.part(AlbumController).shown.keep_photos()
    said(qtbot, window, ORDINARY)


def test_the_search_of_an_album_is_changed_in_the_search_bar_and_saved(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, best: list[int]
) -> None:
    menu = window.part(AlbumController).tree.actions_for("Best", window)
    assert [action.text() for action in menu][:2] == ["Show", "Change its search…"]
    menu[1].trigger()
    said(qtbot, window, "Change the search")
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None and not window.gallery.state.is_waiting)
    assert window.top_bar.search.text().strip() == "rating:0"
    search(qtbot, window, "-label:red ")
    QTest.keyClick(window, Key.Key_S, CTRL | SHIFT)
    naming = window.part(AlbumController).naming
    qtbot.waitUntil(naming.name.isVisible)
    assert naming.name.text() == "Best"
    assert naming.button.text() == "Change its search"
    QTest.mouseClick(naming.button, LEFT)
    said(qtbot, window, "Changed the search of “Best”.")
    assert session.albums.all_albums().result()[0].query == "rating:0 -label:red"


def test_a_count_is_shown_only_when_known(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, best: list[int]
) -> None:
    tree, smart = window.part(AlbumController).tree, window.part(AlbumController).smart
    assert tree.index_of("Best").data(CountRole.COUNT) == str(len(best))
    smart._counts = {}
    smart.show(smart._listed)
    assert tree.index_of("Best").data(CountRole.COUNT) == ""
    assert tip(window).splitlines() == ["Best", "Smart album: rating:0"]
    qtbot.waitUntil(lambda: tree.index_of("Best").data(CountRole.COUNT) == str(len(best)))


def test_the_first_count_comes_after_a_pause(
    qtbot: QtBot, session: AlbumSession, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.ui.albums.smart_album_controller.REST_MS", 600_000)
    session.albums.make_smart("Best", "rating:0").result()
    window: MainWindow = request.getfixturevalue("window")
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Best "])
    qtbot.waitUntil(lambda: bool(window.grid.grid_model.ids))
    assert lines(window.part(AlbumController).tree) == ["Best "]
    window.part(AlbumController).smart.hurry()
    count = len(session.albums.photos("Best").result())
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == [f"Best {count}"])


def test_counts_are_updated_after_changes(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, best: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = session.albums.counted_albums().result()
    more = replace(found, photos=len(best) + 7)
    monkeypatch.setattr(session.albums, "counted_albums", lambda: session.store.read(lambda _: [more]))
    session.tell(changed("marks"))
    window.part(AlbumController).smart.hurry()
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == [f"Best {len(best) + 7}"])
