"""The page of duplicates in a window over true files: what is offered, where one stays, and what comes back."""

import shutil
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.bin import photo_bin
from photon.app.bin.file_moving import Stop
from photon.app.duplicates.duplicates import FoundSet, FoundSets
from photon.app.duplicates.set_plan import SetPlan
from photon.app.duplicates.set_rules import KeepRule
from photon.app.session import Session
from photon.ui.bin.move_runner import MoveRunner, MoveTask
from photon.ui.compare.compare_controller import CompareController
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.duplicates.duplicates_page import DuplicatesPage
from photon.ui.duplicates.set_words import reason_line
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import withdraw
from tests.ui.duplicates.conftest import COLOURS
from tests.ui.held_move import HeldMove


def sets(page: DuplicatesPage) -> list[str]:
    """The name of the suggested file of each set."""
    return [Path(row.found.paths[0]).name for row in page.sets.rows]


def press(page: DuplicatesPage, key: Qt.Key) -> None:
    QTest.keyClick(page.list, key)


def test_a_decision_keeps_the_place_and_undo_brings_the_set_back_to_it(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path
) -> None:
    assert (page.list.row, sets(page)) == (0, ["blue.jpg", "green.jpg", "red.jpg"])
    assert window.focusWidget() is page.list
    assert page.list.isVisible()
    assert page.panel.list.isVisible()
    assert [row.is_best for row in page.panel.files.rows] == [True, False]
    assert "Photon suggests keeping blue.jpg" in page.panel.reason.text()
    press(page, Qt.Key.Key_Down)
    assert page.current is not None
    assert page.current.found.paths[0] == str(root / "green.jpg")
    press(page, Qt.Key.Key_Return)
    assert (page.list.row, sets(page)) == (1, ["blue.jpg", "red.jpg"])  # at once, and the next one is at its place
    assert page.panel.files.rows[0].file.path == str(root / "red.jpg")
    qtbot.waitUntil(lambda: window.toast.words.text() == "Kept green.jpg; 1 duplicate moved to the bin.")
    qtbot.waitUntil(lambda: not (root / "sent" / "green.jpg").exists())
    window.commands["undo"].trigger()
    qtbot.waitUntil(lambda: sets(page) == ["blue.jpg", "green.jpg", "red.jpg"])
    assert (root / "sent" / "green.jpg").exists()
    assert page.list.row == 1
    qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 7)


def test_the_other_file_is_kept_with_the_words_of_both(
    qtbot: QtBot, page: DuplicatesPage, session: Session, root: Path
) -> None:
    best, other = page.sets.rows[0].found.photos
    session.tags.mark([best], [("Oma",)], "confirmed").result()
    press(page, Qt.Key.Key_Right)
    assert page.photos() == [other]
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not (root / "blue.jpg").exists())
    qtbot.waitUntil(lambda: not page._decided)
    tags = session.tags.tags_for_photos([other]).result()[other]
    assert [tag.path for tag in tags if tag.state == "confirmed"] == [("Oma",)]


def test_no_duplicates_are_not_shown_again_until_it_is_undone(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path
) -> None:
    press(page, Qt.Key.Key_N)
    assert sets(page) == ["green.jpg", "red.jpg"]
    qtbot.waitUntil(lambda: not page._decided)
    qtbot.waitUntil(lambda: "Kept as no duplicates" in window.toast.words.text())
    page.refresh()
    qtbot.waitUntil(lambda: not page._request.is_awaited)
    assert sets(page) == ["green.jpg", "red.jpg"]
    window.commands["undo"].trigger()
    qtbot.waitUntil(lambda: sets(page) == ["blue.jpg", "green.jpg", "red.jpg"])
    assert len(list(root.rglob("*.jpg"))) == 7


def test_what_belongs_together_is_shown_and_never_offered(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path
) -> None:
    photos = tuple(row.photo for row in page.sets.rows)
    paths = tuple(row.found.paths[0] for row in page.sets.rows)
    sets_ = [FoundSet(kind, paths, (), offer=False, photos=photos) for kind in ("bracket", "focus-stack", "pair")]
    page._show(FoundSets((*sets_, *(row.found for row in page.sets.rows)), 0))
    assert [row.found.offer for row in page.sets.rows] == [True] * 3 + [False] * 3
    for at in (3, 4, 5):
        page.list.go_to(at)
        assert "belong together" in page.panel.reason.text()
        assert not page.keep.isEnabled()
        assert not page.apart.isEnabled()
        press(page, Qt.Key.Key_Return)
        press(page, Qt.Key.Key_N)
    assert len(page.sets.rows) == 6
    qtbot.waitUntil(lambda: "Nothing of this set" in window.toast.words.text())
    assert all(Path(path).exists() for path in paths)
    assert len(list(root.rglob("*.jpg"))) == 7


def test_reasons_are_always_given(page: DuplicatesPage) -> None:
    for kind in ("same-file", "same-picture", "same-moment", "bracket", "panorama", "focus-stack", "pair"):
        offer = kind in {"same-file", "same-picture"}
        assert reason_line(FoundSet(kind, ("/a.jpg", "/b.jpg"), (), offer, (1, 2), (1, 1)))


def test_space_shows_the_other_picture_at_the_same_place_while_it_is_held(qtbot: QtBot, page: DuplicatesPage) -> None:
    best, other = page.sets.rows[0].found.photos
    assert (page.panel.picture.photo, page.panel.picture.other) == (best, other)
    qtbot.waitUntil(lambda: page.panel.picture._kept.get(other) is not None)
    QTest.keyPress(page.list, Qt.Key.Key_Space)
    assert page.panel.picture.shown == "other"
    assert page.panel.picture.grab().width() > 0
    QTest.keyRelease(page.list, Qt.Key.Key_Space)
    assert page.panel.picture.shown == "photo"


def test_d_shows_the_difference_until_it_is_pressed_again(qtbot: QtBot, page: DuplicatesPage) -> None:
    other = page.sets.rows[0].found.photos[1]
    qtbot.waitUntil(lambda: page.panel.picture._kept.get(other) is not None)
    press(page, Qt.Key.Key_D)
    assert page.panel.picture.shown == "difference"
    middle = page.panel.picture.rect().center()
    qtbot.waitUntil(lambda: page.panel.picture.grab().toImage().pixelColor(middle).value() <= 8)  # equal pictures
    press(page, Qt.Key.Key_Down)
    assert page.panel.picture.shown == "difference"
    press(page, Qt.Key.Key_D)
    assert page.panel.picture.shown == "photo"
    qtbot.waitUntil(lambda: page.panel.picture.grab().toImage().pixelColor(middle).value() > 60)


def test_comparing_leads_back_to_the_set(qtbot: QtBot, window: MainWindow, page: DuplicatesPage) -> None:
    page.list.go_to(1)
    press(page, Qt.Key.Key_C)
    comparing = window.part(CompareController).page
    assert window.pages.current is comparing
    assert set(comparing.compared.shown) == set(page.sets.rows[1].found.photos)
    QTest.keyClick(comparing, Qt.Key.Key_Escape)
    if window.pages.current is comparing:
        window.commands["leave"].trigger()
    assert window.pages.current is page
    assert page.list.row == 1
    window.commands["leave"].trigger()
    assert window.pages.current is window.results
    window.commands["compare"].trigger()
    window.commands["leave"].trigger()
    assert window.pages.current is window.results


def test_the_best_of_all_is_kept_after_a_preview_and_comes_back_as_one_step(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path
) -> None:
    page.all.click()
    question = window.part(DuplicatesController).question
    assert question is not None
    qtbot.waitUntil(lambda: question.plan is not None)
    assert "3 duplicates would go to the bin" in question.words.text()
    assert set(question.paths.stringList()) == {str(root / "sent" / f"{colour}.jpg") for colour in COLOURS}
    question.folder.setCurrentIndex(1)
    qtbot.waitUntil(lambda: question.plan is not None)
    assert len(question.paths.stringList()) == 3
    question.go.click()
    qtbot.waitUntil(lambda: sets(page) == [])
    qtbot.waitUntil(lambda: len(list(root.rglob("*.jpg"))) == 4)
    window.commands["undo"].trigger()  # waits for the step that it is about
    qtbot.waitUntil(lambda: len(list(root.rglob("*.jpg"))) == 7)
    qtbot.waitUntil(lambda: len(page.sets.rows) == 3)


def test_a_preview_that_is_no_longer_needed_is_stopped(
    window: MainWindow, page: DuplicatesPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, stops = session.sets.plan_by_rule, list[Stop]()

    def spy(found: Sequence[FoundSet], rule: KeepRule, below: Sequence[str], *, stop: Stop) -> Future[SetPlan]:
        stops.append(stop)
        return plan(found, rule, below, stop=stop)

    monkeypatch.setattr(session.sets, "plan_by_rule", spy)
    page.all.click()
    question = window.part(DuplicatesController).question
    assert question is not None
    assert [stop() for stop in stops] == [False]
    question.folder.setCurrentIndex(1)
    assert [stop() for stop in stops] == [True, False]
    question.cancel.click()
    assert [stop() for stop in stops] == [True, True]


def test_a_file_that_vanished_costs_only_its_set_and_is_said(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path
) -> None:
    (root / "blue.jpg").unlink()
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(window.notice.isVisible)
    assert "was to stay" in window.notice.message.text()
    assert (root / "sent" / "blue.jpg").exists()
    page.list.go_to([*sets(page)].index("green.jpg"))
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not (root / "sent" / "green.jpg").exists())


def test_a_volume_without_a_bin_says_so_and_nothing_goes(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "data", ignore_errors=True)
    (tmp_path / "data").write_text("no folder")  # the bin can't be made
    before = sets(page)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(window.notice.isVisible)
    qtbot.waitUntil(lambda: sets(page) == before)
    assert len(list(root.rglob("*.jpg"))) == 7


def test_hidden_photos_leave_at_once(qtbot: QtBot, window: MainWindow, page: DuplicatesPage) -> None:
    photos = page.sets.rows[0].found.photos
    withdraw(window.bridge, photos[0])
    assert sets(page) == ["green.jpg", "red.jpg"]
    assert page.panel.picture.photo not in photos


def test_a_set_of_thousands_of_icons_is_a_list_that_paints_what_is_seen(qtbot: QtBot, page: DuplicatesPage) -> None:
    photo = page.sets.rows[0].photo
    paths = tuple(f"/icons/{number}.png" for number in range(5000))
    page._show(FoundSets((FoundSet("same-file", paths, ("equal",), True, (photo,), (300,) * 5000),), 3))
    assert page.panel.files.rowCount() == 5000
    assert "not compared 3 photos yet" in page.head.summary.text()
    assert page.grab().width() > 0
    press(page, Qt.Key.Key_K)
    press(page, Qt.Key.Key_Right)
    assert [row.stays for row in page.panel.files.rows[:2]] == [True, False]


def test_rows_that_stay_keep_their_place(qtbot: QtBot, page: DuplicatesPage) -> None:
    found = [row.found for row in page.sets.rows]
    resets = []
    page.sets.modelReset.connect(lambda: resets.append(1))
    page.sets.show_sets(found[1:])
    page.sets.show_sets(found)
    assert [row.found for row in page.sets.rows] == found
    assert resets == []
    page.sets.show_sets(found[::-1])
    assert [row.found for row in page.sets.rows] == found


def test_if_photon_cannot_restore_files_it_asks_about_each_set(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_bin, "gives_back", lambda: False)
    deciding = window.part(DuplicatesController)
    before = sets(page)
    press(page, Qt.Key.Key_Return)
    question = deciding.asked
    assert question is not None
    assert "1 duplicate" in question.words.text()
    assert "can't bring files back" in question.note.text()
    question.keep.click()
    assert (deciding.asked, sets(page)) == (None, before)
    press(page, Qt.Key.Key_Return)
    assert deciding.asked is not None
    withdraw(window.bridge, 999_999)
    assert (deciding.asked, sets(page)) == (None, before)
    press(page, Qt.Key.Key_Return)
    assert deciding.asked is not None
    deciding.asked.go.click()
    assert sets(page) == before[1:]
    qtbot.waitUntil(lambda: not (root / "sent" / "blue.jpg").exists())
    assert (root / "blue.jpg").exists()


def test_a_set_stays_while_something_else_is_moved(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path
) -> None:
    held, before = HeldMove(), sets(page)
    assert window.part(MoveRunner).run(MoveTask("Renaming photos", 1, held.begin, held.done))
    press(page, Qt.Key.Key_Return)
    assert sets(page) == before
    assert window.toast.words.text() == "Photos are still being moved."
    held.finish()
    qtbot.waitUntil(lambda: not window.part(MoveRunner).is_busy)
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Return)  # each waits for the one before
    assert sets(page) == before[2:]
    qtbot.waitUntil(lambda: len(list(root.rglob("*.jpg"))) == 5)


def test_metadata_set_meanwhile_is_shown(qtbot: QtBot, page: DuplicatesPage, session: Session) -> None:
    photo = page.panel.files.rows[0].photo
    qtbot.waitUntil(lambda: page.panel.files.rows[0].note is not None)
    session.tags.mark([photo], [("Oma",)], "confirmed").result()
    qtbot.waitUntil(lambda: page.panel.files.rows[0].note is not None and page.panel.files.rows[0].note.tags == 1)
    session.captions.write([photo], text="a red tram").result()
    qtbot.waitUntil(lambda: page.panel.files.rows[0].note is not None and page.panel.files.rows[0].note.has_caption)


def test_another_set_asks_once_for_its_pictures(
    qtbot: QtBot, page: DuplicatesPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: not page.panel.picture._request.is_awaited)
    asked: list[list[int]] = []
    previews = session.browsing.previews
    noting = lambda photos, *moments: asked.append(list(photos)) or previews(photos, *moments)  # noqa: E731
    monkeypatch.setattr(session.browsing, "previews", noting)
    page.list.go_to(1)
    both = set(page.sets.rows[1].found.photos)
    assert [set(photos) for photos in asked] == [both]


def test_scrolling_keeps_the_wishes_of_both_lists(page: DuplicatesPage) -> None:
    shown = page._on_screen()
    assert {row.photo for row in page.sets.rows} <= set(shown)
    assert {row.photo for row in page.panel.files.rows} <= set(shown)


def test_of_a_larger_set_each_is_compared_with_the_first(window: MainWindow, page: DuplicatesPage) -> None:
    photos = tuple(window.grid.grid_model.ids)[:5]
    paths = tuple(f"/photos/{photo}.jpg" for photo in photos)
    page._show(FoundSets((FoundSet("same-moment", paths, (), offer=False, photos=photos),), 0))
    press(page, Qt.Key.Key_C)
    comparing = window.part(CompareController).page
    assert window.pages.current is comparing
    assert comparing.compared.is_champion
    assert comparing.compared.place == (1, 4)
    assert comparing.compared.shown[0] == photos[0]
