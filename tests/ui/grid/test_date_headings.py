"""Months and days above the photos, and the timeline, with real clicks and keys."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.domain.photo.date_span import DateSpan
from photon.ui.grid.grid_layout import HEADING, MARGIN
from photon.ui.grid.match_selection import MatchSelection
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.timeline_strip import TimelineStrip
from photon.ui.kit.layouts import hbox

Fill = Callable[[int], list[int]]
LEFT = Qt.MouseButton.LeftButton
SPANS = (
    DateSpan("2024-03", 5), DateSpan("2024-02", 20), DateSpan("2023-12", 30), DateSpan("2021-07", 1),
    DateSpan("2020-01", 44),
)  # fmt: skip


@pytest.fixture
def dated(grid: PhotoGrid, fill: Fill) -> PhotoGrid:
    """A grid of 100 photos from five months."""
    photos = fill(100)
    grid.grid_model.show_photos(photos, None, SPANS)
    return grid


def words_of(grid: PhotoGrid, section: int) -> QPoint:
    """Return a point in the text of a heading, in the viewport."""
    return QPoint(MARGIN + 10, grid.cells.line_above(section) - grid.verticalOffset() + 26)


def test_a_click_on_a_month_selects_its_photos(dated: PhotoGrid) -> None:
    QTest.mouseClick(dated.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, words_of(dated, 1))
    assert dated.selected() == list(dated.grid_model.ids[5:25])
    assert dated.headings.hint_at(words_of(dated, 1)) == "Select all photos of February 2024"


def test_a_click_on_an_event_selects_its_photos(dated: PhotoGrid) -> None:
    events = (
        DateSpan("2024-06-10T18:00", 30, "2024-06-12T10:00"), DateSpan("2024-05-01T20:00", 50, "2024-05-02T01:00"),
        DateSpan("2024-05-01T08:00", 20, "2024-05-01T08:00"),
    )  # fmt: skip
    dated.grid_model.show_photos(dated.grid_model.ids, None, events)
    QTest.mouseClick(dated.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, words_of(dated, 0))
    assert dated.selected() == list(dated.grid_model.ids[:30])
    assert dated.headings.hint_at(words_of(dated, 0)) == "Select all photos of 10–12 June 2024"


def test_trips_and_places_have_names(dated: PhotoGrid) -> None:
    trip, place = DateSpan("2019-05-03T12:00", 4, "2019-05-10T10:00"), DateSpan("", 2, name="Our house")
    dated.grid_model.show_photos(dated.grid_model.ids[:6], None, (trip, place))
    point = QPoint(60, 10)
    assert dated.headings.hint_at(point) == "Select all photos of 3–10 May 2019"
    dated.headings.name_trips({trip.start: "Lisbon and Sintra"})
    assert dated.headings.hint_at(point) == "Select all photos of Lisbon and Sintra, 3–10 May 2019"
    dated.grid_model.show_photos(dated.grid_model.ids[:2], None, (place,))
    assert dated.headings.hint_at(point) == "Select all photos of Our house"


def test_headings_are_not_wider_than_the_grid(qtbot: QtBot, dated: PhotoGrid) -> None:
    trip = DateSpan("2019-05-03T12:00", 4, "2019-05-10T10:00")
    dated.headings.name_trips({trip.start: "Lisbon and Sintra"})
    dated.grid_model.show_photos(dated.grid_model.ids[:4], None, (trip,))
    assert dated.headings.section_at(QPoint(MARGIN + 250, 10)) == 0
    dated.setFixedWidth(200)
    qtbot.waitUntil(lambda: dated.viewport().width() <= 200)
    assert dated.headings.section_at(QPoint(dated.viewport().width() - MARGIN - 20, 10)) == 0
    assert dated.headings.section_at(QPoint(dated.viewport().width() - 1, 10)) == -1


def test_the_current_month_stays_at_the_top_and_covers_photos(qtbot: QtBot, dated: PhotoGrid) -> None:
    dated.verticalScrollBar().setValue(dated.cells.tops[2] + 30)
    point = QPoint(MARGIN + 10, HEADING // 2)
    assert dated.indexAt(point).isValid()  # a photo is below the heading
    QTest.mouseClick(dated.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, point)
    assert dated.selected() == list(dated.grid_model.ids[25:55])
    dated.clearSelection()
    QTest.mouseClick(dated.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(dated.width() // 2, HEADING // 2))
    assert dated.selected() == []
    assert dated.headings.hint_at(QPoint(dated.width() // 2, HEADING // 2)) == ""


def test_a_heading_is_at_the_top_wherever_the_grid_is_scrolled_to(dated: PhotoGrid) -> None:
    for section in (1, 2):
        for offset in range(dated.cells.line_above(section), dated.cells.tops[section] + 2):
            dated.verticalScrollBar().setValue(offset)
            assert dated.headings.section_at(QPoint(MARGIN + 10, 10)) == section


def test_the_current_photo_is_not_covered_by_the_heading(dated: PhotoGrid) -> None:
    dated.verticalScrollBar().setValue(dated.verticalScrollBar().maximum())
    for row in range(99, -1, -1):
        dated.go_to(dated.grid_model.ids[row])
        assert dated.visualRect(dated.grid_model.index(row)).top() >= HEADING


def test_hidden_photos_are_not_counted(dated: PhotoGrid) -> None:
    gone = [*dated.grid_model.ids[:5], dated.grid_model.ids[30]]
    dated.grid_model.forget(gone)
    assert dated.grid_model.spans == (
        DateSpan("2024-02", 20), DateSpan("2023-12", 29), DateSpan("2021-07", 1), DateSpan("2020-01", 44),
    )  # fmt: skip
    assert sum(dated.grid_model.sections) == len(dated.grid_model.ids) == 94
    assert len(dated.cells.sections) == 4


def test_more_photos_of_the_last_month_keep_the_selection(dated: PhotoGrid, fill: Fill) -> None:
    chosen = dated.grid_model.ids[50]
    dated.go_to(chosen)
    ids = [*dated.grid_model.ids]
    fewer = (*SPANS[:-1], DateSpan("2020-01", 40))
    dated.grid_model.show_photos(ids[:96], None, fewer)
    dated.grid_model.show_photos(ids, None, SPANS)
    assert dated.selected() == [chosen]


def test_the_heading_is_painted(dated: PhotoGrid) -> None:
    dated.verticalScrollBar().setValue(dated.cells.tops[2] + 30)
    strip = dated.viewport().grab().toImage().copy(0, 0, 200, HEADING)
    colours = {strip.pixel(x, y) for x in range(strip.width()) for y in range(4, strip.height() - 4)}
    assert len(colours) > 3  # text on a plain background, with antialiased edges
    assert len({strip.pixel(x, 2) for x in range(strip.width())}) == 1  # no photo shows through


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(700, 500)
    return holder


@pytest.fixture
def timeline(qtbot: QtBot, holder: QWidget, dated: PhotoGrid) -> TimelineStrip:
    strip = TimelineStrip(dated)
    hbox((dated, 1), strip, to=holder, margins=0, spacing=0)
    holder.show()
    qtbot.waitUntil(strip.isVisible)
    return strip


def test_a_click_on_the_timeline_scrolls_there(timeline: TimelineStrip, dated: PhotoGrid) -> None:
    QTest.mouseClick(timeline, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, timeline.height() - 2))
    assert timeline.current_month() >= 2
    QTest.mouseClick(timeline, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 0))
    assert timeline.current_month() == 0
    assert dated.verticalScrollBar().value() == 0


def test_arrow_keys_move_from_month_to_month(timeline: TimelineStrip, dated: PhotoGrid) -> None:
    for month in (1, 2, 3):
        QTest.keyClick(timeline, Qt.Key.Key_Down)
        assert timeline.current_month() == month
        assert dated.verticalOffset() == dated.cells.line_above(month)
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    assert dated.verticalOffset() == 0


def test_the_timeline_names_the_month_at_each_point(timeline: TimelineStrip, dated: PhotoGrid) -> None:
    share = timeline.height() / dated.cells.height
    for section, words in enumerate(("March 2024 · 5 photos", "February 2024 · 20 photos")):
        assert timeline.hint_at(QPoint(5, round((dated.cells.line_above(section) + 30) * share))) == words


def test_days_are_grouped_into_months(timeline: TimelineStrip, dated: PhotoGrid) -> None:
    days = tuple(DateSpan(f"2024-0{1 + n // 10}-{1 + n % 10:02}", 4) for n in range(25))[::-1]
    dated.grid_model.show_photos(dated.grid_model.ids, None, days)
    assert timeline.hint_at(QPoint(5, 0)).startswith("March 2024")
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    assert timeline.hint_at(QPoint(5, round(dated.verticalOffset() * timeline.height() / dated.cells.height) + 1)) == (
        "February 2024 · 40 photos"
    )


def test_undated_photos_are_one_click_away_however_few_they_are(
    timeline: TimelineStrip, dated: PhotoGrid, fill: Fill
) -> None:
    spans = (DateSpan("2099-01", 1), DateSpan("2024-03", 595), DateSpan("", 4))
    dated.grid_model.show_photos(fill(600), None, spans)
    named = timeline.height() - 20
    assert [*timeline._years()] == [("Undated", named), ("2099", 0)]
    assert timeline._level(1) < 20  # one photo of a wrong year takes the space of one photo
    QTest.mouseClick(timeline, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, named + 1))
    bar = dated.verticalScrollBar()
    assert bar.value() == min(dated.cells.line_above(2), bar.maximum())
    assert timeline.hint_at(QPoint(20, named + 1)) == "Undated · 4 photos"
    assert timeline.hint_at(QPoint(20, named - 1)) == "March 2024 · 595 photos"
    QTest.mouseClick(timeline, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, named - 1))
    assert bar.value() < dated.cells.line_above(2) - 500
    at = QPoint(MARGIN + 10, 26)
    bar.setValue(dated.cells.line_above(2))
    at.setY(dated.cells.line_above(2) - dated.verticalOffset() + 26)
    assert dated.headings.hint_at(at) == "Select all undated photos (only their file dates are known)"


def test_many_undated_photos_keep_their_share_of_the_timeline(
    timeline: TimelineStrip, dated: PhotoGrid, fill: Fill
) -> None:
    dated.grid_model.show_photos(fill(600), None, (DateSpan("2024-03", 300), DateSpan("", 300)))
    (undated,) = [level for name, level in timeline._years() if name == "Undated"]
    assert undated == pytest.approx(timeline.height() / 2, abs=3)
    QTest.mouseClick(timeline, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, timeline.height() * 3 // 4))
    assert dated.verticalScrollBar().value() > dated.cells.line_above(1) + 1000


def test_it_is_hidden_without_division_by_date(timeline: TimelineStrip, dated: PhotoGrid) -> None:
    dated.grid_model.show_photos(dated.grid_model.ids)
    assert timeline.isHidden()


def test_the_default_selection_is_all_photos_not_the_first_month(dated: PhotoGrid) -> None:
    matches = MatchSelection(dated)
    assert matches.meant() == (list(dated.grid_model.ids), "All 100 photos shown")
    matches.select_all()
    assert len(dated.selected()) == 100


def test_keys_move_by_a_year_and_stay_within_the_months(timeline: TimelineStrip, dated: PhotoGrid) -> None:
    for key, month in (
        (Qt.Key.Key_Up, 0), (Qt.Key.Key_PageDown, 4), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_PageUp, 0), (Qt.Key.Key_End, 4),
    ):  # fmt: skip
        dated.verticalScrollBar().setValue(0) if key == Qt.Key.Key_Up else None
        QTest.keyClick(timeline, key)
        assert dated.verticalOffset() == min(dated.cells.line_above(month), dated.verticalScrollBar().maximum())


def test_years_without_space_are_left_out(timeline: TimelineStrip, holder: QWidget, qtbot: QtBot) -> None:
    years = list(timeline._years())
    assert years[0][0] == "2024"
    levels = [level for _, level in years]
    assert all(after - before >= 20 for before, after in pairwise(levels))
    assert all(level + 20 <= timeline.height() for level in levels)
    assert len({year for year, _ in years}) == len(years) >= 3
    holder.resize(700, 60)
    qtbot.waitUntil(lambda: timeline.height() < 80)
    assert len(list(timeline._years())) < len(years)


def test_a_grid_of_one_month_or_of_a_screen_needs_no_timeline(timeline: TimelineStrip, dated: PhotoGrid) -> None:
    photos = dated.grid_model.ids
    for spans, is_needed in (
        ((DateSpan("2024-03", 50), DateSpan("2024-02", 50)), True),
        ((DateSpan("2024-03", 100),), False),
        ((DateSpan("2024-03-02", 50), DateSpan("2024-03-01", 50)), False),
        ((DateSpan("2024-03", 1), DateSpan("2024-02", 1)), False),
    ):
        dated.grid_model.show_photos(photos[: sum(span.count for span in spans)], None, spans)
        assert timeline.isHidden() is not is_needed
