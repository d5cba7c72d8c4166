"""The page of problem files with real keys and clicks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from photon.domain import Problem, ProblemKind
from photon.ui.kit.bridge import Bridge
from photon.ui.metadata import problem_list as problem_list_module
from photon.ui.metadata.problem_list import ProblemList
from photon.ui.metadata.problem_rows import KINDS, SHOWN_OF_A_KIND, ProblemRow
from photon.ui.photos.thumbnails import Thumbnails
from tests.ui.fake_session import FakeSession

LEFT = Qt.MouseButton.LeftButton
DAMAGED = [
    Problem(f"/p/broken-{number}.jpg", "damaged", "The file ends early.", "Copy it again.") for number in range(3)
]
EMPTY = Problem("/p/empty.jpg", "empty", "The file is empty.")
FILMS = [Problem(f"/p/film-{number}.mp4", "video", "A film.") for number in range(5)]


@pytest.fixture
def page(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> ProblemList:
    made = ProblemList(session, bridge, Thumbnails(session, bridge, bridge))
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def full(qtbot: QtBot, page: ProblemList, session: FakeSession) -> ProblemList:
    """A session with three damaged files, an empty one and five videos."""
    session.fail(*FILMS, EMPTY, *DAMAGED)
    qtbot.waitUntil(lambda: len(page.problems.groups) == 3)
    return page


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Record what a file manager was asked to show."""
    heard: list[object] = []
    monkeypatch.setattr(problem_list_module, "show_files", lambda paths, _owner, _complain: heard.append(paths))
    monkeypatch.setattr(problem_list_module, "open_folder", lambda folder, _complain: heard.append(folder))
    return heard


def at(page: ProblemList, kind: ProblemKind, problem: Problem | None = None) -> int:
    """The row of a heading, or of a problem."""
    return page.problems.place_of(ProblemRow(kind, problem))


def click(page: ProblemList, row: int) -> None:
    QTest.mouseClick(page.list.viewport(), LEFT, pos=place(page, row).center())


def place(page: ProblemList, row: int) -> QRect:
    return page.list.visualRect(page.problems.index(row))


def chosen(page: ProblemList) -> list[Problem | None]:
    return [row.problem for row in page.chosen]


def folded(page: ProblemList) -> list[bool]:
    return [row.is_folded for row in page.problems.rows if row.problem is None]


def test_without_problems_the_page_says_so(qtbot: QtBot, page: ProblemList) -> None:
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 1)
    texts = [label.text() for label in page.pages.currentWidget().findChildren(QLabel)]
    assert "No problems" in texts
    assert page.copy_button.isHidden()


def test_problems_are_grouped(full: ProblemList) -> None:
    assert {kind: len(problems) for kind, problems in full.problems.groups.items()} == {
        "damaged": 3, "empty": 1, "video": 5,
    }  # fmt: skip
    assert folded(full) == [False, False, False]
    assert full.head.summary.text() == "9 files. Photon leaves them unchanged."
    texts = [full.problems.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 2, 6)]
    told = "/p/broken-1.jpg\nThe file ends early. Copy it again."
    assert texts == ["Damaged, 3, expanded", told, "Videos, 5, expanded"]


def test_every_kind_has_a_title_and_a_sentence() -> None:
    assert set(KINDS) == set(ProblemKind.__args__)  # type: ignore[attr-defined]
    assert all(kind.title and kind.sentence.endswith(".") for kind in KINDS.values())


def test_rows_have_space_for_their_text(full: ProblemList) -> None:
    heights = [place(full, row).height() for row in (at(full, "damaged", DAMAGED[0]), at(full, "empty", EMPTY))]
    assert heights[0] > heights[1], "the hint needs a line of its own"
    image = full.list.viewport().grab().toImage()
    assert not image.isNull()


def test_a_click_folds_a_group_and_it_stays_folded_when_problems_arrive(
    qtbot: QtBot, full: ProblemList, session: FakeSession
) -> None:
    click(full, at(full, "damaged"))
    assert folded(full) == [True, False, False]
    assert at(full, "damaged", DAMAGED[0]) < 0
    click(full, at(full, "video"))
    assert folded(full) == [True, False, True]
    session.fail(Problem("/p/new.jpg", "damaged", "The file ends early."))
    qtbot.waitUntil(lambda: len(full.problems.groups["damaged"]) == 4)
    assert folded(full) == [True, False, True]


def test_selection_survives_new_problems(qtbot: QtBot, full: ProblemList, session: FakeSession) -> None:
    click(full, at(full, "damaged", DAMAGED[2]))
    assert chosen(full) == [DAMAGED[2]]
    session.fail(Problem("/a.jpg", "unreadable", "You may not read it."))
    qtbot.waitUntil(lambda: len(full.problems.groups) == 4)
    assert chosen(full) == [DAMAGED[2]]


def test_the_list_stays_where_it_is_scrolled_to(qtbot: QtBot, page: ProblemList, session: FakeSession) -> None:
    some = [Problem(f"/p/{number}.jpg", kind, "It ended.") for kind in ("damaged", "empty") for number in range(900)]  # type: ignore[arg-type]
    session.fail(*some)
    qtbot.waitUntil(lambda: len(page.problems.rows) == 1802)
    bar = page.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 80_000)
    bar.setValue(70_000)
    session.fail(Problem("/p/new.jpg", "damaged", "It ended."))
    qtbot.waitUntil(lambda: len(page.problems.rows) == 1803)
    assert page.list.shown_rows().start > 1000
    assert bar.value() == 70_000


def test_the_file_is_shown_by_button_double_click_and_enter(full: ProblemList, shown: list[object]) -> None:
    assert not full.show_button.isEnabled()
    click(full, at(full, "damaged", DAMAGED[1]))
    QTest.mouseClick(full.show_button, LEFT)
    point = place(full, at(full, "damaged", DAMAGED[0])).center()
    QTest.mouseClick(full.list.viewport(), LEFT, pos=point)
    QTest.mouseDClick(full.list.viewport(), LEFT, pos=point)
    QTest.keyClick(full.list, Qt.Key.Key_Return)
    assert shown == [["/p/broken-1.jpg"], ["/p/broken-0.jpg"], ["/p/broken-0.jpg"]]


def test_a_file_that_cannot_be_named_opens_its_folder(
    qtbot: QtBot, page: ProblemList, session: FakeSession, shown: list[object]
) -> None:
    gone, named = Problem("/q/gone.jpg", "vanished", "It went away."), Problem("/r/caf\\xe9.jpg", "damaged", "Broken.")
    session.fail(gone, named)
    qtbot.waitUntil(lambda: len(page.problems.groups) == 2)
    for problem in (named, gone):
        click(page, at(page, problem.kind, problem))
        page.show_in_folder()
    assert shown == [str(Path("/r")), str(Path("/q"))]


def test_the_list_is_copied_as_text(full: ProblemList) -> None:
    QTest.mouseClick(full.copy_button, LEFT)
    text = QGuiApplication.clipboard().text()
    assert "Damaged (3): " in text
    assert "  /p/broken-2.jpg: The file ends early. Copy it again.\n" in text
    assert "/p/film-4.mp4" in text
    click(full, at(full, "empty", EMPTY))
    QTest.keyClick(full.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "/p/empty.jpg: The file is empty."


def test_rescanning_starts_once(qtbot: QtBot, full: ProblemList, session: FakeSession) -> None:
    QTest.mouseClick(full.again_button, LEFT)
    QTest.mouseClick(full.again_button, LEFT)
    assert session.rescans == 1


@pytest.mark.parametrize("by_key", [True, False])
def test_the_page_can_be_left(qtbot: QtBot, full: ProblemList, *, by_key: bool) -> None:
    with qtbot.waitSignal(full.closed):
        if by_key:
            QTest.keyClick(full.list, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(full.head.back, LEFT)


def test_keys_move_and_fold(full: ProblemList) -> None:
    full.setFocus()
    full.list.go_to(at(full, "video"))
    for is_folded in (True, False):
        QTest.keyClick(full.list, Qt.Key.Key_Return)
        assert folded(full) == [False, False, is_folded]
    QTest.keyClick(full.list, Qt.Key.Key_Right)
    assert chosen(full) == [FILMS[0]]
    QTest.keyClick(full.list, Qt.Key.Key_Left)
    assert full.list.row == at(full, "video")
    QTest.keyClick(full.list, Qt.Key.Key_Left)
    assert folded(full) == [False, False, True]
    QTest.keyClick(full.list, Qt.Key.Key_Up)
    assert chosen(full) == [EMPTY]


def test_the_context_menu(qtbot: QtBot, full: ProblemList, shown: list[object]) -> None:
    click(full, at(full, "empty", EMPTY))
    full.list.customContextMenuRequested.emit(QPoint(50, 50))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    show = next(action for action in menu.actions() if action.text() == "Show in folder")
    menu.close()
    show.trigger()
    assert shown == [["/p/empty.jpg"]]


def test_of_many_videos_the_first_are_listed_and_all_are_copied(
    qtbot: QtBot, page: ProblemList, session: FakeSession
) -> None:
    session.fail(*(Problem(f"/p/{number}.mp4", "video", "A film.") for number in range(20_000)))
    qtbot.waitUntil(lambda: len(page.problems.groups) == 1)
    assert len(page.problems.rows) == 1 + SHOWN_OF_A_KIND
    page.copy_list()
    assert QGuiApplication.clipboard().text().count(".mp4") == 20_000


def test_a_hidden_page_requests_nothing_and_is_updated_when_shown(
    qtbot: QtBot, full: ProblemList, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.hide()
    asked: list[int] = []
    before = session.browsing.problems
    monkeypatch.setattr(session, "problems", lambda: (asked.append(1), before())[1])
    session.fail(Problem("/p/later.jpg", "empty", "The file is empty."))
    qtbot.wait(600)
    assert asked == []
    full.show()
    qtbot.waitUntil(lambda: len(full.problems.groups["empty"]) == 2)


def test_texts_of_the_group_are_not_repeated(qtbot: QtBot, page: ProblemList, session: FakeSession) -> None:
    same, other = KINDS["unsupported"].sentence, "Photon can't read this format and skipped it."
    some = Problem("/p/a.xyz", "unsupported", same, "Save it."), Problem("/p/b", "unsupported", other, "Save it.")
    session.fail(*some)
    qtbot.waitUntil(lambda: len(page.problems.groups) == 1)
    short, long = (place(page, at(page, "unsupported", one)).height() for one in some)
    assert short < long
