"""The page of problem files with real keys and clicks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from photon.domain import Problem, ProblemKind
from photon.ui.kit.bridge import Bridge
from photon.ui.metadata import problem_list as problem_list_module
from photon.ui.metadata.problem_list import GOOD, ProblemList
from photon.ui.metadata.problem_tree import KINDS, SHOWN_OF_A_KIND
from tests.ui.fake_session import FakeSession

LEFT = Qt.MouseButton.LeftButton
DAMAGED = [
    Problem(f"/p/broken-{number}.jpg", "damaged", "The file ends early.", "Copy it again.") for number in range(3)
]
EMPTY = Problem("/p/empty.jpg", "empty", "The file is empty.")
FILMS = [Problem(f"/p/film-{number}.mp4", "video", "A film.") for number in range(5)]


@pytest.fixture
def page(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> ProblemList:
    made = ProblemList(session, bridge)
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def full(qtbot: QtBot, page: ProblemList, session: FakeSession) -> ProblemList:
    """A session with three damaged files, an empty one and five videos."""
    session.fail(*FILMS, EMPTY, *DAMAGED)
    qtbot.waitUntil(lambda: len(page.tree.groups) == 3)
    return page


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Record what a file manager was asked to show."""
    heard: list[object] = []
    monkeypatch.setattr(problem_list_module, "show_files", lambda paths, _owner, _complain: heard.append(paths))
    monkeypatch.setattr(problem_list_module, "open_folder", lambda folder, _complain: heard.append(folder))
    return heard


def at(page: ProblemList, group: int, problem: int | None = None) -> QModelIndex:
    head = page.tree.index(group, 0)
    return head if problem is None else page.tree.index(problem, 0, head)


def click(page: ProblemList, index: QModelIndex) -> None:
    QTest.mouseClick(page.view.viewport(), LEFT, pos=page.view.visualRect(index).center())


def test_without_problems_the_page_says_so(qtbot: QtBot, page: ProblemList) -> None:
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 1)
    texts = [label.text() for label in page.pages.currentWidget().findChildren(QLabel)]
    assert GOOD in texts
    assert page.copy_button.isHidden()


def test_problems_are_grouped_and_videos_are_folded(full: ProblemList) -> None:
    assert [(group.kind, len(group.problems)) for group in full.tree.groups] == [
        ("damaged", 3), ("empty", 1), ("video", 5),
    ]  # fmt: skip
    assert [full.view.isExpanded(at(full, group)) for group in range(3)] == [True, True, False]
    assert full.head.summary.text() == "4 files and 5 videos. Photon leaves them unchanged."
    assert full.tree.data(at(full, 0)) == "Damaged, 3"
    assert full.tree.data(at(full, 0, 1)) == "/p/broken-1.jpg\nThe file ends early. Copy it again."


def test_every_kind_has_a_title_and_a_sentence() -> None:
    assert set(KINDS) == set(ProblemKind.__args__)  # type: ignore[attr-defined]
    assert all(kind.title and kind.sentence.endswith(".") for kind in KINDS.values())


def test_rows_have_space_for_their_text(full: ProblemList) -> None:
    heights = [full.view.visualRect(index).height() for index in (at(full, 0, 0), at(full, 1, 0))]
    assert heights[0] > heights[1], "the hint needs a line of its own"
    image = full.view.viewport().grab().toImage()
    assert not image.isNull()


def test_a_click_folds_a_group_and_it_stays_folded_when_problems_arrive(
    qtbot: QtBot, full: ProblemList, session: FakeSession
) -> None:
    click(full, at(full, 0))
    assert not full.view.isExpanded(at(full, 0))
    click(full, at(full, 2))
    assert full.view.isExpanded(at(full, 2))
    session.fail(Problem("/p/new.jpg", "damaged", "The file ends early."))
    qtbot.waitUntil(lambda: len(full.tree.groups[0].problems) == 4)
    assert [full.view.isExpanded(at(full, group)) for group in range(3)] == [False, True, True]


def test_selection_survives_new_problems(qtbot: QtBot, full: ProblemList, session: FakeSession) -> None:
    click(full, at(full, 0, 2))
    assert full.chosen == [DAMAGED[2]]
    session.fail(Problem("/a.jpg", "unreadable", "You may not read it."))
    qtbot.waitUntil(lambda: len(full.tree.groups) == 4)
    assert full.chosen == [DAMAGED[2]]


def test_the_file_is_shown_by_button_double_click_and_enter(full: ProblemList, shown: list[object]) -> None:
    assert not full.show_button.isEnabled()
    click(full, at(full, 0, 1))
    QTest.mouseClick(full.show_button, LEFT)
    place = full.view.visualRect(at(full, 0, 0)).center()
    QTest.mouseClick(full.view.viewport(), LEFT, pos=place)
    QTest.mouseDClick(full.view.viewport(), LEFT, pos=place)
    QTest.keyClick(full.view, Qt.Key.Key_Return)
    assert shown == [["/p/broken-1.jpg"], ["/p/broken-0.jpg"], ["/p/broken-0.jpg"]]


def test_a_file_that_cannot_be_named_opens_its_folder(
    qtbot: QtBot, page: ProblemList, session: FakeSession, shown: list[object]
) -> None:
    session.fail(
        Problem("/q/gone.jpg", "vanished", "It went away."), Problem("/r/caf\\xe9.jpg", "damaged", "It is broken.")
    )
    qtbot.waitUntil(lambda: len(page.tree.groups) == 2)
    for group in (0, 1):
        click(page, at(page, group, 0))
        page.show_in_folder()
    assert shown == [str(Path("/r")), str(Path("/q"))]


def test_the_list_is_copied_as_text(full: ProblemList) -> None:
    QTest.mouseClick(full.copy_button, LEFT)
    text = QGuiApplication.clipboard().text()
    assert "Damaged (3): " in text
    assert "  /p/broken-2.jpg: The file ends early. Copy it again.\n" in text
    assert "/p/film-4.mp4" in text
    click(full, at(full, 1, 0))
    QTest.keyClick(full.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "/p/empty.jpg: The file is empty."


def test_rescanning_starts_once(qtbot: QtBot, full: ProblemList, session: FakeSession) -> None:
    QTest.mouseClick(full.again_button, LEFT)
    QTest.mouseClick(full.again_button, LEFT)
    assert session.rescans == 1


@pytest.mark.parametrize("by_key", [True, False])
def test_the_page_can_be_left(qtbot: QtBot, full: ProblemList, *, by_key: bool) -> None:
    with qtbot.waitSignal(full.closed):
        if by_key:
            QTest.keyClick(full.view, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(full.head.back, LEFT)


def test_keys_move_and_fold(full: ProblemList) -> None:
    full.setFocus()
    full.view.setCurrentIndex(at(full, 2))
    QTest.keyClick(full.view, Qt.Key.Key_Return)
    assert full.view.isExpanded(at(full, 2))
    QTest.keyClick(full.view, Qt.Key.Key_Left)
    assert not full.view.isExpanded(at(full, 2))
    QTest.keyClick(full.view, Qt.Key.Key_Up)
    assert full.chosen == [EMPTY]


def test_the_context_menu(qtbot: QtBot, full: ProblemList, shown: list[object]) -> None:
    click(full, at(full, 1, 0))
    full.view.customContextMenuRequested.emit(QPoint(50, 50))
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
    qtbot.waitUntil(lambda: len(page.tree.groups) == 1)
    assert page.tree.rowCount(at(page, 0)) == SHOWN_OF_A_KIND
    page.copy_list()
    assert QGuiApplication.clipboard().text().count(".mp4") == 20_000


def test_a_hidden_page_requests_nothing_and_is_updated_when_shown(
    qtbot: QtBot, full: ProblemList, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.hide()
    asked: list[int] = []
    before = session.problems
    monkeypatch.setattr(session, "problems", lambda: (asked.append(1), before())[1])
    session.fail(Problem("/p/later.jpg", "empty", "The file is empty."))
    qtbot.wait(600)
    assert asked == []
    full.show()
    qtbot.waitUntil(lambda: len(full.tree.groups[1].problems) == 2)


def test_texts_of_the_group_are_not_repeated(qtbot: QtBot, page: ProblemList, session: FakeSession) -> None:
    same, other = KINDS["unsupported"].sentence, "Photon can't read this format and skipped it."
    session.fail(
        Problem("/p/a.xyz", "unsupported", same, "Save it."), Problem("/p/b", "unsupported", other, "Save it.")
    )
    qtbot.waitUntil(lambda: len(page.tree.groups) == 1)
    short, long = (page.view.visualRect(at(page, 0, row)).height() for row in range(2))
    assert short < long
