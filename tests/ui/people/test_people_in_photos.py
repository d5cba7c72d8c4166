"""People of a photo in the loupe and in the details: shown, named in place, drawn, and taken back."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from photon.app.people.person_edits import set_birthday
from photon.domain import Region
from photon.ui.loupe.loupe import Loupe
from photon.ui.people.face_boxes import LoupeFaces
from photon.ui.people.name_chip import NameChip
from photon.ui.people.people_controller import PeopleController
from photon.ui.people.people_section import PeopleSection
from photon.ui.people.person_acts import PersonActs
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, SHIFT, Key, click, withdraw
from tests.ui.people.peopled_session import RIGHT, PeopledSession, key_in


def row_of(window: MainWindow, photo: int) -> int:
    return window.grid.grid_model.row_of(photo)


@pytest.fixture
def loupe(qtbot: QtBot, peopled_window: MainWindow, controller: PeopleController) -> LoupeFaces:
    """The loupe with photo 1, in which Emma and Paul are."""
    peopled_window.grid.setFocus()
    click(peopled_window, row_of(peopled_window, 1))
    QTest.keyClick(peopled_window.grid, Key.Key_Return)
    qtbot.waitUntil(lambda: len(controller.loupe.boxes.faces) == 2)
    qtbot.waitUntil(lambda: peopled_window.part(Loupe).view.photo_rect().width() > 50)
    return controller.loupe


@pytest.fixture
def section(controller: PeopleController) -> PeopleSection:
    return controller.section


def names(faces: LoupeFaces) -> list[str]:
    return [chip.text() for chip in faces.boxes.chips if chip.isVisible()]


def menu_of(window: MainWindow, chip: NameChip) -> dict[str, QAction]:
    chip.menu_wanted.emit(chip.mapToGlobal(chip.rect().center()))
    menus = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    return {action.text(): action for menu in menus for action in menu.actions()}


def test_names_are_shown_by_a_command_and_under_the_pointer(peopled_window: MainWindow, loupe: LoupeFaces) -> None:
    assert names(loupe) == []
    QTest.keyClick(peopled_window.part(Loupe), Key.Key_O, SHIFT)
    assert sorted(names(loupe)) == ["Emma Smith", "Paul"]
    QTest.keyClick(peopled_window.part(Loupe), Key.Key_O, SHIFT)
    assert names(loupe) == []
    boxes = loupe.boxes
    paul = next(chip.face for chip in boxes.chips if chip.face.name == "Paul")
    boxes.hover_at(boxes.box(paul.key.region).center())
    assert names(loupe) == ["Paul"]
    chip = next(chip for chip in boxes.chips if chip.isVisible())
    boxes.hover_at(QPointF(chip.geometry().center()))
    assert names(loupe) == ["Paul"], "the pointer can reach the name"
    boxes.hover_at(QPointF(2, 2))
    assert names(loupe) == []


def test_a_name_is_changed_in_place_and_undone(
    qtbot: QtBot, peopled_window: MainWindow, loupe: LoupeFaces, family: PeopledSession
) -> None:
    QTest.keyClick(peopled_window.part(Loupe), Key.Key_O, SHIFT)
    chip = next(chip for chip in loupe.boxes.chips if chip.face.name == "Paul")
    QTest.mouseClick(chip, LEFT)
    assert loupe.line.hasFocus()
    assert loupe.line.selectedText() == "Paul"
    QTest.keyClicks(loupe.line, "emm")
    QTest.keyClick(loupe.line, Key.Key_Return)
    qtbot.waitUntil(lambda: family.names_in(1) == ["Emma Smith", "Emma Smith"])
    assert peopled_window.part(Loupe).hasFocus()
    peopled_window.parts.undo()
    qtbot.waitUntil(lambda: sorted(names(loupe)) == ["Emma Smith", "Paul"])


def test_escape_leaves_the_name_as_it_was(
    peopled_window: MainWindow, loupe: LoupeFaces, family: PeopledSession
) -> None:
    loupe.begin(loupe.boxes.faces[0])
    QTest.keyClicks(loupe.line, "x")
    QTest.keyClick(loupe.line, Key.Key_Escape)  # closes the list
    QTest.keyClick(loupe.line, Key.Key_Escape)
    assert not loupe.line.isVisible()
    assert peopled_window.part(Loupe).isVisible()
    assert family.names_in(1) == ["Emma Smith", "Paul"]


def test_the_menu_of_a_face(
    qtbot: QtBot, peopled_window: MainWindow, loupe: LoupeFaces, family: PeopledSession
) -> None:
    emma = next(chip for chip in loupe.boxes.chips if chip.face.name == "Emma Smith")
    actions = menu_of(peopled_window, emma)
    assert list(actions) == ["Not Emma Smith", "Use as cover", "Not a face"]
    cover = emma.face.key
    actions["Use as cover"].trigger()
    qtbot.waitUntil(lambda: cover in [one.cover for one in family.people.people().result()])
    actions["Not a face"].trigger()
    qtbot.waitUntil(lambda: len(loupe.boxes.faces) == 1)


def test_a_face_in_a_frame_is_not_over_the_preview(qtbot: QtBot, loupe: LoupeFaces, family: PeopledSession) -> None:
    family.find({1: [Region(0.4, 0.5, 0.1, 0.2, 3.0), Region(0.8, 0.7, 0.1, 0.2)]})
    qtbot.waitUntil(lambda: len(loupe.boxes.faces) == 3)
    assert len(family.faces_in(1)) == 4


def test_a_missing_face_is_drawn_and_named(
    qtbot: QtBot, peopled_window: MainWindow, loupe: LoupeFaces, family: PeopledSession
) -> None:
    QTest.keyClick(peopled_window.part(Loupe), Key.Key_F, SHIFT)
    crop = peopled_window.part(Loupe).crop
    qtbot.waitUntil(crop.isVisible)
    assert crop.offered is not None
    assert (crop.offered.property("role"), crop.button.property("role")) == ("primary", ""), "the one Enter presses"
    crop._show(Region(0.7, 0.1, 0.02, 0.03))
    assert crop.region == Region(0.7, 0.1, 0.02, 0.03), "smaller than what can be searched for"
    QTest.keyClick(crop, Key.Key_Return)
    assert loupe.line.hasFocus()
    QTest.keyClicks(loupe.line, "Zoe")
    QTest.keyClick(loupe.line, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: family.names_in(1) == ["Emma Smith", "Paul", "Zoe"])
    assert family.faces_in(1)[-1].key.box == "0.7000 0.1000 0.0200 0.0300"
    qtbot.waitUntil(lambda: len(loupe.boxes.faces) == 3)


def test_searching_for_a_tiny_part_takes_a_larger_one(
    qtbot: QtBot, peopled_window: MainWindow, loupe: LoupeFaces
) -> None:
    crop = peopled_window.part(Loupe).crop
    crop.begin()
    crop._show(Region(0.7, 0.1, 0.02, 0.03))
    with qtbot.waitSignal(crop.searched) as searched:
        QTest.keyClick(crop, Key.Key_Return)
    assert searched.args[0].region == Region(0.7, 0.1, 0.05, 0.05)


def test_names_that_would_cover_each_other_wait_for_the_pointer(
    qtbot: QtBot, peopled_window: MainWindow, loupe: LoupeFaces, family: PeopledSession
) -> None:
    family.find({1: [Region(0.2 + 0.001 * step, 0.2, 0.2, 0.3) for step in range(1, 9)]})
    qtbot.waitUntil(lambda: len(loupe.boxes.faces) == 10)
    loupe.boxes.toggle()
    rects = [chip.geometry() for chip in loupe.boxes.chips if chip.isVisible()]
    assert 2 <= len(rects) < 10
    assert not any(one.intersects(other) for one in rects for other in rects if one is not other)


def test_without_faces_the_command_says_what_to_do(
    qtbot: QtBot, peopled_window: MainWindow, controller: PeopleController
) -> None:
    controller.loupe.toggle()
    assert peopled_window.toast.words.text() == "Open a photo first, then show the people in it."
    controller.loupe.draw()
    assert peopled_window.toast.words.text() == "Open a photo first, then draw a face in it."
    peopled_window.grid.go_to(24)
    QTest.keyClick(peopled_window.grid, Key.Key_Return)
    controller.loupe.toggle()
    assert "To draw one" in peopled_window.toast.words.text()


def test_faces_of_a_hidden_photo_go_at_once(
    peopled_window: MainWindow, loupe: LoupeFaces, section: PeopleSection
) -> None:
    withdraw(peopled_window.bridge, 1)
    assert 1 not in {one.key.photo for one in loupe.boxes.faces}
    assert 1 not in {one.photo for chip in section.chips for one in chip.faces}


def test_the_details_name_the_people_of_a_photo(
    qtbot: QtBot, peopled_window: MainWindow, section: PeopleSection, family: PeopledSession
) -> None:
    family.find({4: [RIGHT]})
    family.guess({key_in(4): (0, family.key("Emma Smith"), 0.9)})
    click(peopled_window, row_of(peopled_window, 4))
    qtbot.waitUntil(lambda: [chip.text() for chip in section.chips] == ["Emma Smith", "Who is this?"])
    assert section.chips[0].accessibleName() == "Emma Smith, suggested"
    section.chips[0].click()
    qtbot.waitUntil(lambda: section.chips[0].accessibleName() == "Emma Smith")
    section.chips[1].click()
    assert section.line.hasFocus()
    QTest.keyClicks(section.line, "Zoe")
    QTest.keyClick(section.line, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: [chip.text() for chip in section.chips] == ["Emma Smith", "Zoe"])
    peopled_window.grid.go_to(24)
    qtbot.waitUntil(lambda: not section.isVisible())


def test_the_details_say_how_old_people_are(
    qtbot: QtBot, peopled_window: MainWindow, section: PeopleSection, family: PeopledSession
) -> None:
    taken = {1: "2022-05-16T10:00:00", 2: "2019-06-01T10:00:00"}
    for photo, moment in taken.items():
        family.date_photo(photo, moment)
    family.people.edit(set_birthday, family.key("Emma Smith"), date(2019, 5, 17)).result()
    click(peopled_window, row_of(peopled_window, 1))
    qtbot.waitUntil(lambda: section.more.text() == "Emma Smith, about 2")
    click(peopled_window, row_of(peopled_window, 2))
    qtbot.waitUntil(lambda: section.more.text() == "Emma Smith, under 1")
    click(peopled_window, row_of(peopled_window, 3))
    qtbot.waitUntil(lambda: section.more.text() == "")
    assert len(section.chips) == 1, "the third photo has no date"
    click(peopled_window, row_of(peopled_window, 2))
    family.people.edit(set_birthday, family.key("Paul"), date(1980, 1, 1)).result()
    qtbot.waitUntil(lambda: section.more.text() == "Emma Smith, under 1 · Paul, about 39")
    click(peopled_window, row_of(peopled_window, 1), CTRL)
    qtbot.waitUntil(lambda: section.more.text() == "")


def test_the_details_join_the_people_of_several_photos(
    qtbot: QtBot, peopled_window: MainWindow, section: PeopleSection
) -> None:
    click(peopled_window, row_of(peopled_window, 1))
    for photo in (2, 9, 10):
        click(peopled_window, row_of(peopled_window, photo), CTRL)
    qtbot.waitUntil(lambda: [chip.text() for chip in section.chips] == ["Emma Smith · 2", "Paul · 2"])
    assert section.more.text() == "2 faces without a name."


def test_a_click_on_a_name_shows_the_photos(
    qtbot: QtBot, peopled_window: MainWindow, section: PeopleSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []
    monkeypatch.setattr(peopled_window.part(PersonActs), "show_photos", searched.append)
    click(peopled_window, row_of(peopled_window, 2))
    qtbot.waitUntil(lambda: len(section.chips) == 2)
    QTest.keyClick(section.chips[1], Key.Key_Return)
    assert searched == ["Paul"]


def test_several_suggestions_are_someone_else(
    qtbot: QtBot, peopled_window: MainWindow, section: PeopleSection, family: PeopledSession
) -> None:
    click(peopled_window, row_of(peopled_window, 4))
    click(peopled_window, row_of(peopled_window, 5), CTRL)
    qtbot.waitUntil(lambda: [chip.text() for chip in section.chips] == ["Emma Smith · 2"])
    menu_of(peopled_window, section.chips[0])["Someone else…"].trigger()
    QTest.keyClicks(section.line, "paul")
    QTest.keyClick(section.line, Key.Key_Return)
    qtbot.waitUntil(lambda: family.names_in(4, 5) == ["Paul", "Paul"])
