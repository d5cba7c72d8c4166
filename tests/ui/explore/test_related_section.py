"""What is related to a photo, in the details panel: asked for after a pause and only where it is seen."""

import pytest
from pytestqt.qtbot import QtBot

from photon.app.explore.related import RelatedLine
from photon.domain import Changes
from photon.search.query_language import parse
from photon.ui.explore.related_section import PAUSE_MS, RelatedSection
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import said
from tests.ui.explore.conftest import ExploredSession
from tests.ui.explore.test_thing_section import select
from tests.ui.window.test_accessibility import faults


def line(name: str, text: str, *photos: int) -> RelatedLine:
    return RelatedLine(name, parse(text).query, len(photos), photos)


@pytest.fixture
def section(explored_window: MainWindow, explored: ExploredSession) -> RelatedSection:
    explored.explore.lines = {
        1: [line("Other angles", "date:2024-01-02", 3, 4), line("This day in other years", "theme:beach", 5)],
        2: [line("Other angles", "date:2024-01-03", 6)],
    }
    return explored_window.part(RelatedSection)


def names(section: RelatedSection) -> list[str]:
    return [row.accessibleName() for row in section.rows]


def test_a_line_opens_as_a_search_and_back_leads_back(
    qtbot: QtBot, explored_window: MainWindow, section: RelatedSection
) -> None:
    select(explored_window, 1)
    qtbot.waitUntil(lambda: names(section) == ["Other angles, 2 photos", "This day in other years, 1 photo"])
    assert section.isVisible()
    assert faults(section) == []
    shown = section.rows[0].grab().toImage()
    qtbot.waitUntil(lambda: section.rows[0].grab().toImage() != shown)  # its pictures arrive
    bar = explored_window.part(SearchBar)
    section.rows[1].click()
    assert said(bar) == ["beach"]
    explored_window.commands["back"].trigger()
    assert (said(bar), bar.text()) == ([], "")


def test_only_the_photo_on_which_the_person_rests_is_asked_about(
    qtbot: QtBot, explored_window: MainWindow, section: RelatedSection, explored: ExploredSession
) -> None:
    select(explored_window, 1)
    qtbot.waitUntil(lambda: len(section.rows) == 2)
    for photo in (7, 8, 9, 2):
        section.show_photos([photo])
    section.drop_outdated()
    assert names(section) == ["", ""]  # nothing of the previous photo, but nothing below jumps
    qtbot.waitUntil(lambda: names(section) == ["Other angles, 1 photo"])
    assert explored.explore.asked == [1, 2]
    section.show_photos([9])
    qtbot.waitUntil(lambda: not section.isVisible())  # nothing is related
    section.show_photos([1, 2])
    qtbot.wait(2 * PAUSE_MS)
    assert (section.isVisible(), explored.explore.asked) == (False, [1, 2, 9])


def test_nothing_is_asked_while_it_is_not_seen(
    qtbot: QtBot, explored_window: MainWindow, section: RelatedSection, explored: ExploredSession
) -> None:
    select(explored_window, 1)
    qtbot.waitUntil(lambda: len(section.rows) == 2)
    section.toggle()
    section.show_photos([2])
    qtbot.wait(2 * PAUSE_MS)
    assert (section.isVisible(), explored.explore.asked) == (True, [1])  # it can be unfolded
    section.toggle()
    qtbot.waitUntil(lambda: names(section) == ["Other angles, 1 photo"])
    explored_window.inspector.hide()
    section.show_photos([1])
    qtbot.wait(2 * PAUSE_MS)
    assert explored.explore.asked == [1, 2]
    explored_window.inspector.show()
    qtbot.waitUntil(lambda: len(section.rows) == 2)


def test_photos_that_are_hidden_are_gone_at_once(
    qtbot: QtBot, explored_window: MainWindow, section: RelatedSection, explored: ExploredSession
) -> None:
    select(explored_window, 1)
    qtbot.waitUntil(lambda: len(section.rows) == 2)
    explored.explore.lines[1] = []
    explored.tell(Changes(frozenset({"hidden"}), frozenset({3}), frozenset({3})))
    qtbot.waitUntil(lambda: not section.rows)
    assert (section.isVisible(), explored.explore.asked) == (False, [1])
    qtbot.waitUntil(lambda: explored.explore.asked == [1, 1])
