"""The grid with real keys, clicks and painting."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.domain import Card
from photon.ui.grid.photo_delegate import HEART, STAR
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import Role
from photon.ui.kit import tokens
from photon.ui.kit.theme import theme
from tests.ui.fake_pictures import COLOURS
from tests.ui.fake_session import FakeSession

pytestmark = pytest.mark.usefixtures("motion")

Fill = Callable[[int], list[int]]
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def cell(grid: PhotoGrid, row: int) -> QRect:
    return grid.visualRect(grid.grid_model.index(row))


def click(grid: PhotoGrid, row: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, modifiers, cell(grid, row).center())


def card_of(grid: PhotoGrid, row: int) -> Card | None:
    found = grid.grid_model.index(row).data(Role.CARD)
    return found if isinstance(found, Card) else None


def painted(grid: PhotoGrid) -> QImage:
    return grid.viewport().grab().toImage()


def wait_for_pictures(qtbot: QtBot, grid: PhotoGrid) -> None:
    qtbot.waitUntil(
        lambda: all(grid.grid_model.index(row).data(Role.PREVIEW) is not None for row in grid.visible_rows())
    )


def test_photos_are_painted_in_their_colours(qtbot: QtBot, grid: PhotoGrid, fill: Fill, session: FakeSession) -> None:
    fill(9)
    wait_for_pictures(qtbot, grid)
    qtbot.wait(tokens.FADE_MS + 60)
    image = painted(grid)
    for row in range(9):
        card = card_of(grid, row)
        assert card is not None
        word = card.name.partition("-")[0]
        box = grid.delegate.photo_rect(cell(grid, row), card)
        seen = image.pixelColor(box.left() + 6, box.top() + 6)
        wanted = QColor.fromRgb(COLOURS[word])
        distance = (
            abs(seen.red() - wanted.red()) + abs(seen.green() - wanted.green()) + abs(seen.blue() - wanted.blue())
        )
        assert distance < 40, (row, seen.name(), wanted.name())


def test_cells_have_a_background_so_that_wide_photos_leave_no_empty_band(
    qtbot: QtBot, grid: PhotoGrid, fill: Fill
) -> None:
    fill(9)
    wait_for_pictures(qtbot, grid)
    image = painted(grid)
    ground, bare = theme().colour("panel").rgb(), theme().colour("photos").rgb()
    wide = [row for row in range(9) if (card := card_of(grid, row)) is not None and card.width > 1.2 * card.height]
    assert wide
    for row in wide:
        box = cell(grid, row)
        assert image.pixelColor(box.center().x(), box.top() + 3).rgb() == ground
        assert image.pixelColor(box.center().x(), box.bottom() - 3).rgb() == ground
        assert image.pixelColor(box.right() + 3, box.center().y()).rgb() == bare


def test_a_placeholder_has_the_mean_colour_until_the_picture_arrives(
    qtbot: QtBot, grid: PhotoGrid, fill: Fill, session: FakeSession
) -> None:
    session.previews = lambda _photos, _moments: session._do(dict)  # type: ignore[assignment, method-assign]
    fill(3)
    painted(grid)
    qtbot.waitUntil(lambda: card_of(grid, 0) is not None)
    card = card_of(grid, 0)
    assert card is not None
    box = grid.delegate.photo_rect(cell(grid, 0), card)
    assert painted(grid).pixelColor(box.center()).rgb() & 0xFFFFFF == card.colour


def test_a_selected_photo_has_a_ring_and_a_check_mark(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    fill(9)
    wait_for_pictures(qtbot, grid)
    click(grid, 4)
    card = card_of(grid, 4)
    box = grid.delegate.photo_rect(cell(grid, 4), card)
    accent = theme().colour("accent").rgb()
    image = painted(grid)
    for point in (QPoint(box.left() + 1, box.center().y()), QPoint(box.center().x(), box.bottom() - 1)):
        assert image.pixelColor(point).rgb() == accent
    assert image.pixelColor(box.left() + 18 - 7, box.top() + 18).rgb() == accent


def test_click_ctrl_click_and_shift_click_select(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(20)
    click(grid, 2)
    assert grid.selected() == [ids[2]]
    click(grid, 5, CTRL)
    assert grid.selected() == [ids[2], ids[5]]
    click(grid, 9, SHIFT)
    assert grid.selected() == [ids[2], *ids[5:10]]  # in the order of the photos, not a rectangle
    QTest.mouseClick(grid.viewport(), LEFT, NONE, QPoint(2, 2))
    assert grid.selected() == []


def test_the_rubber_band_selects_what_it_touches(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(20)
    columns = grid.cells.columns
    start = QPoint(cell(grid, 0).left() - 4, cell(grid, 0).top() - 4)
    end = cell(grid, columns + 1).center()
    viewport = grid.viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    QTest.mouseMove(viewport, start + QPoint(30, 30))
    QTest.mouseMove(viewport, end)
    assert grid.selected() == [ids[0], ids[1], ids[columns], ids[columns + 1]]
    QTest.mouseRelease(viewport, LEFT, NONE, end)
    assert len(grid.selected()) == 4


def test_arrow_keys_home_end_and_pages(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(200)
    columns = grid.cells.columns
    grid.go_to(ids[0])
    for key, row in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, columns + 1),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_End, 199),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(grid, key)
        assert grid.current() == ids[row]
        assert grid.viewport().rect().contains(cell(grid, row))
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.current() not in ids[: columns + 1]
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    assert grid.current() == ids[0]
    QTest.keyClick(grid, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_Right, SHIFT)
    assert grid.selected() == ids[:3]
    QTest.keyClick(grid, Qt.Key.Key_A, CTRL)
    assert len(grid.selected()) == 200


def test_letters_never_move_the_cursor(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(30)
    grid.go_to(ids[10])
    QTest.keyClicks(grid, "red")
    assert grid.current() == ids[10]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_open(qtbot: QtBot, grid: PhotoGrid, fill: Fill, key: Qt.Key) -> None:
    ids = fill(9)
    grid.go_to(ids[3])
    with qtbot.waitSignal(grid.opened) as seen:
        QTest.keyClick(grid, key)
    assert seen.args == [ids[3]]


def test_double_click_opens(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(9)
    with qtbot.waitSignal(grid.opened) as seen:
        click(grid, 4)
        QTest.mouseDClick(grid.viewport(), LEFT, NONE, cell(grid, 4).center())
        QTest.mouseRelease(grid.viewport(), LEFT, NONE, cell(grid, 4).center())
    assert seen.args == [ids[4]]


def test_a_hovered_photo_has_buttons_that_rate_favour_and_search(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(9)
    wait_for_pictures(qtbot, grid)
    row = next(row for row in range(9) if (card := card_of(grid, row)) and card.width >= card.height)
    card = card_of(grid, row)
    assert card is not None
    box = grid.delegate.photo_rect(cell(grid, row), card)
    level = box.bottom() - 14
    QTest.mouseMove(grid.viewport(), QPoint(box.center().x(), level))
    assert grid.delegate.hovered == row
    found = {
        button: x
        for x in range(box.left(), box.right())
        if (button := grid.delegate.button_at(cell(grid, row), card, QPoint(x, level)))
    }
    names = sorted((button.action, button.value) for button in found)
    assert names == [("favour", 0), ("like", 0), *(("rate", stars) for stars in range(1, 6))]
    for button, x in found.items():
        signal = {"rate": grid.rated, "favour": grid.favoured, "like": grid.liked}[button.action]
        with qtbot.waitSignal(signal) as seen:
            QTest.mouseClick(grid.viewport(), LEFT, NONE, QPoint(x - 2, level))
        wanted = {"rate": [[ids[row]], button.value], "favour": [[ids[row]], True], "like": [ids[row]]}
        assert seen.args == wanted[button.action]
    assert grid.selected() == []  # a button does not select


def test_buttons_are_where_the_marks_are(qtbot: QtBot, grid: PhotoGrid, fill: Fill, session: FakeSession) -> None:
    ids = fill(9)
    wait_for_pictures(qtbot, grid)
    row = next(row for row in range(9) if (card := card_of(grid, row)) and card.width > card.height)
    session.marking.rate([ids[row]], 3).result()
    session.marking.favour([ids[row]], favourite=True).result()
    grid.grid_model.outdate({ids[row]})
    qtbot.waitUntil(lambda: (card := card_of(grid, row)) is not None and card.rating == 3 and card.favourite)
    card = card_of(grid, row)
    assert card is not None
    picture, box = painted(grid), grid.delegate.photo_rect(cell(grid, row), card)
    coloured: dict[str, set[tuple[str, int] | None]] = {STAR: set(), HEART: set()}
    for x in range(box.left(), box.right()):
        for y in range(box.bottom() - 25, box.bottom()):
            for colour, places in coloured.items():
                if picture.pixelColor(x, y).name() == colour:
                    button = grid.delegate.button_at(cell(grid, row), card, QPoint(x, y))
                    places.add((button.action, button.value) if button else None)
    assert coloured[STAR] == {("rate", 1), ("rate", 2), ("rate", 3)}
    assert coloured[HEART] == {("favour", 1)}


def test_the_check_mark_of_a_selected_photo_deselects_only_it(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(9)
    wait_for_pictures(qtbot, grid)
    grid.selectAll()
    box = grid.delegate.photo_rect(cell(grid, 4), card_of(grid, 4))
    check = box.topLeft() + QPoint(18, 18)
    QTest.mouseMove(grid.viewport(), check)
    assert grid.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(grid.viewport(), LEFT, NONE, check)
    assert grid.selected() == ids[:4] + ids[5:]
    QTest.mouseClick(grid.viewport(), LEFT, NONE, check)
    assert grid.selected() == [ids[4]], "without a check it is the photo that is clicked"


@pytest.mark.parametrize("is_in", [True, False])
def test_a_button_acts_on_the_selection_of_its_photo(qtbot: QtBot, grid: PhotoGrid, fill: Fill, *, is_in: bool) -> None:
    ids = fill(9)
    wait_for_pictures(qtbot, grid)
    row = next(row for row in range(9) if (card := card_of(grid, row)) and card.width > card.height)
    grid.selectAll() if is_in else click(grid, (row + 1) % 9)
    box = grid.delegate.photo_rect(cell(grid, row), card_of(grid, row))
    with qtbot.waitSignal(grid.favoured) as seen:
        QTest.mouseClick(grid.viewport(), LEFT, NONE, QPoint(box.left() + 103, box.bottom() - 14))
    assert seen.args == [ids if is_in else [ids[row]], True]


def test_ctrl_wheel_changes_the_size_and_keeps_the_position(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(300)
    grid.go_to(ids[150])
    before = cell(grid, 150).top()
    wheel = QWheelEvent(
        QPointF(200, 200), QPointF(200, 200), QPoint(0, 0), QPoint(0, -240), Qt.MouseButton.NoButton, CTRL,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), wheel)
    assert tokens.TILE_LEAST <= grid.tile < tokens.TILE_USUAL
    assert abs(cell(grid, 150).top() - before) <= 2
    grid.set_tile(4000)
    assert grid.tile == tokens.TILE_MOST
    assert grid.viewport().rect().intersects(cell(grid, 150))


def test_the_wheel_scrolls(grid: PhotoGrid, fill: Fill) -> None:
    fill(300)
    wheel = QWheelEvent(
        QPointF(200, 200), QPointF(200, 200), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), wheel)
    assert grid.verticalScrollBar().value() > 60
    assert not grid.delegate.fades  # no fading while scrolling


def test_arriving_photos_do_not_move_the_visible_ones(
    qtbot: QtBot, grid: PhotoGrid, fill: Fill, session: FakeSession, folder: str
) -> None:
    ids = fill(300)
    grid.verticalScrollBar().setValue(2000)
    first = grid.visible_rows().start
    top, photo = cell(grid, first).top(), ids[first]
    fresh = [*range(5001, 5008), *ids]
    grid.grid_model.show_photos(fresh)
    assert cell(grid, grid.grid_model.row_of(photo)).top() == top


def test_selection_and_current_photo_survive_arrivals_and_another_order(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(100)
    click(grid, 3)
    click(grid, 5, CTRL)
    chosen, current = grid.selected(), grid.current()
    grid.grid_model.show_photos([7001, *ids[:4], 7002, *ids[4:]])
    assert grid.selected() == chosen
    assert grid.current() == current
    grid.grid_model.show_photos(ids[::-1])
    assert sorted(grid.selected()) == sorted(chosen)
    assert grid.current() == current
    assert grid.viewport().rect().intersects(cell(grid, grid.grid_model.row_of(current)))


def test_at_the_top_new_photos_appear_at_the_top(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(100)
    grid.grid_model.show_photos([7001, 7002, *ids])
    assert grid.verticalScrollBar().value() == 0
    assert grid.on_screen()[:2] == [7001, 7002]


def test_resizing_keeps_the_photo_in_place(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    fill(400)
    grid.verticalScrollBar().setValue(3000)
    photo = grid.on_screen()[0]
    for width in (780, 700, 611, 500, 430, 800):
        grid.resize(width, 600)
    assert photo in grid.on_screen()[: grid.cells.columns]


def test_visible_photos_are_reported_when_scrolling_stops(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(200)
    with qtbot.waitSignal(grid.seen) as seen:
        grid.verticalScrollBar().setValue(1000)
    assert seen.args == [grid.on_screen()]
    assert ids[0] not in seen.args[0]


def test_a_line_separates_good_and_possible_matches(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(10)
    grid.section_words = ("", "Possible matches")
    grid.grid_model.show_photos(ids, (3, 7))
    assert cell(grid, 3).top() > cell(grid, 2).bottom() + 40
    line = QRect(12, grid.cells.line_above(1), 300, 50)
    before = painted(grid).copy(line)
    background = theme().colour("photos").rgb()
    words = {before.pixelColor(x, y).rgb() for x in range(300) for y in range(50)}
    assert words - {background}
    grid.go_to(ids[0])
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current() == ids[3]


def test_context_menu_by_mouse_and_by_keyboard(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(9)
    grid.go_to(ids[4])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(grid.menu_wanted) as seen:
        grid.contextMenuEvent(event)
    assert seen.args == [grid.viewport().mapToGlobal(cell(grid, 4).center())]


def test_dragging_a_photo_requests_its_file(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(9)
    wait_for_pictures(qtbot, grid)
    viewport, start = grid.viewport(), cell(grid, 2).center() - QPoint(0, 30)
    with qtbot.waitSignal(grid.drag_wanted) as seen:
        QTest.mousePress(viewport, LEFT, NONE, start)
        QTest.mouseMove(viewport, start + QPoint(15, 0))
        QTest.mouseMove(viewport, start + QPoint(60, 0))
    assert seen.args == [[ids[2]]]
    QTest.mouseRelease(viewport, LEFT, NONE, start)


def test_hundred_thousand_rows(grid: PhotoGrid) -> None:
    ids = list(range(1, 100_001))
    # CPU time of this thread only, because other processes may delay it
    began = time.thread_time()
    grid.grid_model.show_photos(ids)
    painted(grid)
    assert time.thread_time() - began < 0.1
    began = time.thread_time()
    grid.selectAll()
    assert len(grid.selected()) == 100_000
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    painted(grid)
    assert time.thread_time() - began < 0.3
    assert grid.on_screen()[-1] == 100_000


def test_the_buttons_disappear_when_the_pointer_leaves(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    fill(9)
    wait_for_pictures(qtbot, grid)
    QTest.mouseMove(grid.viewport(), cell(grid, 1).center())
    assert grid.delegate.hovered == 1
    QApplication.sendEvent(grid.viewport(), QEvent(QEvent.Type.Leave))
    assert grid.delegate.hovered == -1
