"""The inspector with a library that changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from photon.domain import Hit
from photon.ui.kit.bridge import Bridge
from photon.ui.widgets.property_table import WrappedText
from photon.ui.widgets.stars import MIXED
from photon.ui.window import inspector as inspector_module
from photon.ui.window.inspector import NOTHING, Inspector
from tests.ui.studio_session import StudioSession, opened

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    yield from opened(tmp_path)


@pytest.fixture
def inspector(qtbot: QtBot, session: StudioSession, bridge: Bridge) -> Inspector:
    made = Inspector(session, bridge)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.rated.connect(session.marking.rate)
    made.favoured.connect(session.marking.favour)
    made.show()
    return made


def title(inspector: Inspector) -> str:
    return inspector.title.toPlainText()


def test_without_photos_it_explains_what_to_do(inspector: Inspector) -> None:
    assert inspector.empty.text() == NOTHING
    assert inspector.empty.isVisible()
    assert not any(section.isVisible() for section in inspector.sections)


def test_one_photo_with_facts_and_paths(qtbot: QtBot, inspector: Inspector, session: StudioSession) -> None:
    photos = session.fill(2, camera="Pixel 8", iso=200)
    session.add_file(photos[0], "/backup/copy.jpg", offline=True)
    inspector.show_photos([photos[0]])
    qtbot.waitUntil(lambda: title(inspector) == "green-00001.jpg")
    assert ("Camera", "Pixel 8") in inspector.facts.rows
    assert not inspector.empty.isVisible()
    texts = [text.toPlainText() for text in inspector.paths.findChildren(WrappedText)]
    assert texts == ["/photos/green-00001.jpg", "/backup/copy.jpg"]
    assert inspector.note.isHidden(), "one of its files is there"


def test_the_buttons_next_to_a_path(
    qtbot: QtBot, inspector: Inspector, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[list[str]] = []
    monkeypatch.setattr(inspector_module, "show_files", lambda paths, _owner, _complain: shown.append(paths))
    photos = session.fill(1)
    inspector.show_photos(photos)
    qtbot.waitUntil(lambda: title(inspector) == "green-00001.jpg")
    copy, show = inspector.paths.findChildren(QToolButton)
    QTest.mouseClick(copy, LEFT)
    assert QGuiApplication.clipboard().text() == "/photos/green-00001.jpg"
    QTest.mouseClick(show, LEFT)
    assert shown == [["/photos/green-00001.jpg"]]


def test_clicks_on_stars_and_heart_mark_the_photo(qtbot: QtBot, inspector: Inspector, session: StudioSession) -> None:
    photos = session.fill(1)
    inspector.show_photos(photos)
    qtbot.waitUntil(inspector.stars.isVisible)
    QTest.mouseClick(inspector.stars, LEFT, pos=inspector.stars.star_rect(4).center())
    qtbot.waitUntil(lambda: inspector.stars.stars == 4)
    QTest.mouseClick(inspector.heart, LEFT)
    qtbot.waitUntil(lambda: inspector.heart.accessibleName() == "Favourite")
    assert inspector.heart.toolTip() == "Remove from favourites (B)"
    QTest.mouseClick(inspector.heart, LEFT)
    qtbot.waitUntil(lambda: inspector.heart.accessibleName() == "Not a favourite")
    assert inspector.heart.toolTip() == "Mark as favourite (B)"
    assert not session.browsing.photo(photos[0]).result().favourite


def test_many_photos_show_common_values_and_mixed_marks(
    qtbot: QtBot, inspector: Inspector, session: StudioSession
) -> None:
    photos = session.fill(3, camera="Pixel 8")
    session.marking.rate(photos[:1], 5).result()
    session.marking.favour(photos[:2], True).result()
    session.move_away(photos[2])
    inspector.show_photos(photos)
    qtbot.waitUntil(lambda: title(inspector) == "3 photos")
    assert ("Camera", "Pixel 8") in inspector.facts.rows
    assert ("Folder", "Mixed") in inspector.facts.rows
    assert inspector.stars.stars == MIXED
    assert inspector.mixed.isVisible()
    assert inspector.heart.accessibleName() == "Some are favourites"
    assert inspector.note.text() == "1 offline photo"
    assert not inspector.paths.isVisible()
    QTest.mouseClick(inspector.stars, LEFT, pos=inspector.stars.star_rect(2).center())
    qtbot.waitUntil(lambda: inspector.stars.stars == 2)
    assert inspector.mixed.isHidden()


def test_very_many_photos_are_counted_and_marked_without_requesting_each(
    qtbot: QtBot, inspector: Inspector, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = session.fill(1200)

    def refuse(photo: int) -> None:
        raise AssertionError(f"asked for photo {photo}")

    monkeypatch.setattr(session, "photo", refuse)
    inspector.show_photos(photos)
    qtbot.waitUntil(lambda: title(inspector) == "1,200 photos")
    assert inspector.facts.rows == []
    assert not inspector.facts_section.isVisible()


def test_damage_and_absence_are_shown(qtbot: QtBot, inspector: Inspector, session: StudioSession) -> None:
    photos = session.fill(2)
    session.put(photos[0], damage="The lower third is missing.")
    session.move_away(photos[1])
    inspector.show_photos(photos[:1])
    qtbot.waitUntil(lambda: inspector.note.text() == "The lower third is missing.")
    inspector.show_photos(photos[1:])
    qtbot.waitUntil(lambda: inspector.note.text().startswith("This photo's folder is offline."))
    session.come_back(photos[1])
    qtbot.waitUntil(inspector.note.isHidden)


def test_a_late_answer_does_not_replace_the_selected_photo(
    qtbot: QtBot, inspector: Inspector, session: StudioSession
) -> None:
    photos = session.fill(30)
    titles: list[str] = []
    inspector.title.textChanged.connect(lambda: titles.append(title(inspector)))
    for photo in photos:
        inspector.show_photos([photo])
    qtbot.waitUntil(lambda: title(inspector).endswith(f"-{photos[-1]:05}.jpg"))
    qtbot.wait(50)
    assert len([text for text in titles if text]) == 1


def test_a_removed_photo_leaves_the_empty_page(qtbot: QtBot, inspector: Inspector, session: StudioSession) -> None:
    inspector.show_photos(session.fill(1))
    qtbot.waitUntil(inspector.empty.isHidden)
    inspector.show_photos([999])
    qtbot.waitUntil(inspector.empty.isVisible)
    inspector.show_photos([])
    assert inspector.empty.isVisible()


def test_sections_are_folded_by_mouse_and_keyboard_and_stay_folded(
    qtbot: QtBot, inspector: Inspector, session: StudioSession, bridge: Bridge
) -> None:
    inspector.show_photos(session.fill(1))
    qtbot.waitUntil(inspector.empty.isHidden)
    facts = inspector.facts_section
    QTest.mouseClick(facts.head, LEFT)
    assert not facts.is_open
    another = Inspector(session, bridge)
    qtbot.addWidget(another)
    assert [section.is_open for section in another.sections] == [True, False, True]
    QTest.keyClick(facts.head, Qt.Key.Key_Space)
    assert facts.is_open


def test_text_can_be_selected_and_stays_selected_while_other_photos_change(
    qtbot: QtBot, inspector: Inspector, session: StudioSession
) -> None:
    photos = session.fill(2)
    inspector.show_photos(photos[:1])
    qtbot.waitUntil(inspector.empty.isHidden)
    path = inspector.paths.findChildren(WrappedText)[0]
    QTest.mouseDClick(path.viewport(), LEFT, pos=QPoint(40, 6))
    chosen = path.textCursor().selectedText()
    assert chosen
    session.marking.rate(photos[:1], 2).result()
    qtbot.waitUntil(lambda: inspector.stars.stars == 2)
    assert path.textCursor().selectedText() == chosen


def test_a_long_path_wraps_and_gets_space(qtbot: QtBot, inspector: Inspector, session: StudioSession) -> None:
    photos = session.fill(1, folder="/" + "a_very_long_folder_name_without_a_break" * 4)
    inspector.show_photos(photos)
    qtbot.waitUntil(inspector.empty.isHidden)
    path = inspector.paths.findChildren(WrappedText)[0]
    line = path.fontMetrics().height()
    qtbot.waitUntil(lambda: path.height() >= 4 * line)
    narrow = path.height()
    inspector.resize(480, 700)
    qtbot.waitUntil(lambda: path.height() < narrow)


def test_reasons_are_shown_only_during_a_search(qtbot: QtBot, inspector: Inspector, session: StudioSession) -> None:
    first, second, third, fourth = session.fill(4)
    hits = [
        Hit(first, 0.9, True, ("meaning", "look"), "a.jpg"),
        Hit(second, 0.4, False, ("meaning",), "b.jpg"),
        Hit(third, 0.1, False, ("file name", "meaning"), "c.jpg"),
    ]
    inspector.show_photos([first])
    qtbot.waitUntil(lambda: title(inspector) == "green-00001.jpg")
    assert inspector.why.isHidden()
    inspector.show_hits(hits)
    assert inspector.why.isVisible()
    assert inspector.reasons.rows == [("Match", "strong"), ("Based on", "what it shows, how it looks")]
    for photo, rows in (
        (second, [("Match", "fair"), ("Based on", "what it shows")]),
        (third, [("Match", "weak"), ("Based on", "file name, what it shows")]),
        (fourth, []),
    ):
        inspector.show_photos([photo])
        qtbot.waitUntil(lambda rows=rows: inspector.reasons.rows == rows)
        assert inspector.why.isVisible() == bool(rows)
    inspector.show_photos([first, second])
    qtbot.waitUntil(lambda: title(inspector) == "2 photos")
    assert inspector.why.isHidden(), "many photos have no reason in common"
    inspector.show_photos([first])
    qtbot.waitUntil(inspector.why.isVisible)
    inspector.show_hits(())
    assert inspector.why.isHidden()
