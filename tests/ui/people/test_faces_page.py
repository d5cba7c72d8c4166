"""Whose faces are these: one answer a key, for all faces of a group, those that are ticked, or those selected."""

from datetime import date

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.people.person_edits import favour_person, name_faces, rename_person, set_birthday, split_faces
from photon.domain import Filter, Query
from photon.ui.loupe.loupe import Loupe
from photon.ui.people.faces_page import FacesPage
from photon.ui.people.people_controller import PeopleController
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key, withdraw
from tests.ui.people.conftest import groups_of
from tests.ui.people.peopled_session import LEFT as FACE
from tests.ui.people.peopled_session import PeopledSession, key_in


def shown(page: FacesPage) -> list[int]:
    """Return the photos of the faces that are shown."""
    return [tile.photo for tile in page.list._tile_rows.rows if tile.kind == "tile"]


def kinds(page: FacesPage) -> list[str]:
    return [tile.kind for tile in page.list._tile_rows.rows]


@pytest.fixture
def review(qtbot: QtBot, controller: PeopleController) -> FacesPage:
    """The review, which asks about the largest group."""
    controller.review()
    qtbot.waitUntil(lambda: shown(controller.faces) == [9, 10, 11, 12])
    return controller.faces


@pytest.fixture
def emma(qtbot: QtBot, controller: PeopleController, family: PeopledSession) -> FacesPage:
    """The page of Emma."""
    controller.show_person(family.key("Emma Smith"))
    qtbot.waitUntil(lambda: shown(controller.faces) == [4, 5, 6, 7, 1, 2, 3])
    return controller.faces


def test_a_name_is_typed_for_each_group_the_largest_first(
    qtbot: QtBot, review: FacesPage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    assert review.head.title.text() == "Who is this?"
    assert review.head.summary.text() == "4 faces · 2 more to ask about"
    assert review.answers.line.hasFocus()
    assert not review.answers.yes.isVisible()
    QTest.keyClicks(review.answers.line, "Zoe")
    QTest.keyClick(review.answers.line, Key.Key_Return)
    qtbot.waitUntil(lambda: family.names_in(9, 10, 11, 12) == ["Zoe"] * 4)
    qtbot.waitUntil(lambda: review.head.title.text() == "Is this Emma Smith?")
    qtbot.waitUntil(lambda: shown(review)[:4] == [4, 5, 6, 7])
    assert review.list.hasFocus()
    qtbot.waitUntil(lambda: not review.answers.typing.is_on)
    QTest.keyClick(review.list, Key.Key_S)
    qtbot.waitUntil(lambda: shown(review) == [13, 14])
    assert review.answers.line.text() == ""
    QTest.keyClick(review.answers.line, Key.Key_Return)  # without a name: skip, back to the one that was skipped first
    qtbot.waitUntil(lambda: shown(review)[:4] == [4, 5, 6, 7])


def test_undo_asks_about_the_same_faces_again(
    qtbot: QtBot, review: FacesPage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    QTest.keyClicks(review.answers.line, "paul")
    qtbot.waitUntil(lambda: review.answers.line.popup is not None and review.answers.line.popup.isVisible())
    QTest.keyClick(review.answers.line, Key.Key_Return)
    qtbot.waitUntil(lambda: family.names_in(9, 10, 11, 12) == ["Paul"] * 4)
    assert len(family.known()) == 3, "the known Paul, no new one"
    qtbot.waitUntil(lambda: review.head.title.text() == "Is this Emma Smith?")
    qtbot.waitUntil(lambda: not review.answers.typing.is_on)
    QTest.keyClick(review.list, Key.Key_U)
    qtbot.waitUntil(lambda: shown(review) == [9, 10, 11, 12])


def test_undo_takes_back_only_what_was_decided_in_this_review(
    qtbot: QtBot, review: FacesPage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    review.list.setFocus()
    qtbot.waitUntil(lambda: not review.answers.undo.isEnabled())
    QTest.keyClick(review.list, Key.Key_U)
    qtbot.waitUntil(lambda: "no decision of this review" in peopled_window.toast.words.text())
    assert "no decision of this review" in review.answers.undo.toolTip()
    QTest.keyClick(review.list, Key.Key_D)
    assert review.answers.undo.isEnabled(), "at once"
    qtbot.waitUntil(lambda: not review.answers.typing.is_on)
    QTest.keyClick(review.list, Key.Key_U)
    qtbot.waitUntil(lambda: shown(review) == [9, 10, 11, 12])
    qtbot.waitUntil(lambda: "no decision of this review" in review.answers.undo.toolTip())
    QTest.keyClick(review.list, Key.Key_U)
    assert family.known()[family.key("Ben")].is_hidden, "the last step before"


def test_undo_takes_back_no_step_of_elsewhere(qtbot: QtBot, review: FacesPage, family: PeopledSession) -> None:
    QTest.keyClick(review.list, Key.Key_D)
    qtbot.waitUntil(lambda: family.faces_in(9) == [])
    family.people.edit(favour_person, family.key("Emma Smith"), on=True).result()
    qtbot.waitUntil(lambda: not review.answers.undo.isEnabled())
    family.undo().result()
    qtbot.waitUntil(review.answers.undo.isEnabled)


def press(page: FacesPage, text: str) -> None:
    """Press keys as a keyboard does: they go to what has the focus."""
    for letter in text:
        QTest.keyClicks(page.window().focusWidget(), letter)


def test_letters_that_are_typed_on_answer_no_question(
    qtbot: QtBot, review: FacesPage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    press(review, "Zoe\r")
    qtbot.waitUntil(lambda: review.head.title.text() == "Is this Emma Smith?")
    press(review, "ysnedul")
    assert review.answers.typing.is_on
    assert review.head.title.text() == "Is this Emma Smith?"
    qtbot.waitUntil(lambda: not review.answers.typing.is_on)
    assert family.names_in(4, 5, 9) == ["Emma Smith?", "Emma Smith?", "Zoe"]
    press(review, "y")
    qtbot.waitUntil(lambda: family.names_in(4, 5) == ["Emma Smith"] * 2)


def test_letters_after_enter_are_no_part_of_the_name(
    qtbot: QtBot, review: FacesPage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    press(review, "Zoe\ry")  # the list of matching names has not arrived
    qtbot.waitUntil(lambda: family.names_in(9) == ["Zoe"])
    assert family.names_in(4, 5) == ["Emma Smith?"] * 2


def test_an_answer_that_fails_is_asked_again(
    qtbot: QtBot, review: FacesPage, family: PeopledSession, peopled_window: MainWindow
) -> None:
    other = family.people.edit(split_faces, [face.key for face in family.faces_in(13)]).result()
    family.people.edit(rename_person, other, "Paul").result()
    QTest.keyClicks(review.answers.line, "Paul")
    QTest.keyClick(review.answers.line, Key.Key_Return, CTRL)
    assert shown(review) != [9, 10, 11, 12]
    qtbot.waitUntil(lambda: "“Paul”" in peopled_window.notice.message.text())
    qtbot.waitUntil(lambda: shown(review) == [9, 10, 11, 12])


def test_unticked_faces_are_left_out(qtbot: QtBot, review: FacesPage, family: PeopledSession) -> None:
    place = review.list.tiles.tick(review.list.visualRect(review.list.model().index(1, 0))).center().toPoint()
    QTest.mouseClick(review.list.viewport(), LEFT, NONE, place)
    assert not review.list.selectedIndexes()
    QTest.keyClicks(review.answers.line, "Zoe")
    QTest.keyClick(review.answers.line, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: family.names_in(9, 10, 11, 12) == ["Zoe", "", "Zoe", "Zoe"])


def test_selected_faces_are_someone_else(qtbot: QtBot, review: FacesPage, family: PeopledSession) -> None:
    assert not review.answers.other.isEnabled()
    review.list.go_to(2)
    assert review.head.summary.text().endswith("1 selected")
    QTest.keyClick(review.list, Key.Key_E)
    assert shown(review) == [9, 10, 12], "at once"
    qtbot.waitUntil(lambda: len(family.known()) == 4)
    qtbot.waitUntil(lambda: len(family.faces_in(11)) == 1)
    (split,) = family.faces_in(11)
    assert (split.state, split.name, split.person in family.known()) == ("confirmed", "", True)


def test_somebody_told_apart_is_named_or_is_one_who_is_known(
    qtbot: QtBot, controller: PeopleController, family: PeopledSession
) -> None:
    key = family.people.edit(split_faces, [face.key for face in family.faces_in(9, 10, 11, 12)]).result()
    controller.review()
    page = controller.faces
    qtbot.waitUntil(lambda: shown(page) == [9, 10, 11, 12])
    assert page.head.title.text() == "Who is this?"
    QTest.keyClicks(page.answers.line, "paul")
    QTest.keyClick(page.answers.line, Key.Key_Return)
    qtbot.waitUntil(lambda: key not in family.known())
    assert family.names_in(9, 10, 11, 12) == ["Paul"] * 4


def test_what_is_no_face_goes(qtbot: QtBot, review: FacesPage, family: PeopledSession) -> None:
    QTest.keyClick(review.list, Key.Key_D)
    qtbot.waitUntil(lambda: family.faces_in(9, 10, 11, 12) == [])
    qtbot.waitUntil(lambda: review.head.title.text() == "Is this Emma Smith?")


def test_the_page_of_a_person_says_when_they_were_born(qtbot: QtBot, emma: FacesPage, family: PeopledSession) -> None:
    assert emma.head.summary.text() == "4 to check"
    family.people.edit(set_birthday, family.key("Emma Smith"), date(2019, 5, 7)).result()
    qtbot.waitUntil(lambda: emma.head.summary.text() == "born 7 May 2019 · 4 to check")
    family.people.edit(name_faces, [key_in(photo) for photo in (4, 5, 6, 7)], "Emma Smith").result()
    qtbot.waitUntil(lambda: emma.head.summary.text() == "born 7 May 2019 · Is a face wrong? Select it first.")


def test_the_page_of_a_person_has_the_line_between_sure_and_less_sure(
    qtbot: QtBot, emma: FacesPage, family: PeopledSession
) -> None:
    assert kinds(emma) == ["tile", "tile", "line", "tile", "tile", "text", "tile", "tile", "tile"]
    assert emma.head.title.text() == "Emma Smith"
    assert emma.answers.yes.text() == "Yes, all 2"
    emma.list.setFocus()
    emma.list.setCurrentIndex(emma.list.model().index(3, 0))
    QTest.keyClick(emma.list, Key.Key_L)
    emma.list.clearSelection()
    assert emma.answers.yes.text() == "Yes, all 3"
    QTest.keyClick(emma.list, Key.Key_Y)
    assert shown(emma) == [7, 1, 2, 3], "at once"
    qtbot.waitUntil(lambda: family.names_in(4, 5, 6) == ["Emma Smith"] * 3)
    qtbot.waitUntil(lambda: shown(emma) == [7, 1, 2, 3, 4, 5, 6])
    QTest.keyClick(emma.list, Key.Key_U)
    qtbot.waitUntil(lambda: shown(emma) == [4, 5, 6, 7, 1, 2, 3])


def test_selected_faces_are_not_the_person(qtbot: QtBot, emma: FacesPage, family: PeopledSession) -> None:
    emma.list.go_to(6)  # a confirmed one
    assert emma.answers.no.text() == "Not Emma Smith"
    QTest.keyClick(emma.list, Key.Key_N)
    qtbot.waitUntil(lambda: family.names_in(1) == ["", "Paul"])
    qtbot.waitUntil(lambda: shown(emma) == [4, 5, 6, 7, 2, 3])


def test_the_page_of_a_person_leads_to_the_photos(
    qtbot: QtBot, controller: PeopleController, family: PeopledSession, peopled_window: MainWindow
) -> None:
    controller.show_person(family.key("Paul"))
    page = controller.faces
    qtbot.waitUntil(lambda: page.head.title.text() == "Paul" and page.answers.photos.isVisible())
    page.answers.photos.click()
    assert peopled_window.part(SearchBar).query() == Query((Filter("person", "Paul"),))
    assert page.isHidden()


def test_a_name_is_only_typed_for_faces_that_are_meant(
    qtbot: QtBot, emma: FacesPage, peopled_window: MainWindow
) -> None:
    emma.list.setFocus()
    assert emma.answers.line.isEnabled(), "for what is suggested"
    emma._move_line(0)
    assert not emma.answers.line.isEnabled()
    QTest.keyClick(emma.list, Key.Key_A, CTRL)
    assert emma.answers.line.isEnabled()
    emma.answers.line.setFocus()
    emma.list.clearSelection()
    assert emma.list.hasFocus()


def test_the_list_of_names_goes_with_its_question(qtbot: QtBot, review: FacesPage, peopled_window: MainWindow) -> None:
    QTest.keyClicks(review.answers.line, "pau")
    qtbot.waitUntil(lambda: review.answers.line.popup is not None and review.answers.line.popup.isVisible())
    review.answers.skip.click()
    assert review.answers.line.popup is not None
    assert review.answers.line.popup.isHidden()


def test_escape_ends_the_selection_before_it_leaves(
    qtbot: QtBot, emma: FacesPage, peopled_window: MainWindow, controller: PeopleController
) -> None:
    emma.list.go_to(0)
    QTest.keyClick(emma.list, Key.Key_Escape)
    assert not emma.list.selectedIndexes()
    assert peopled_window.pages.current is emma
    QTest.keyClick(emma.list, Key.Key_Escape)
    assert peopled_window.pages.current is controller.page


def test_space_opens_the_photo_and_leads_back(qtbot: QtBot, emma: FacesPage, peopled_window: MainWindow) -> None:
    emma.list.setFocus()
    emma.list.go_to(4)
    QTest.keyClick(emma.list, Key.Key_Space)
    loupe = peopled_window.part(Loupe)
    assert loupe.current == 7
    QTest.keyClick(loupe, Key.Key_Escape)
    assert peopled_window.pages.current is emma


def test_other_letters_act_on_no_photo(qtbot: QtBot, emma: FacesPage, peopled_window: MainWindow) -> None:
    for key in (Key.Key_5, Key.Key_P, Key.Key_T, Key.Key_B):
        QTest.keyClick(emma.list, key)
    assert peopled_window.pages.current is emma
    assert all(card.rating == 0 for card in peopled_window.session.browsing.cards(range(1, 25)).result().values())


def test_a_hidden_photo_goes_at_once(emma: FacesPage, peopled_window: MainWindow) -> None:
    withdraw(peopled_window.bridge, 4, 2)
    assert shown(emma) == [5, 6, 7, 1, 3]


def test_faces_that_arrive_move_nothing(qtbot: QtBot, review: FacesPage, family: PeopledSession) -> None:
    review.list.go_to(1)
    more = range(15, 22)
    family.find({photo: [FACE] for photo in more})
    family.guess(groups_of(4) | {key_in(photo): (50, "", 0.0) for photo in more})
    qtbot.waitUntil(lambda: "2 more to ask about" in review.head.summary.text())
    assert shown(review) == [9, 10, 11, 12]
    assert [index.row() for index in review.list.selectedIndexes()] == [1]


def test_at_the_end_everybody_has_a_name(qtbot: QtBot, controller: PeopleController, family: PeopledSession) -> None:
    family.guess({})
    controller.review()
    qtbot.waitUntil(lambda: controller.faces.pages.currentIndex() == 1)
    assert not controller.faces.answers.line.isVisible()
