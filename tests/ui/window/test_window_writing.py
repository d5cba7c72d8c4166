"""Metadata saved to files from the window, with real keys, clicks and files."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from photon.app.metadata import file_writing, metadata_writing
from photon.app.metadata.file_plan import WriteJob
from photon.app.metadata.file_writing import write
from photon.domain.metadata.run_title import PROGRAMS
from photon.domain.metadata.writing import PROFILES, Profile
from photon.media.read.metadata_reading import read_words
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.metadata.write_page import FILES_WAY_BACK, PUT_BACK_ALREADY, WritePage
from photon.ui.tags.history_page import PUT_BACK, HistoryPage
from photon.ui.tags.tag_controller import TagController
from photon.ui.window.main_window import MainWindow
from tests.media.packets import bag, languages, packet
from tests.ui.driving import CTRL, LEFT, SHIFT, Key, click
from tests.ui.filed_session import FiledSession


@pytest.fixture
def session(filed: FiledSession) -> FiledSession:
    return filed


@pytest.fixture
def window(filed_window: MainWindow) -> MainWindow:
    return filed_window


def asked_for(qtbot: QtBot, window: MainWindow) -> WritePage:
    """Open the page with its plan."""
    QTest.keyClick(window.focusWidget() or window, Key.Key_W, CTRL | SHIFT)
    page = window.part(MetadataController).page
    assert window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: page.state == "planned")
    return page


def choose(qtbot: QtBot, page: WritePage, place: str) -> None:
    """Choose another place, with the keys of its box."""
    page.choice.place.setFocus()
    for _ in range(page.choice.place.findData(place) - page.choice.place.currentIndex()):
        QTest.keyClick(page.choice.place, Key.Key_Down)
        qtbot.waitUntil(lambda: page.state == "planned")
        assert page.choice.place.hasFocus()  # a new plan does not take the focus from the box
    assert page.choice.policy == place


def contents(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_changes_are_shown_written_and_restored(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    sidecar = Path(folder, "0002.xmp")
    sidecar.write_bytes(packet(bag("dc:subject", "theirs") + languages("dc:description", x_default="At sea")))
    session.captions.write([2], text="").result()
    session.import_photos(2)
    session.tags.mark([2], [("theirs",)], None).result()
    session.captions.write([2], text="Am Meer").result()
    before = contents(folder)
    page = asked_for(qtbot, window)
    assert page.head.summary.text() == "All 4 photos shown: 3 new sidecars · 1 sidecar to update"
    assert (page.write_button.text(), page.choice.about.text()) == ("Save 4 sidecars", "Photos are not changed.")
    row = next(row for row in page.files.rows if row.name == "0002.xmp")
    assert [(line.name, line.gone, line.new) for line in row.lines] == [
        ("Keywords", ("theirs",), ("Places/Italy",)),
        ("Caption", ("At sea",), ("Am Meer",)),
    ]
    assert contents(folder) == before
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "written")
    assert page.head.summary.text() == "Saved metadata to 4 files"
    words = read_words(str(Path(folder, "0002.jpg"))).metadata
    assert words is not None
    assert (words.keywords, words.caption) == ((("Places", "Italy"),), "Am Meer")
    assert page.put_back_button.hasFocus()
    QTest.keyClick(page.put_back_button, Key.Key_Space)
    qtbot.waitUntil(lambda: page.state == "restored")
    assert contents(folder) == before


def test_undo_does_not_affect_earlier_steps_while_the_page_offers_restoring(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    session.captions.write([2], text="Am Meer").result()
    page = asked_for(qtbot, window)
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "written")
    after = contents(folder)
    QTest.keyClick(window.focusWidget(), Key.Key_Z, CTRL)
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.words.text() == FILES_WAY_BACK
    QTest.keyClick(page.put_back_button, Key.Key_Space)
    qtbot.waitUntil(lambda: page.state == "restored")
    QTest.keyClick(window.focusWidget(), Key.Key_Z, CTRL)
    assert window.toast.words.text() == PUT_BACK_ALREADY
    assert contents(folder) != after
    QTest.keyClick(page, Key.Key_Escape)
    QTest.keyClick(window.focusWidget(), Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: window.toast.words.text().startswith("Undid: "))


def test_ctrl_enter_writes_from_the_boxes_too(qtbot: QtBot, window: MainWindow, folder: str) -> None:
    page = asked_for(qtbot, window)
    page.choice.place.setFocus()
    QTest.keyClick(page.choice.place, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.state == "written")
    assert len(list(Path(folder).glob("*.xmp"))) == 4


def test_only_the_selected_photos_are_included(qtbot: QtBot, window: MainWindow, folder: str) -> None:
    click(window, 0)
    click(window, 1, CTRL)
    page = asked_for(qtbot, window)
    assert page.head.summary.text() == "2 selected photos: 2 new sidecars"
    assert page.list.hasFocus()
    QTest.keyClick(page.list, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.state == "written")
    assert sorted(path.name for path in Path(folder).glob("*.xmp")) == ["0003.jpg.xmp", "0004.jpg.xmp"]


def test_photos_are_changed_only_after_confirmation(qtbot: QtBot, window: MainWindow, folder: str) -> None:
    before = contents(folder)
    page = asked_for(qtbot, window)
    choose(qtbot, page, "embed")
    assert page.head.summary.text() == "All 4 photos shown: 4 photos to change"
    QTest.mouseClick(page.write_button, LEFT)
    assert page.question.words.text().startswith("This saves the metadata inside 4 photos. ")
    assert page.question.decline.hasFocus()
    QTest.keyClick(page.question.decline, Key.Key_Escape)
    assert (page.state, page.isVisible(), page.question.isVisible()) == ("planned", True, False)
    QTest.keyClick(page.list, Key.Key_Return, CTRL)
    QTest.mouseClick(page.question.decline, LEFT)
    assert contents(folder) == before
    QTest.keyClick(page.list, Key.Key_Return, CTRL)
    assert page.question.agree.text() == "Change 4 photos"
    QTest.keyClick(page.question.decline, Key.Key_Tab, SHIFT)
    assert page.question.agree.hasFocus()
    QTest.keyClick(page.question.agree, Key.Key_Return)
    qtbot.waitUntil(lambda: page.state == "written")
    assert set(contents(folder)) == set(before)
    assert not set(contents(folder).values()) & set(before.values())
    QTest.mouseClick(page.put_back_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "restored")
    assert contents(folder) == before


def test_files_that_cannot_be_written_are_shown_with_the_reason(qtbot: QtBot, window: MainWindow, folder: str) -> None:
    Path(folder, "0001.jpg.xmp").write_bytes(b"<broken")
    page = asked_for(qtbot, window)
    assert page.head.summary.text() == "All 4 photos shown: 3 new sidecars · 1 skipped"
    row = page.files.rows[0]
    assert (row.kind, row.name) == ("obstacle", "0001.jpg")
    assert row.notes[0].startswith("0001.jpg.xmp: This sidecar can't be read.")
    Path(folder, "0002.jpg.xmp").write_bytes(packet(bag("dc:subject", "newer")))  # since the plan was made
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "written")
    assert page.head.summary.text() == "Saved metadata to 2 files · 1 skipped"
    assert [row.name for row in page.files.rows] == ["0002.jpg.xmp"]
    assert page.list.isVisible()


def test_complete_files_need_no_changes(qtbot: QtBot, window: MainWindow) -> None:
    page = asked_for(qtbot, window)
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "written")
    QTest.mouseClick(page.again_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "planned")
    texts = [label.text() for label in page.pages.currentWidget().findChildren(QLabel)]
    assert "Nothing to save" in texts
    assert not page.write_button.isVisible()
    QTest.keyClick(page, Key.Key_Return, CTRL)
    assert page.state == "planned"


def test_the_plan_follows_changes_of_the_photos(qtbot: QtBot, window: MainWindow, session: FiledSession) -> None:
    page = asked_for(qtbot, window)
    page.list.go_to(2)
    at = page.files.rows[2].path
    session.tags.mark([4], [("late",)], "confirmed").result()
    qtbot.waitUntil(lambda: any("late" in line.new for row in page.files.rows for line in row.lines))
    assert page.current is not None
    assert page.current.path == at
    assert window.inspector.isVisible()


def test_keys_for_the_grid_do_nothing_here(qtbot: QtBot, window: MainWindow, session: FiledSession) -> None:
    click(window, 0)
    page = asked_for(qtbot, window)
    for widget in (page.list, page.write_button, page.every, page.choice.program):
        widget.setFocus()
        QTest.keyClick(widget, Key.Key_5)
    QTest.keyClick(page.list, Key.Key_Space)
    assert window.navigation.is_loupe_open
    assert session.browsing.photo(4).result().rating == 0  # type: ignore[union-attr]
    QTest.keyClick(window.loupe, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page)
    QTest.keyClick(page.list, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results


def test_reading_can_be_stopped(
    qtbot: QtBot, window: MainWindow, session: FiledSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = session.decoders.held
    held.clear()
    QTest.keyClick(window, Key.Key_W, CTRL | SHIFT)
    page = window.part(MetadataController).page
    assert (page.state, page.busy.isVisible()) == ("planning", True)
    assert page.hasFocus()
    QTest.keyClicks(page, "5")
    assert window.top_bar.search.words.text() == ""
    qtbot.waitUntil(lambda: page.busy.words.text() == "Reading: 0 of 4 photos")
    QTest.mouseClick(page.busy.stop, LEFT)
    assert (page.state, page.busy.isVisible(), page.again_button.isVisible()) == ("stopped", False, True)
    held.set()
    QTest.mouseClick(page.again_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "planned")
    assert (len(page.files.rows), page.list.hasFocus()) == (4, True)


def test_writing_can_be_stopped(qtbot: QtBot, window: MainWindow, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata_writing, "_PORTION", 1)
    page, began, may_go_on = asked_for(qtbot, window), threading.Event(), threading.Event()

    def slowly(one: WriteJob, profile: Profile) -> None:
        began.set()
        may_go_on.wait(60)
        write(one, profile)

    monkeypatch.setattr(file_writing, "write", slowly)
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(began.is_set)
    assert (page.state, page.busy.isVisible(), page.choice.isEnabled()) == ("writing", True, False)
    QTest.keyClick(page.list, Key.Key_Escape)  # it continues without the page
    assert window.pages.currentWidget() is window.results
    window.part(MetadataController).write()
    assert (page.state, page.isVisible()) == ("writing", True)
    QTest.mouseClick(page.busy.stop, LEFT)
    may_go_on.set()
    qtbot.waitUntil(lambda: page.state == "written")
    assert page.head.summary.text() == "Saved metadata to 1 file · stopped with 3 files left"
    assert len(list(Path(folder).glob("*.xmp"))) == 1
    QTest.mouseClick(page.put_back_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "restored")
    assert not list(Path(folder).glob("*.xmp"))


def test_fields_are_shown_by_their_own_names(qtbot: QtBot, window: MainWindow) -> None:
    page = asked_for(qtbot, window)
    assert [line.name for line in page.files.rows[0].lines] == ["Keywords", "Caption"]
    height = page.list.visualRect(page.files.index(0)).height()
    page.every.setFocus()
    QTest.keyClick(page.every, Key.Key_Space)
    assert [line.name for line in page.files.rows[0].lines] == [
        "dc:subject", "digiKam:TagsList", "lr:hierarchicalSubject", "dc:description",
    ]  # fmt: skip
    assert page.list.visualRect(page.files.index(0)).height() > height
    tip = page.files.data(page.files.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "lr:hierarchicalSubject\n  + Places|Italy" in str(tip)


def test_only_visible_rows_are_requested(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.arrive(60, folder)
    session.tags.mark(list(range(5, 65)), [("late",)], "confirmed").result()
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 64)
    asked: list[int] = []
    true = session.browsing.cards
    page = window.part(MetadataController).page
    page.list.setFixedHeight(300)
    monkeypatch.setattr(session, "cards", lambda ids: [asked.extend(ids), true(ids)][1])
    asked_for(qtbot, window)
    qtbot.waitUntil(lambda: page.files.cards.card(page.files.photo_at(0)) is not None)
    assert 0 < len(set(asked)) < 40
    page.list.go_to(60)
    qtbot.waitUntil(lambda: page.files.photo_at(60) in asked)
    assert len(set(asked)) < 60


def test_a_row_far_down_is_reached_while_positions_are_computed_step_by_step(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    session.arrive(60, folder)
    session.tags.mark(list(range(5, 65)), [("late",)], "confirmed").result()
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 64)
    page = window.part(MetadataController).page
    page.list.setBatchSize(5)
    asked_for(qtbot, window)
    page.list.go_to(60)
    qtbot.waitUntil(lambda: page.list.viewport().rect().contains(page.list.visualRect(page.list.currentIndex())))
    at = page.files.rows[60].path
    session.tags.mark([64], [("newer",)], "confirmed").result()
    qtbot.waitUntil(lambda: page.state == "planning")
    qtbot.waitUntil(lambda: page.state == "planned")
    assert page.current is not None
    assert page.current.path == at
    qtbot.waitUntil(lambda: page.list.viewport().rect().contains(page.list.visualRect(page.list.currentIndex())))


def test_every_profile_has_a_text() -> None:
    assert set(PROGRAMS) == set(PROFILES)


# -- the history -------------------------------------------------------------------------------------


def history(qtbot: QtBot, window: MainWindow) -> HistoryPage:
    QTest.keyClick(window.focusWidget() or window, Key.Key_Comma, CTRL)
    preferences = window.settings
    names = [preferences.list.item(row).text() for row in range(preferences.list.count())]
    preferences.list.setFocus()
    for _ in range(names.index("History")):
        QTest.keyClick(preferences.list, Key.Key_Down)
    page = window.part(TagController).runs.content
    qtbot.waitUntil(lambda: page.list.count() > 0)
    page.list.setFocus()
    page.list.setCurrentRow(0)
    return page


def written(session: FiledSession) -> int:
    """Write everything; return the run."""
    return session.writing.write(session.writing.plan([1, 2, 3, 4]).result()).result().run


def test_the_history_restores_the_originals(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    before = contents(folder)
    written(session)
    page = history(qtbot, window)
    assert page.list.item(0).text() == "Saved metadata to files: 4 sidecars (all programs)"
    assert page.button.text() == PUT_BACK
    QTest.keyClick(page.list, Key.Key_Delete)
    assert page.question.isVisible()
    assert page.decline.hasFocus()
    QTest.keyClick(page.decline, Key.Key_Escape)
    assert (page.question.isVisible(), page.isVisible()) == (False, True)
    QTest.mouseClick(page.button, LEFT)
    QTest.mouseClick(page.decline, LEFT)
    assert contents(folder) != before
    QTest.mouseClick(page.button, LEFT)
    shown = page.list.item(0)
    session.captions.write([1], text="Later").result()
    qtbot.waitUntil(lambda: page.list.item(0) is not shown)
    assert page.question.isVisible()  # updates do not remove a question
    QTest.mouseClick(page.agree, LEFT)
    qtbot.waitUntil(lambda: page.outcome.text() == "Restored 4 files.")
    qtbot.waitUntil(lambda: page.current is not None and bool(page.current.undone))
    assert contents(folder) == before
    assert not page.button.isEnabled()
    assert page.list.hasFocus()


def test_the_history_reports_files_that_could_not_be_restored(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    run = written(session)
    for number in range(1, 4):
        Path(folder, f"000{number}.jpg.xmp").write_bytes(b"others")
    page = history(qtbot, window)
    QTest.mouseClick(page.button, LEFT)
    QTest.mouseClick(page.agree, LEFT)
    qtbot.waitUntil(page.outcome.isVisible)
    lines = page.outcome.text().splitlines()
    assert lines[0] == "Restored 1 file · 3 skipped."
    assert len(lines) == 5
    assert all("has changed since Photon wrote it; it was skipped." in line for line in lines[1:4])
    qtbot.waitUntil(page.button.isEnabled)  # the files in the journal can be restored later
    for number in range(1, 4):
        Path(folder, f"000{number}.jpg.xmp").unlink()
    session.writing.put_back(run).result()
    QTest.mouseClick(page.button, LEFT)
    QTest.mouseClick(page.agree, LEFT)
    qtbot.waitUntil(lambda: "has nothing to restore" in page.message.text())
