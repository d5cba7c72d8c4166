"""Photos are selected so that everybody appears; what is claimed of them is what is known."""

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from photon.ui.people.fair_selection import picks_text
from photon.ui.people.people_controller import PeopleController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, click
from tests.ui.people.peopled_session import PeopledSession


def choose(window: MainWindow, controller: PeopleController, count: int) -> int:
    """Ask for a fair selection of so many photos; return how many the question lets one ask for."""
    window.parts.action("fair-selection").trigger()
    question = controller.fair.question
    assert question is not None
    question.count.setValue(count)
    allowed = question.count.value()
    question.accept()
    return allowed


def test_everybody_is_in_the_photos_that_are_selected(
    qtbot: QtBot, peopled_window: MainWindow, controller: PeopleController, family: PeopledSession
) -> None:
    choose(peopled_window, controller, 4)
    grid = peopled_window.grid
    qtbot.waitUntil(lambda: len(grid.selected()) == 4)
    faces = family.faces_in(*grid.selected())
    assert {face.name or face.group for face in faces} == {"Emma Smith", "Paul", 20, 30}
    said = "4 of 24 photos selected. Everybody whom Photon recognises appears at least once."
    qtbot.waitUntil(lambda: peopled_window.toast.words.text() == said)


def test_it_chooses_among_the_selected_photos(
    qtbot: QtBot, peopled_window: MainWindow, controller: PeopleController
) -> None:
    rows = [peopled_window.grid.grid_model.row_of(photo) for photo in (1, 9, 13)]
    click(peopled_window, rows[0])
    for row in rows[1:]:
        click(peopled_window, row, CTRL)
    assert choose(peopled_window, controller, 10) == 3
    qtbot.waitUntil(lambda: "3 of 3" in peopled_window.toast.words.text())
    choose(peopled_window, controller, 1)
    qtbot.waitUntil(lambda: peopled_window.grid.selected() == [1])
    said = "1 of 3 photos selected. 2 of 4 people appear; choose more photos for the others."
    qtbot.waitUntil(lambda: peopled_window.toast.words.text() == said)


def test_one_photo_is_nothing_to_choose_from(
    qtbot: QtBot, peopled_window: MainWindow, controller: PeopleController
) -> None:
    click(peopled_window, 0)
    peopled_window.parts.action("fair-selection").trigger()
    assert controller.fair.question is None
    assert "several photos" in peopled_window.toast.words.text()


def test_photos_without_people_stay_selected_as_they_are(
    qtbot: QtBot, peopled_window: MainWindow, controller: PeopleController
) -> None:
    rows = [peopled_window.grid.grid_model.row_of(photo) for photo in (20, 21)]
    click(peopled_window, rows[0])
    click(peopled_window, rows[1], CTRL)
    choose(peopled_window, controller, 1)
    qtbot.waitUntil(lambda: "recognises nobody" in peopled_window.toast.words.text())
    assert sorted(peopled_window.grid.selected()) == [20, 21]


@pytest.mark.parametrize(
    ("appearances", "claim"), [([1, 3], "at least once."), ([2, 2], "at least twice."), ([3, 9], "at least 3 times.")]
)
def test_the_sentence_is_about_who_appears_least(appearances: Sequence[int], claim: str) -> None:
    assert picks_text(appearances, 10, 48).endswith(claim)
