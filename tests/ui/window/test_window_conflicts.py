"""Metadata conflicts, resolved in the window with real keys, clicks and files."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from photon.domain import Changes, PhotonError
from photon.domain.changes import changed
from photon.domain.metadata.conflict import Conflict
from photon.library.files.import_outcome import FileLoss
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.metadata.conflict_page import ConflictPage
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.window.main_window import MainWindow
from tests.app.gathered import gather
from tests.media.packets import bag, languages, packet
from tests.pictures import age
from tests.ui.driving import CTRL, LEFT, SHIFT, Key
from tests.ui.filed_session import FiledSession


@pytest.fixture
def session(filed: FiledSession) -> FiledSession:
    return filed


@pytest.fixture
def window(filed_window: MainWindow) -> MainWindow:
    return filed_window


def say(session: FiledSession, folder: str, photo: int, caption: str, *keywords: str) -> None:
    """Write a sidecar as another program, and let Photon import it."""
    body = bag("dc:subject", "Italy", *keywords) + languages("dc:description", x_default=caption)
    Path(folder, f"000{photo}.xmp").write_bytes(packet(body))
    session.import_photos(photo)


def asked_for(qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str) -> ConflictPage:
    """Open the page with three conflicts."""
    session.tags.mark([2], [("dog",)], "rejected").result()
    say(session, folder, 1, "At sea")
    say(session, folder, 2, "Boats", "dog")
    qtbot.waitUntil(lambda: window.status.conflicts.text() == "3 metadata conflicts")
    assert window.status.conflicts.isVisible()
    QTest.mouseClick(window.status.conflicts, LEFT)
    page = window.part(MetadataController).conflicts
    assert window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: len(page.conflicts.rows) == 3)
    assert page.list.hasFocus()
    return page


def caption(session: FiledSession, photo: int) -> str:
    return session.written([photo])[photo][1]


def decided(page: ConflictPage) -> list[str]:
    return [row.decided for row in page.conflicts.rows]


def test_each_is_decided_by_a_key_and_undone(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    page = asked_for(qtbot, window, session, folder)
    assert page.head.summary.text() == "3 conflicts"
    qtbot.waitUntil(lambda: window.part(CaptionController).section._shown == (1,))
    QTest.keyClick(page.list, Key.Key_F)
    assert (page.list.row, decided(page)) == (1, ["file", "", ""])
    qtbot.waitUntil(lambda: caption(session, 1) == "At sea")
    QTest.keyClick(page.list, Key.Key_M)
    assert page.head.summary.text() == "1 of 3 conflicts left"
    assert not page.all_mine.isVisible()
    QTest.keyClick(page.list, Key.Key_F)  # the keyword that was rejected
    qtbot.waitUntil(lambda: ("dog",) in confirmed(session, 2))
    assert (caption(session, 2), decided(page)) == ("Am Meer", ["file", "mine", "file"])
    assert not page.mine.isEnabled()
    qtbot.waitUntil(lambda: not window.status.conflicts.isVisible())
    for left in (1, 2, 3):
        QTest.keyClick(page.list, Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda left=left: len(page.conflicts.open_rows) == left)  # type: ignore[misc]
    assert (caption(session, 1), page.list.row) == ("Am Meer", 0)
    qtbot.waitUntil(lambda: window.status.conflicts.text() == "3 metadata conflicts")


def confirmed(session: FiledSession, photo: int) -> set[tuple[str, ...]]:
    given = session.tags.tags_for_photos([photo]).result()[photo]
    return {tuple(one.path) for one in given if one.state == "confirmed"}


def test_all_are_decided_as_one_step(qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str) -> None:
    page = asked_for(qtbot, window, session, folder)
    assert (page.all_mine.text(), page.all_file.text()) == ("Keep mine for all 3", "Use the files' for all 3")
    QTest.mouseClick(page.all_file, LEFT)
    qtbot.waitUntil(lambda: (caption(session, 1), caption(session, 2)) == ("At sea", "Boats"))
    qtbot.waitUntil(lambda: window.toast.words.text() == "Used the files' metadata for 3 conflicts.")
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: len(page.conflicts.open_rows) == 3)
    assert (caption(session, 1), caption(session, 2)) == ("Am Meer", "Am Meer")
    QTest.keyClick(page.list, Key.Key_Tab)
    assert not page.list.hasFocus()
    page.all_mine.setFocus()
    QTest.keyClick(page.all_mine, Key.Key_Return)
    qtbot.waitUntil(lambda: not session.importing.conflicts.conflicts_for_photos().result())
    assert caption(session, 2) == "Am Meer"


def test_a_click_on_a_value_chooses_it(qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str) -> None:
    page = asked_for(qtbot, window, session, folder)
    where = page.layout_of(1)
    QTest.mouseClick(page.list.viewport(), LEFT, pos=where.lines[0][1].center())
    assert (page.list.row, decided(page)) == (1, ["", "", ""])
    QTest.mouseClick(page.list.viewport(), LEFT, pos=where.lines[2][1].center())
    qtbot.waitUntil(lambda: caption(session, 2) == "Boats")
    QTest.mouseClick(page.mine, LEFT)
    assert decided(page) == ["", "file", "mine"]
    picture = page.layout_of(0).picture
    QTest.mouseClick(page.list.viewport(), LEFT, pos=picture.center())
    assert (window.navigation.is_loupe_open, window.loupe.current) == (True, 1)
    QTest.keyClick(window.loupe, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page)
    assert decided(page) == ["", "file", "mine"]
    QTest.keyClick(page.all_mine, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results


def test_new_conflicts_are_appended_and_resolved_ones_disappear(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    page = asked_for(qtbot, window, session, folder)
    page.list.go_to(2)
    say(session, folder, 3, "Nets")
    qtbot.waitUntil(lambda: [row.photo for row in page.conflicts.rows] == [1, 2, 2, 3])
    session.captions.write([1], text="At sea").result()
    qtbot.waitUntil(lambda: [row.photo for row in page.conflicts.rows] == [2, 2, 3])
    assert page.list.row == 1  # the cursor stays where it was


def test_without_conflicts_the_page_says_so(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.status.conflicts.isVisible()
    QTest.keyClick(window, Key.Key_D, CTRL | SHIFT)
    page = window.part(MetadataController).conflicts
    assert window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 1)
    assert "No conflicts" in [label.text() for label in page.pages.currentWidget().findChildren(QLabel)]
    assert not page.mine.isVisible()
    assert page.hasFocus()
    QTest.keyClick(page, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results


def test_an_undecidable_conflict_is_open_again(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked_for(qtbot, window, session, folder)

    def full(_library: object, *_: object, by_file: bool) -> None:
        raise PhotonError(f"The disk is full{'.' if by_file else '!'}")

    monkeypatch.setattr(session.importing.conflicts, "_settle", full)
    QTest.keyClick(page.list, Key.Key_F)
    qtbot.waitUntil(lambda: window.notice.message.text() == "The disk is full.")
    qtbot.waitUntil(lambda: len(page.conflicts.open_rows) == 3)
    tip = str(page.conflicts.data(page.conflicts.index(0), Qt.ItemDataRole.ToolTipRole))
    assert tip.endswith("0001.jpg\nYours: Am Meer\nThe file's: At sea")


def test_after_a_decision_only_its_photos_are_requested_again(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked_for(qtbot, window, session, folder)
    asked: list[frozenset[int] | None] = []
    true = session.importing.conflicts.conflicts_for_photos
    qtbot.waitUntil(lambda: not page.conflicts._latest.is_awaited and not page.conflicts._timer.isActive())
    monkeypatch.setattr(
        session.importing.conflicts, "conflicts_for_photos", lambda photos=None: [asked.append(photos), true(photos)][1]
    )
    QTest.keyClick(page.list, Key.Key_M)
    qtbot.waitUntil(lambda: bool(asked) and not page.conflicts._latest.is_awaited)
    assert set(asked) == {frozenset({1})}
    assert decided(page) == ["mine", "", ""]


def test_a_failed_request_is_repeated(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked_for(qtbot, window, session, folder)
    conflicts = session.importing.conflicts
    with monkeypatch.context() as patch:
        broken: Future[list[Conflict]] = Future()
        broken.set_exception(PhotonError("The library cannot be read."))
        patch.setattr(conflicts, "conflicts_for_photos", lambda *_: broken)
        with qtbot.waitSignal(window.bridge.problem):
            page.conflicts.begin()
        assert not page.conflicts.is_loading
    page.conflicts.refresh(frozenset())  # nothing new
    qtbot.waitUntil(lambda: len(page.conflicts.rows) == 3)


def test_what_files_no_longer_say_is_told_and_undone_with_one_click(
    qtbot: QtBot, window: MainWindow, session: FiledSession, folder: str
) -> None:
    sidecar = Path(folder, "0001.xmp")
    sidecar.write_bytes(packet(bag("dc:subject", "Italy", "sea"), 'xmp:Rating="4"'))
    gather(session.store, losses=session.work.losses)
    assert window.notice.isHidden()  # what is added is no loss
    sidecar.write_bytes(packet(bag("dc:subject", "Italy", "new")))
    age(sidecar)
    gather(session.store, losses=session.work.losses)
    qtbot.waitUntil(window.notice.isVisible)
    said = "Removed or replaced metadata of 1 photo (2 entries), because its file no longer has it."
    assert window.notice.message.text() == said
    assert window.notice.hint.text() == "You can also undo this later, under History in the preferences."
    session.tags.mark([1], [("mine",)], "confirmed").result()  # a later step, which stays
    QTest.mouseClick(window.notice.offered, LEFT)
    qtbot.waitUntil(lambda: window.toast.words.text() == "Restored the removed metadata.")
    tags = {one.path for one in session.tags.tags_for_photos([1]).result()[1]}
    assert tags >= {("mine",), ("new",), ("sea",)}
    sidecar.write_bytes(packet(bag("dc:subject", "Italy", "newer")))  # it does not remove what it does not say
    gather(session.store, losses=session.work.losses)
    assert ("sea",) in {one.path for one in session.tags.tags_for_photos([1]).result()[1]}


def test_losses_that_come_close_together_are_all_told_and_undone(
    qtbot: QtBot, window: MainWindow, session: FiledSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone: list[int] = []

    def undo(run: int) -> Future[Changes]:
        undone.append(run)
        done: Future[Changes] = Future()
        done.set_result(Changes())
        return done

    monkeypatch.setattr(session.decisions.runs, "undo", undo)
    session.work.losses.found += [FileLoss(3, 1, 2), FileLoss(4, 5, 6)]  # the bridge joins changes
    window.bridge.changed.emit(changed("losses"))
    said = "Removed or replaced metadata of 1 photo (2 entries), because its file no longer has it."
    more = "Removed or replaced metadata of 5 photos (6 entries), because their files no longer have it."
    assert window.notice.message.text() == f"{said} {more}"
    QTest.mouseClick(window.notice.offered, LEFT)
    qtbot.waitUntil(lambda: undone == [4, 3])
    session.work.losses.found.append(FileLoss(5, 1, 2))
    window.bridge.changed.emit(changed("losses"))
    assert window.notice.message.text() == said
