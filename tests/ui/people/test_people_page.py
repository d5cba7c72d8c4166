"""The page of all people: who is listed, in which order, and what can be done with them."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from photon.app.people.people import PeopleState
from photon.domain import Filter
from photon.ui.people.people_controller import PeopleController
from photon.ui.people.people_page import PeoplePage
from photon.ui.people.person_acts import PersonActs
from photon.ui.people.person_questions import BirthdayQuestion, NameQuestion
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, Key, asked, withdraw
from tests.ui.people.peopled_session import PeopledSession
from tests.ui.window.test_accessibility import faults


def names(page: PeoplePage) -> list[str]:
    return [tile.name for tile in page.list._tile_rows.rows]


@pytest.fixture
def page(qtbot: QtBot, controller: PeopleController) -> PeoplePage:
    controller.open()
    qtbot.waitUntil(lambda: len(names(controller.page)) == 6)
    return controller.page


def go_to(page: PeoplePage, name: str) -> None:
    page.list.go_to(names(page).index(name))


def menu_of(page: PeoplePage, name: str) -> dict[str, object]:
    """Open the menu of a person from the keyboard, and return its actions by their texts."""
    go_to(page, name)
    page.list.customContextMenuRequested.emit(page.list.visualRect(page.list.currentIndex()).center())
    menus = page.window().findChildren(QMenu)
    return {action.text(): action for menu in menus if menu.isVisible() for action in menu.actions()}


def test_favourites_come_first_and_hidden_people_are_behind_a_fold(qtbot: QtBot, page: PeoplePage) -> None:
    assert names(page) == ["Paul", "Emma Smith", "Who is this?", "Who is this?", "Who is this?", "Hidden"]
    tiles = page.list._tile_rows.rows
    assert [tile.detail for tile in tiles] == [
        "2 photos", "3 photos · 4 to check", "2 groups", "4 faces", "2 faces", "1 person",
    ]  # fmt: skip
    assert page.head.summary.text() == "2 people · 16 faces · 10 photos left to look at"
    page.list.go_to(5)
    QTest.keyClick(page.list, Key.Key_Return)
    assert names(page)[-2:] == ["Hidden", "Ben"]
    QTest.keyClick(page.list, Key.Key_Return)
    assert names(page)[-1] == "Hidden"


def test_before_it_is_started_one_button_says_what_it_does(
    qtbot: QtBot, peopled_window: MainWindow, family: PeopledSession, controller: PeopleController
) -> None:
    family.people.delete_all(names=True).result()
    controller.open()
    page = controller.page
    qtbot.waitUntil(page.start.isVisible)
    assert not page.review.isVisible()
    assert not page.more.isVisible()
    page.start.click()
    qtbot.waitUntil(lambda: page.head.summary.text() == "24 photos left to look at")
    assert family.people.state().result().is_on
    assert not page.start.isVisible()


def test_a_reason_why_nothing_goes_on_is_shown(
    qtbot: QtBot, page: PeoplePage, family: PeopledSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = Future[PeopleState]()
    state.set_result(PeopleState(is_on=True, note="The face model is missing. Reinstall Photon."))
    monkeypatch.setattr(family.people, "state", lambda: state)
    page.refresh()
    qtbot.waitUntil(lambda: "The face model is missing" in page.head.summary.text())


def test_the_menu_edits_a_person_and_undo_brings_it_back(
    qtbot: QtBot, page: PeoplePage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    actions = menu_of(page, "Emma Smith")
    assert list(actions) == [
        "Show faces", "Show photos", "Rename…\tF2", "Merge into…", "Add to favourites", "Set birthday…",
        "Hide this person", "Forget this person",
    ]  # fmt: skip
    actions["Hide this person"].trigger()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: family.known()[family.key("Emma Smith")].is_hidden)
    qtbot.waitUntil(lambda: "Emma Smith" not in names(page))
    peopled_window.parts.undo()
    qtbot.waitUntil(lambda: "Emma Smith" in names(page))
    menu_of(page, "Emma Smith")["Forget this person"].trigger()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "Emma Smith" not in [one.name for one in family.known().values()])


def test_a_person_is_renamed_or_merged_with_one_of_the_list(
    qtbot: QtBot, page: PeoplePage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    acts = peopled_window.part(PersonActs)
    go_to(page, "Emma Smith")
    QTest.keyClick(page.list, Key.Key_F2)
    question = acts.question
    assert isinstance(question, NameQuestion)
    question.line.setText("Emma Jones")
    QTest.keyClick(question.line, Key.Key_Return)
    qtbot.waitUntil(lambda: "Emma Jones" in [one.name for one in family.known().values()])
    qtbot.waitUntil(lambda: "Emma Jones" in names(page))
    go_to(page, "Emma Jones")
    QTest.keyClick(page.list, Key.Key_F2)
    question = acts.question
    assert isinstance(question, NameQuestion)
    question.line.clear()
    QTest.keyClicks(question.line, "pau")
    QTest.keyClick(question.line, Key.Key_Return)  # before the list has arrived: the same person is meant
    qtbot.waitUntil(lambda: sorted(one.name for one in family.known().values()) == ["Ben", "Paul"])
    assert family.names_in(1, 2, 3) == ["Paul"] * 5


def test_whom_to_merge_with_is_chosen_from_a_list(
    qtbot: QtBot, page: PeoplePage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    menu_of(page, "Emma Smith")["Merge into…"].trigger()  # type: ignore[attr-defined]
    question = peopled_window.part(PersonActs).question
    assert isinstance(question, NameQuestion)
    qtbot.waitUntil(lambda: question.line.popup is not None and question.line.popup.isVisible())
    assert [question.line.popup.item(row).text() for row in range(2)] == ["Paul   2 photos", "Emma Smith   3 photos"]
    QTest.keyClicks(question.line, "nobody")
    qtbot.waitUntil(lambda: question.line.popup.count() == 0)
    QTest.keyClick(question.line, Key.Key_Return, CTRL)
    assert question.isVisible(), "only somebody who is known can be chosen"
    question.line.clear()
    question.line.offer_all()
    qtbot.waitUntil(lambda: question.line.popup.count() == 2)
    QTest.keyClick(question.line, Key.Key_Return)
    qtbot.waitUntil(lambda: sorted(one.name for one in family.known().values()) == ["Ben", "Paul"])


def test_a_birthday_must_be_a_day_of_the_past(
    qtbot: QtBot, page: PeoplePage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    peopled_window.part(PersonActs).ask_birthday(family.known()[family.key("Emma Smith")])
    question = peopled_window.part(PersonActs).question
    assert isinstance(question, BirthdayQuestion)
    for wrong in ("soon", "2999-01-01", "2019-02-30"):
        question.line.setText(wrong)
        QTest.keyClick(question.line, Key.Key_Return)
        assert question.mistake.text() == "That is no day in the past. Type it like 2019-05-31."
    question.line.setText("2019-02-28")
    QTest.keyClick(question.line, Key.Key_Return)
    qtbot.waitUntil(lambda: str(family.known()[family.key("Emma Smith")].birthday) == "2019-02-28")


def test_photos_of_a_person_are_searched_by_name(page: PeoplePage, peopled_window: MainWindow) -> None:
    menu_of(page, "Emma Smith")["Show photos"].trigger()  # type: ignore[attr-defined]
    assert asked(peopled_window.part(SearchBar)) == {Filter("person", "Emma Smith")}
    assert peopled_window.pages.current is peopled_window.results


@pytest.mark.parametrize(
    ("answer", "left"), [("Keep", (16, 3)), ("Delete face data", (0, 3)), ("Delete names, too", (0, 0))]
)
def test_all_face_data_is_deleted_only_after_a_question(
    qtbot: QtBot,
    page: PeoplePage,
    family: PeopledSession,
    peopled_window: MainWindow,
    answer: str,
    left: tuple[int, int],
) -> None:
    acts = page._acts
    acts.ask_delete()
    box = acts.question
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == answer).click()
    qtbot.waitUntil(lambda: (family.people.state().result().faces, len(family.known())) == left)


def test_a_person_whose_cover_is_hidden_goes_at_once(page: PeoplePage, peopled_window: MainWindow) -> None:
    withdraw(peopled_window.bridge, 9, 10)
    assert names(page) == ["Paul", "Emma Smith", "Who is this?", "Who is this?", "Hidden"]


def test_every_part_has_a_name_for_screen_readers(
    qtbot: QtBot, page: PeoplePage, controller: PeopleController, peopled_window: MainWindow
) -> None:
    assert faults(peopled_window) == []
    spoken = [page.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(6)]
    assert spoken[:3] == ["Paul, 2 photos", "Emma Smith, 3 photos · 4 to check", "Who is this?, 2 groups"]
    controller.review()
    qtbot.waitUntil(lambda: controller.faces.subject.size == 4)
    assert faults(peopled_window) == []
    controller.show_person(controller.page._people[0].person.key)
    qtbot.waitUntil(lambda: controller.faces.head.title.text() == "Paul")
    assert faults(peopled_window) == []
