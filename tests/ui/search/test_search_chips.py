"""Chips in the search bar: created by typing, opened, weighted, removed, and converted back to text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photon.domain import Answer, Exact, Filter, Ignored, Like, Part, Query, QueryWords, Region
from photon.search.query_language import parse
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key, asked, said, typed
from tests.ui.fake_session import FakeSession


@pytest.fixture
def bar(window: MainWindow) -> SearchBar:
    return window.top_bar.search


def test_a_chip_of_an_event_is_cut_at_its_end_and_the_tip_is_whole(bar: SearchBar) -> None:
    bar.ask_query(
        parse("event:2024-07-14T11:05..2024-07-14T11:41, folder:a_rather_long_name_of_a_certain_folder_2024").query
    )
    event, folder = bar.chips.chips
    assert event.label.text().startswith("14 July 2024")
    assert "41" in event.toolTip()
    assert folder.label.text().endswith("2024")


# -- typing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "chips", "left"),
    [
        ("a dog rating:>=3 ", ["3 stars or more"], "a dog "),
        ("rating:>=3 a dog", ["3 stars or more"], "a dog"),
        ('red "Lisbon 2021" ', ["“Lisbon 2021”"], "red "),
        ("-dog ", ["dog"], ""),
        ("2*beach, blue", ["beach"], "blue"),
        ("(beach OR lake) blue", ["beach or lake"], "blue"),
        ("my:Fluffy on a sofa, blue", ["Fluffy on a sofa"], "blue"),
        ("my:Fluffy on a sofa", [], "my:Fluffy on a sofa"),
        ("without a leash", [], "without a leash"),
        ("red car, not a bus, street", ["a bus"], "red car, street"),
        ("red car, blue sky ", [], "red car, blue sky "),
        ("rating:>=3", [], "rating:>=3"),
        ("rating:many stars", [], "rating:many stars"),
    ],
)
def test_finished_parts_become_chips_but_plain_words_do_not(
    qtbot: QtBot, bar: SearchBar, words: str, chips: list[str], left: str
) -> None:
    typed(bar, words)
    assert (said(bar), bar.words.text()) == (chips, left)
    assert asked(bar) == set(parse(words).query.parts)


def test_enter_finishes_everything(qtbot: QtBot, window: MainWindow, bar: SearchBar, session: FakeSession) -> None:
    typed(bar, "red -dog rating:>=3")
    assert said(bar) == ["dog"]
    QTest.keyClick(bar.words, Key.Key_Return)
    assert said(bar) == ["dog", "3 stars or more"]
    assert bar.words.text() == "red"
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    assert set(session.queries[-1].parts) == {
        QueryWords("red"),
        QueryWords("dog", unwanted=True),
        Filter("rating", ">=3"),
    }
    assert session.queries[-1].top == 400


def test_a_part_with_the_cursor_is_no_chip(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "rating:>=3")
    QTest.keyClick(bar.words, Key.Key_Home)
    QTest.keyClicks(bar.words, "blue ")
    assert said(bar) == []
    for _ in range(9):
        QTest.keyClick(bar.words, Key.Key_Right)
    QTest.keyClicks(bar.words, "=")
    QTest.keyClick(bar.words, Key.Key_Backspace)
    assert said(bar) == []
    QTest.keyClick(bar.words, Key.Key_End)
    QTest.keyClicks(bar.words, " ")
    assert said(bar) == ["3 stars or more"]
    assert bar.words.text() == "blue "


def test_the_same_filter_is_one_chip(bar: SearchBar) -> None:
    typed(bar, "rating:>=3 rating:>=3 ")
    assert said(bar) == ["3 stars or more"]


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("tag:Beach ", "tag:beach ", Filter("tag", "beach")),
        ("tag:beach ", "-tag:beach ", Filter("tag", "beach", unwanted=True)),
        ("-dog ", "2*Dog ", QueryWords("Dog", weight=2)),
        ('"Lisbon 2021" ', '"lisbon  2021" ', Exact("lisbon 2021")),
        ("(beach OR lake) ", "-(beach OR lake) ", parse("-(beach OR lake)").query.parts[0]),
        ("like:#3 ", "2*like:#3 ", Like(photo=3, weight=2)),
    ],
)
def test_duplicate_chips_are_merged_and_the_last_weight_counts(
    bar: SearchBar, first: str, second: str, left: Part
) -> None:
    typed(bar, first + second)
    assert [chip.part for chip in bar.chips.chips] == [left]


def test_ten_thousand_characters_and_an_emoji_are_accepted(qtbot: QtBot, bar: SearchBar) -> None:
    QGuiApplication.clipboard().setText("🐕 " + "x" * 12_000)
    bar.words.setFocus()
    QTest.keyClick(bar.words, Key.Key_V, CTRL)
    assert len(bar.words.text()) in (2_099, 2_100)  # the field's limit; Qt counts the dog as two
    bar.clear()
    QGuiApplication.clipboard().setText("-🐕 rating:>=3 a")
    QTest.keyClick(bar.words, Key.Key_V, CTRL)
    assert said(bar) == ["🐕", "3 stars or more"]
    assert (bar.words.text(), bar.words.cursor_place) == ("a", 1)


# -- keyboard ------------------------------------------------------------------------------------------


def test_keys_move_through_the_chips_and_back(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "rating:>=3 -dog blue")
    first, second = bar.chips.chips
    QTest.keyClick(bar.words, Key.Key_Home)
    QTest.keyClick(bar.words, Key.Key_Left)
    assert second.hasFocus()
    QTest.keyClick(second, Key.Key_Left)
    assert first.hasFocus()
    QTest.keyClick(first, Key.Key_Left)
    assert first.hasFocus()
    QTest.keyClick(first, Key.Key_Right)
    QTest.keyClick(second, Key.Key_Right)
    assert bar.words.hasFocus()
    QTest.keyClick(bar.words, Key.Key_Left)
    QTest.keyClick(second, Key.Key_Escape)
    assert bar.words.hasFocus()
    assert said(bar) == ["3 stars or more", "dog"]
    QTest.keyClick(bar.words, Key.Key_Left)
    QTest.keyClick(second, Key.Key_S)  # no command of the window is run
    assert bar.words.text() == "blues"
    assert bar.words.hasFocus()


def test_delete_and_backspace_remove_a_chip(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    typed(bar, "rating:>=3 -dog red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    QTest.keyClick(bar.words, Key.Key_Home)
    QTest.keyClick(bar.words, Key.Key_Left)
    QTest.keyClick(bar.chips.chips[1], Key.Key_Delete)
    assert said(bar) == ["3 stars or more"]
    assert bar.chips.chips[0].hasFocus()
    QTest.keyClick(bar.chips.chips[0], Key.Key_Backspace)
    assert said(bar) == []
    assert bar.words.hasFocus()
    qtbot.waitUntil(
        lambda: window.gallery.asked.query is not None and window.gallery.asked.query.parts == (QueryWords("red"),)
    )


def test_backspace_next_to_a_chip_selects_it_and_a_second_one_removes_it(
    qtbot: QtBot, window: MainWindow, bar: SearchBar
) -> None:
    typed(bar, "rating:>=3 not a bus, red")
    QTest.keyClick(bar.words, Key.Key_Home)
    before = asked(bar)
    QTest.keyClick(bar.words, Key.Key_Backspace)
    last = bar.chips.chips[1]
    assert last.hasFocus()
    assert last.property("current") == "true"  # it is visible
    assert (said(bar), bar.words.text(), asked(bar)) == (["3 stars or more", "a bus"], "red", before)
    QTest.keyClick(last, Key.Key_Backspace)
    assert (said(bar), bar.words.text()) == (["3 stars or more"], "red")
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None and len(window.gallery.asked.query.parts) == 2)


def test_a_held_backspace_stops_at_the_chips(bar: SearchBar) -> None:
    typed(bar, "rating:>=3 red")
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Backspace, NONE, "\b", True)
    for _ in range(9):
        QApplication.sendEvent(bar.words, held)
    assert (said(bar), bar.words.text(), bar.words.hasFocus()) == (["3 stars or more"], "", True)
    QTest.keyClick(bar.words, Key.Key_Backspace)
    QApplication.sendEvent(bar.chips.chips[0], held)
    assert said(bar) == ["3 stars or more"]


def test_the_folder_is_a_chip_for_the_keyboard_too(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, folder: str
) -> None:
    window.navigation.show_folder(f"{folder}/trip")
    typed(bar, "-dog ")
    QTest.keyClick(bar.words, Key.Key_Left)
    QTest.keyClick(bar.chips.chips[0], Key.Key_Left)
    assert bar.chips.folder is not None
    assert bar.chips.folder.hasFocus()
    assert bar.chips.folder.accessibleName() == "Folder: trip"
    QTest.keyClick(bar.chips.folder, Key.Key_Delete)
    assert bar.chips.folder is None
    assert window.gallery.asked.folder is None
    assert bar.words.hasFocus()
    assert said(bar) == ["dog"]


# -- photos and regions --------------------------------------------------------------------------------


def test_a_region_shows_its_part_of_the_photo(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    middle, corner = Like(photo=1, region=Region(0.4, 0.4, 0.2, 0.2)), Like(photo=1, region=Region(0, 0, 0.1, 0.1))
    bar.add_examples([(middle, ""), (corner, "")])
    chips = bar.chips.chips
    qtbot.waitUntil(lambda: all(chip.label.isHidden() for chip in chips))
    colours = [chip.picture.pixmap().toImage().pixelColor(14, 14).lightness() for chip in chips]
    assert colours[0] > colours[1] + 20  # the disc is paler than the background
    qtbot.waitUntil(lambda: chips[0].toolTip().endswith(".jpg\nClick for weight and more"))
    assert chips[0].toolTip().startswith("Part of ") or chips[0].toolTip().startswith("part of ")


def test_a_typed_example_gets_picture_and_name(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "like:#5 ")
    chip = bar.editor.examples[Like(photo=5)]
    qtbot.waitUntil(chip.label.isHidden)
    qtbot.waitUntil(lambda: chip.toolTip() == "red-00005.jpg\nClick for weight and more")


# -- recalling, text form ------------------------------------------------------------------------------

RICH = Query(
    (
        QueryWords("a red car"),
        QueryWords("a bus", unwanted=True),
        Exact("Lisbon 2021"),
        Filter("date", "last-summer"),
        Like(photo=3, weight=2.0),
        Like(photo=5, region=Region(0.1, 0.2, 0.3, 0.4), unwanted=True),
        QueryWords("my:Fluffy on a sofa"),
    ),
    balance=0.25,
    strength=1.5,
)


def test_any_query_can_be_restored(qtbot: QtBot, bar: SearchBar, session: FakeSession) -> None:
    bar.recall(RICH)
    query = bar.query()
    assert query is not None
    assert set(query.parts) == set(RICH.parts)
    assert (query.balance, query.strength) == (0.25, 1.5)
    assert bar.words.text() == "a red car"
    assert not session.queries
    bar.ask()
    assert not session.queries  # nothing changed, so there is no request
    bar.ask_query(Query((QueryWords("blue"),)))
    qtbot.waitUntil(lambda: bool(session.queries))
    assert bar.query() == parse("blue").query


def test_the_text_form_is_complete_and_reversible(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, session: FakeSession
) -> None:
    bar.ask_query(RICH)
    qtbot.waitUntil(lambda: len(session.queries) == 1)
    before = bar.query()
    QTest.keyClick(window, Key.Key_F, CTRL | SHIFT)
    assert said(bar) == []
    assert bar.words.selectedText() == bar.words.text() == bar.text()
    shown = parse(bar.words.text()).query
    assert not bar.blend.isVisible()  # the text contains the weight
    assert before is not None
    assert (set(shown.parts), shown.balance, shown.strength) == (set(before.parts), 0.25, 1.5)
    QTest.keyClick(bar.words, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == bar.text()
    QTest.keyClick(bar.words, Key.Key_End)
    QTest.keyClicks(bar.words, " rating:>=3 ")
    assert said(bar) == []
    QTest.keyClick(window, Key.Key_F, CTRL | SHIFT)
    after = bar.query()
    assert after is not None
    assert set(after.parts) == {*before.parts, Filter("rating", ">=3")}
    assert (after.balance, after.strength) == (0.25, 1.5)
    assert bar.blend.isVisible()
    assert (bar.blend.balance_slider.value(), bar.blend.strength_slider.value()) == (10, 30)
    assert len(bar.chips.chips) == 7
    assert bar.words.hasFocus()


def test_esc_leaves_the_text_form_and_loses_nothing(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    typed(bar, "2*beach red foo:bar rating:many")
    text = bar.text()
    QTest.mouseClick(bar.text_button, LEFT)
    assert bar.words.text() == text
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert said(bar) == ["beach"]
    assert bar.words.text() == "red foo:bar rating:many"
    assert len(bar.words.mistakes) == 2


def test_the_menu_copies_the_search_as_text(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    typed(bar, "-dog red")
    QGuiApplication.clipboard().clear()
    for place in (bar, bar.words):
        menu = QMenu(place)
        bar.words.menu_wanted.emit(menu)
        names = [action.text() for action in menu.actions() if action.text()]
        assert names == ["Copy search as text", "Edit search as text"]
    menu.actions()[1].trigger()
    assert parse(QGuiApplication.clipboard().text()).query.parts == (
        QueryWords("dog", unwanted=True),
        QueryWords("red"),
    )


def test_esc_leaves_the_bar_and_the_answer_stays(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    typed(bar, "-dog red")
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert window.grid.hasFocus()
    assert (said(bar), bar.words.text()) == (["dog"], "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)  # the last typed text is searched as well
    assert window.gallery.asked.query is not None


# -- mistakes ------------------------------------------------------------------------------------------


def test_unusable_parts_are_marked_and_explained(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, session: FakeSession
) -> None:
    missing, unknown = Like(path="/gone.jpg"), QueryWords("my:Nobody")
    ignored = (
        Ignored(missing, "There is no file /gone.jpg."),
        Ignored(unknown, "You taught no concept “Nobody”.", "Teach it first."),
    )
    session.search = lambda _query: session._do(lambda: Answer(ignored=ignored))  # type: ignore[method-assign]
    typed(bar, "like:/gone.jpg my:Nobody")
    qtbot.waitUntil(lambda: window.gallery.state.ignored == ignored)
    chip = bar.editor.examples[missing]
    assert chip.warning.isVisible()
    assert "There is no file /gone.jpg." in chip.toolTip()
    assert [(one.start, one.end, one.message) for one in bar.words.mistakes] == [(0, 9, ignored[1].message)]
    assert (
        "There is no file /gone.jpg. You taught no concept “Nobody”. Teach it first."
        in window.results.header.notice.text()
    )
    session.search = lambda _query: session._do(Answer)  # type: ignore[method-assign]
    QTest.keyClicks(bar.words, " on a sofa")
    qtbot.waitUntil(lambda: not window.gallery.state.ignored)
    assert not chip.warning.isVisible()
    assert bar.words.mistakes == ()


def test_a_long_row_scrolls_and_leaves_space_for_words(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    window.resize(1024, 700)
    typed(bar, " ".join(f'"exactly this text {number}"' for number in range(9)) + " red")
    assert len(bar.chips.chips) == 9
    qtbot.waitUntil(lambda: bar.words.width() >= 120)
    assert window.width() == 1024
    last = bar.chips.chips[-1]
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())
    first = bar.chips.chips[0]
    bar.chips.focus(first)
    assert not first.visibleRegion().isEmpty()


def test_every_chip_has_an_accessible_name(bar: SearchBar) -> None:
    typed(bar, "-rating:>=3 2*beach red")
    spoken = [chip.accessibleName() for chip in bar.chips.chips]
    assert spoken == ["Not rating: 3 stars or more", "Beach, weight ×2"]
    assert all(chip.cross.accessibleName() for chip in bar.chips.chips)
    assert QApplication.focusWidget() is bar.words
    assert bar.chips.chips[0].focusPolicy() != Qt.FocusPolicy.NoFocus
