"""Searching by example in the window: chips, drops, stacks of near-duplicates, and the way back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from photon.domain import Like, Query
from photon.search.query_formatting import format_query
from photon.search.query_language import parse
from photon.ui.grid.photo_delegate import _stack_rect
from photon.ui.kit import tokens
from photon.ui.kit.theme import theme
from photon.ui.photos.drag_data import PHOTOS_MIME
from photon.ui.window.main_window import MainWindow
from photon.ui.window.photo_searches import PhotoSearches
from tests.ui.driving import CTRL, LEFT, NONE, Key, cell, click, drop, files, search_words
from tests.ui.fake_pictures import COLOURS, drawn, jpeg
from tests.ui.fake_session import FakeSession


def like_this(qtbot: QtBot, window: MainWindow, row: int = 2) -> int:
    """Press S on a photo and wait for the answer; return the photo."""
    click(window, row)
    photo = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_S)
    wait_for(qtbot, window, Query.build(likes=(Like(photo=photo),)))
    model = window.grid.grid_model
    qtbot.waitUntil(
        lambda: model.cards.find(model.ids[0]) is not None
    )  # its card determines the position of the stack button
    return photo


def wait_for(qtbot: QtBot, window: MainWindow, query: Query | None) -> None:
    def is_shown() -> bool:
        state = window.gallery.state
        asked = state.query and Query.build(state.query.words, likes=state.query.likes)
        return asked == query and not window.gallery.renewal.is_asking

    qtbot.waitUntil(is_shown)


def stack_button(window: MainWindow, row: int = 0) -> QPoint:
    model = window.grid.grid_model
    card = model.cards.find(model.ids[row])
    assert card is not None
    photo = window.grid.delegate.photo_rect(cell(window, row), card)
    return _stack_rect(photo, model.stacks.count(card.id)).center()


def picture(path: Path, colour: str = "red") -> Path:
    path.write_bytes(jpeg(drawn(COLOURS[colour], 60, 40)))
    return path


# -- near-duplicates ---------------------------------------------------------------------------------------


def test_a_click_on_the_stack_button_unfolds_in_place_and_esc_folds(qtbot: QtBot, window: MainWindow) -> None:
    like_this(qtbot, window)
    model = window.grid.grid_model
    folded = list(model.ids)
    behind = list(model.stacks.behind[folded[0]])
    assert len(behind) == 2
    assert not set(behind) & set(folded)
    header = window.results.header.first.text()
    QTest.mouseClick(window.grid.viewport(), LEFT, NONE, stack_button(window))
    assert list(model.ids) == [folded[0], *behind, *folded[1:]]
    assert window.grid.cells.sections[0] == window.gallery.state.strong + 2
    assert window.results.header.first.text() == header
    assert window.grid.selected() == []
    QTest.mouseClick(window.grid.viewport(), LEFT, NONE, stack_button(window))
    assert list(model.ids) == folded
    QTest.mouseClick(window.grid.viewport(), LEFT, NONE, stack_button(window))
    QTest.keyClick(window.grid, Key.Key_Escape)
    assert list(model.ids) == folded
    assert window.gallery.asked.query is not None  # one step at a time


def test_the_key_folds_the_stack_of_any_of_its_photos(qtbot: QtBot, window: MainWindow) -> None:
    like_this(qtbot, window)
    model = window.grid.grid_model
    front = model.ids[0]
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_A)
    click(window, 2)
    assert model.stacks.front_of(window.grid.current()) == front
    QTest.keyClick(window.grid, Key.Key_A)
    assert window.grid.current() == front
    assert model.rowCount() == len(set(model.ids))
    click(window, 1)
    before = list(model.ids)
    QTest.keyClick(window.grid, Key.Key_A)
    assert list(model.ids) == before  # nothing is behind that photo


def test_unfolding_keeps_selection_and_scroll_position(qtbot: QtBot, window: MainWindow) -> None:
    window.grid.set_tile(tokens.TILE_MOST)
    like_this(qtbot, window, 1)
    click(window, 0)
    bar = window.grid.verticalScrollBar()
    bar.setValue(120)
    chosen, top = window.grid.selected(), cell(window, 0).top()
    QTest.keyClick(window.grid, Key.Key_A)
    assert window.grid.selected() == chosen
    assert (bar.value(), cell(window, 0).top()) == (120, top)
    QTest.keyClick(window.grid, Key.Key_A)
    assert window.grid.selected() == chosen
    assert (bar.value(), cell(window, 0).top()) == (120, top)


def test_the_stack_button_has_a_tooltip_and_does_not_rate(qtbot: QtBot, window: MainWindow) -> None:
    like_this(qtbot, window)
    qtbot.waitUntil(lambda: window.grid.grid_model.cards.find(window.grid.grid_model.ids[0]) is not None)
    place = stack_button(window)
    QTest.mouseMove(window.grid.viewport(), place)
    assert window.grid.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    event = QHelpEvent(QEvent.Type.ToolTip, place, window.grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(window.grid.viewport(), event)
    assert QToolTip.text() == "2 nearly identical photos (A)"
    QTest.mouseDClick(window.grid.viewport(), LEFT, NONE, place)
    assert window.pages.currentWidget() is window.results  # a double click on it opens no photo
    window.gallery.rows.fold_all()
    QTest.mouseMove(window.grid.viewport(), QPoint(2, 2))

    def painted() -> int:
        return window.grid.viewport().grab().toImage().pixelColor(place - QPoint(0, 8)).rgb()

    accent = theme().colour("accent").rgb()
    qtbot.waitUntil(lambda: painted() != accent)
    QTest.keyClick(window.grid, Key.Key_Home)
    QTest.keyClick(window.grid, Key.Key_A)
    assert painted() == accent


def test_a_folder_without_stacks_does_not_offer_them(qtbot: QtBot, window: MainWindow) -> None:
    def words(row: int) -> list[str]:
        click(window, row)
        menu = window.commands.photo_menu()
        return [action.text() for action in menu.actions()]

    assert "Open or close the stack" not in words(0)
    like_this(qtbot, window)
    assert "Open or close the stack" in words(0)
    assert "Open or close the stack" not in words(1)
    QTest.keyClick(window, Key.Key_Escape)
    QTest.keyClick(window, Key.Key_Escape)
    wait_for(qtbot, window, None)
    assert not window.grid.grid_model.stacks.behind


# -- more like this, and back ----------------------------------------------------------------------------


def test_more_like_this_replaces_the_words_and_esc_restores_them(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    search_words(window, "red grey")
    qtbot.waitUntil(lambda: window.gallery.state.strong > 4)
    window.grid.set_tile(300)
    bar = window.grid.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    row = window.grid.visible_rows()[3]
    click(window, row)
    photo, value, top = window.grid.current(), bar.value(), cell(window, row).top()
    QTest.keyClick(window.grid, Key.Key_S)
    wait_for(qtbot, window, Query.build(likes=(Like(photo=photo),)))
    assert window.top_bar.search.words.text() == ""
    assert bar.value() == 0
    assert window.grid.selected() == []
    QTest.keyClick(window.grid, Key.Key_Escape)
    wait_for(qtbot, window, Query.build("red grey"))
    assert window.top_bar.search.words.text() == "red grey"
    assert window.top_bar.search.query() == parse("red grey").query
    assert (bar.value(), cell(window, row).top(), window.grid.selected()) == (value, top, [photo])


def test_alt_left_goes_back_step_by_step(qtbot: QtBot, window: MainWindow) -> None:
    first = like_this(qtbot, window, 2)
    second = like_this(qtbot, window, 3)
    search = window.top_bar.search
    QTest.keyClicks(search.words, "blue")
    wait_for(qtbot, window, Query.build("blue", likes=(Like(photo=second),)))
    QTest.keyClick(search.words, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait_for(qtbot, window, Query.build(likes=(Like(photo=first),)))
    chip = search.editor.examples[Like(photo=first)]
    qtbot.waitUntil(lambda: chip.picture.width() == tokens.CHIP_PICTURE)
    assert chip.toolTip().partition("\n")[0].endswith(".jpg")
    QTest.keyClick(window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait_for(qtbot, window, None)
    assert search.query() is None
    QTest.keyClick(window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)  # no earlier results are left
    assert window.gallery.asked.query is None


def test_alt_left_goes_back_from_a_chip_as_from_the_line(qtbot: QtBot, window: MainWindow) -> None:
    first = like_this(qtbot, window, 2)
    like_this(qtbot, window, 3)
    search = window.top_bar.search
    search.words.setFocus()
    QTest.keyClick(search.words, Key.Key_Left)
    assert search.chips.chips[-1].hasFocus()
    QTest.keyClick(search.chips.chips[-1], Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait_for(qtbot, window, Query.build(likes=(Like(photo=first),)))
    search.chips.chips[-1].setFocus()
    QTest.keyClick(search.chips.chips[-1], Key.Key_F, CTRL)
    assert search.words.hasFocus()


def test_back_restores_folder_order_and_open_stack(qtbot: QtBot, window: MainWindow, folder: str) -> None:
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: tree.lines.index_of(f"{folder}/trip").isValid())
    tree.setCurrentIndex(tree.lines.index_of(f"{folder}/trip"))
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 12)
    first = like_this(qtbot, window, 1)
    QTest.mouseClick(window.grid.viewport(), LEFT, NONE, stack_button(window))
    window.top_bar._orders["name"].trigger()
    qtbot.waitUntil(lambda: not window.gallery.renewal.is_asking)
    shown = list(window.grid.grid_model.ids)
    assert len(window.grid.grid_model.stacks.unfolded) == 1  # another order folds nothing
    like_this(qtbot, window, 4)
    window.navigation.show_folder(None)
    qtbot.waitUntil(lambda: window.gallery.asked.folder is None and not window.gallery.renewal.is_asking)
    QTest.keyClick(window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait_for(qtbot, window, Query.build(likes=(Like(photo=first),)))
    assert window.gallery.asked.folder == f"{folder}/trip"
    assert window.gallery.asked.order == "name"
    assert list(window.grid.grid_model.ids) == shown
    assert tree.node_at(tree.currentIndex()).path == f"{folder}/trip"  # type: ignore[union-attr]


def test_more_like_this_from_the_loupe_shows_the_grid(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 4)
    photo = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_E)
    QTest.keyClick(window.loupe, Key.Key_S)
    wait_for(qtbot, window, Query.build(likes=(Like(photo=photo),)))
    assert window.pages.currentWidget() is window.results
    assert window.grid.hasFocus()


def test_a_click_before_new_results_stays_with_its_photo(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    search_words(window, "red")
    click(window, 7)
    chosen = window.grid.selected()
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    assert window.grid.selected() == chosen
    assert window.grid.viewport().rect().contains(cell(window, window.grid.currentIndex().row()).center())
    window.top_bar.search.clear()
    wait_for(qtbot, window, None)
    search_words(window, "blue")  # without a click the best are shown from the top, and none is selected
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    assert window.grid.selected() == []


# -- drops -----------------------------------------------------------------------------------------------


def test_a_dropped_file_is_an_example_next_to_the_words(
    qtbot: QtBot, window: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    search_words(window, "blue")
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    dropped = picture(tmp_path / "Sunday at the lake, late.jpg")
    drop(window.top_bar.search, files(dropped))
    wait_for(qtbot, window, Query.build("blue", likes=(Like(path=str(dropped)),)))
    chip = window.top_bar.search.editor.examples[Like(path=str(dropped))]
    assert chip.toolTip().partition("\n")[0] == dropped.name
    qtbot.waitUntil(lambda: chip.picture.width() == tokens.CHIP_PICTURE)
    words = window.top_bar.search.words
    words.setFocus()
    QTest.keyClick(words, Key.Key_A, CTRL)
    QTest.keyClick(words, Key.Key_Delete)
    wait_for(qtbot, window, None)
    assert words.text() == ""
    assert not window.top_bar.search.editor.examples
    # Words typed later are combined with an example, too; removing them leaves the example alone.
    drop(window.top_bar.search, files(dropped))
    wait_for(qtbot, window, Query.build(likes=(Like(path=str(dropped)),)))
    QTest.keyClicks(words, "red")
    wait_for(qtbot, window, Query.build("red", likes=(Like(path=str(dropped)),)))
    for _ in "red":
        QTest.keyClick(words, Key.Key_Backspace)
    wait_for(qtbot, window, Query.build(likes=(Like(path=str(dropped)),)))
    QTest.keyClick(words, Key.Key_Backspace)
    QTest.keyClick(window.top_bar.search.chips.chips[0], Key.Key_Backspace)
    wait_for(qtbot, window, None)


def test_other_files_are_reported_and_change_nothing(
    qtbot: QtBot, window: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    wrong = tmp_path / "letter.jpg"
    wrong.write_text("Dear all")
    drop(window.top_bar.search, files(wrong))
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.words.text() == "Photon can't search with “letter.jpg”. This is no picture."
    assert window.gallery.asked.query is None
    assert session.queries == []
    good = picture(tmp_path / "good.jpg")
    drop(window.top_bar.search, files(wrong, good))
    wait_for(qtbot, window, Query.build(likes=(Like(path=str(good)),)))
    assert [query.likes for query in session.queries] == [(Like(path=str(good)),)]


def test_many_dropped_pictures_are_one_query_with_the_first_few(
    qtbot: QtBot, window: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    dropped = [picture(tmp_path / f"{number}.jpg") for number in range(5)]
    drop(window.top_bar.search, files(*dropped))
    wait_for(qtbot, window, Query.build(likes=tuple(Like(path=str(path)) for path in dropped[:3])))
    assert len(session.queries) == 1
    assert window.toast.words.text() == "Searching with the first 3 of 5 photos."


def test_photos_of_the_grid_can_be_dropped_on_the_bar(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    mime = QMimeData()
    mime.setData(PHOTOS_MIME, b"3 5")
    drop(window.top_bar.search, mime)
    wait_for(qtbot, window, Query.build(likes=(Like(photo=3), Like(photo=5))))
    assert [chip.toolTip().partition("\n")[0] for chip in window.top_bar.search.editor.examples.values()] == [
        "yellow-00003.jpg",
        "red-00005.jpg",
    ]


@pytest.mark.parametrize("place", ["bar", "window"])
def test_a_dropped_folder_is_added_wherever_it_is_dropped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, place: str
) -> None:
    more = tmp_path / "more.jpg"  # a folder may have such a name
    more.mkdir()
    drop(window.top_bar.search if place == "bar" else window, files(more))
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 48)
    assert window.gallery.asked.query is None


def test_the_window_accepts_no_single_files(window: MainWindow, tmp_path: Path) -> None:
    mime = files(picture(tmp_path / "one.jpg"))
    event = QDragEnterEvent(QPointF(300, 300).toPoint(), Qt.DropAction.CopyAction, mime, LEFT, NONE)
    event.ignore()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


# -- style -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_style", [True, False])
def test_the_style_of_a_photo_is_searched_for_with_or_without_its_subject(
    qtbot: QtBot, window: MainWindow, is_style: bool
) -> None:
    click(window, 2)
    photo = window.grid.current()
    searches = window.part(PhotoSearches)
    (searches.search_same_look if is_style else searches.search_other_look)()
    wanted, unwanted = Like(photo=photo, is_style=is_style), Like(photo=photo, is_style=not is_style, unwanted=True)
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    assert window.gallery.state.query.parts == (wanted, unwanted)
    assert window.top_bar.search.text() == format_query(window.gallery.state.query)
    chips = [chip.toolTip().partition("\n")[0] for chip in window.top_bar.search.editor.examples.values()]
    assert ["tyle of " in chip for chip in chips] == [is_style, not is_style], chips
    shown = {like.is_style: chip.label for like, chip in window.top_bar.search.editor.examples.items()}
    qtbot.waitUntil(shown[False].isHidden)  # once its picture is there
    assert not shown[True].isHidden()
