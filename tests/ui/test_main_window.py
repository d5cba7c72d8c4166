"""Whole flows through the window, with real keys and clicks, over a library in memory."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from photon.domain import Activity, Answer, Hit, Like, Problem, changed
from photon.ui import tokens
from photon.ui.main_window import MainWindow
from photon.ui.photo_grid_model import Role
from photon.ui.photo_mime import PHOTOS_MIME
from photon.ui.theme import theme
from tests.ui.fake_session import FakeSession

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def opened(qtbot: QtBot, session: FakeSession) -> MainWindow:
    made = MainWindow(session)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def empty(qtbot: QtBot, session: FakeSession) -> Iterator[MainWindow]:
    """The window over a library without folders."""
    theme().choose("dark")
    made = opened(qtbot, session)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, session: FakeSession, folder: str) -> Iterator[MainWindow]:
    """The window over a library with 24 photos."""
    session.add_folder(folder).result()
    theme().choose("dark")
    made = opened(qtbot, session)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 24)
    qtbot.waitUntil(lambda: made.grid.grid_model.index(0).data(Role.CARD) is not None)
    made.grid.setFocus()
    yield made
    made.close()


def cell(window: MainWindow, row: int) -> QRect:
    return window.grid.visualRect(window.grid.grid_model.index(row))


def click(window: MainWindow, row: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(window.grid.viewport(), LEFT, modifiers, cell(window, row).center())


def ratings(window: MainWindow, photos: list[int]) -> list[int]:
    cards = [window.grid.grid_model.card(photo) for photo in photos]
    return [card.rating if card else -1 for card in cards]


def drop(widget: QWidget, mime: QMimeData) -> None:
    """Drop something on a widget, as the window system would."""
    middle = QPointF(widget.rect().center())
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(middle.toPoint(), action, mime, buttons, NONE)
    QApplication.sendEvent(widget, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(middle, action, mime, buttons, NONE))


def files(*paths: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def search_words(window: MainWindow, words: str) -> None:
    QTest.keyClick(window, Key.Key_F, CTRL)
    assert window.top_bar.search.words.hasFocus()
    QTest.keyClicks(window.top_bar.search.words, words)


# -- first run -----------------------------------------------------------------------------------------


def test_from_first_run_to_undo(qtbot: QtBot, empty: MainWindow, session: FakeSession, folder: str) -> None:
    """First run, folder, photos, words, results, click, loupe, rating, undo: the main job."""
    window = empty
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.first_run)
    assert not window.first_run.start.isEnabled()  # nothing chosen yet
    drop(window.first_run, files(folder))
    assert window.first_run.chosen() == [folder]
    QTest.mouseClick(window.first_run.start, LEFT)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 24)
    assert window.pages.currentWidget() is not window.first_run
    assert window.header.first.text() == "All photos"

    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong > 0)
    assert window.header.first.text() == "4 photos clearly show this"
    assert "20 more are near" in window.header.second.text()
    assert "63% of your photos can be searched so far" in window.header.second.text()
    assert window.grid.cells.sections == (4, 20)

    QTest.keyClick(window.top_bar.search.words, Key.Key_Down)
    assert window.grid.hasFocus()
    photo = window.grid.grid_model.ids[0]
    assert window.grid.current() == photo
    QTest.keyClick(window.grid, Key.Key_Return)
    assert window.middle.currentWidget() is window.loupe
    assert window.loupe.current == photo
    QTest.keyClick(window.loupe, Key.Key_4)
    qtbot.waitUntil(lambda: session.photo(photo).result().rating == 4)  # type: ignore[union-attr]
    QTest.keyClick(window.loupe, Key.Key_Escape)
    assert window.middle.currentWidget() is window.photos_page
    assert window.grid.hasFocus()
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: session.photo(photo).result().rating == 0)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window.toast.words.text() == "Undone: Rated 1 photos")
    QTest.keyClick(window, Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: ratings(window, [photo]) == [4])


def test_proposed_folders_can_be_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    pictures = tmp_path / "Pictures"
    pictures.mkdir()
    session = FakeSession(tmp_path, proposed=[str(pictures), str(tmp_path / "DCIM")])
    window = opened(qtbot, session)
    first = window.first_run
    qtbot.waitUntil(lambda: window.pages.currentWidget() is first)
    assert first.chosen() == [str(pictures)]
    QTest.mouseClick(first.boxes[str(pictures)], LEFT)
    assert first.chosen() == []
    assert not first.start.isEnabled()
    first.boxes[str(pictures)].setFocus()
    QTest.keyClick(first.boxes[str(pictures)], Key.Key_Space)
    QTest.keyClick(first.start, Key.Key_Space)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 24)
    window.close()
    session.close()


def test_folder_that_cannot_be_added_is_explained(qtbot: QtBot, window: MainWindow) -> None:
    window.sidebar.add("/nowhere/at/all")
    qtbot.waitUntil(window.notice.isVisible)
    assert "no folder /nowhere/at/all" in window.notice.message.text()
    assert "drive" in window.notice.hint.text()
    assert not window.notice.copy.isVisible()
    QTest.mouseClick(window.notice.shut, LEFT)
    assert not window.notice.isVisible()


def test_bug_is_shown_with_details_to_copy(qtbot: QtBot, window: MainWindow) -> None:
    window.bridge.bug.emit("Traceback: oh no")
    assert window.notice.isVisible()
    QTest.mouseClick(window.notice.copy, LEFT)
    assert QApplication.clipboard().text() == "Traceback: oh no"


# -- search --------------------------------------------------------------------------------------------


def test_results_follow_typing_and_late_answers_are_dropped(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    QTest.keyClick(window.top_bar.search.words, Key.Key_A, CTRL)
    QTest.keyClicks(window.top_bar.search.words, "blue grey")
    QTest.keyClick(window.top_bar.search.words, Key.Key_Return)
    qtbot.waitUntil(lambda: window.gallery.state.strong == 10)
    assert [query.words for query in session.queries] == ["red", "blue grey"]  # one question per pause
    # A folder asked for before the query must not replace its answer.
    window.gallery.search(None)
    window.gallery.search(window.top_bar.search.query())
    qtbot.wait(100)
    assert window.gallery.state.strong == 10


def test_no_strong_match_says_so(qtbot: QtBot, window: MainWindow) -> None:
    search_words(window, "elephant")
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    assert window.header.first.text() == "No photo clearly shows elephant. The nearest:"
    assert window.grid.cells.sections == (24,)


def test_escape_clears_then_leaves(qtbot: QtBot, window: MainWindow) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    words = window.top_bar.search.words
    QTest.keyClick(words, Key.Key_Escape)
    assert words.text() == ""
    assert words.hasFocus()
    qtbot.waitUntil(lambda: window.header.first.text() == "All photos")
    QTest.keyClick(words, Key.Key_Escape)
    assert window.grid.hasFocus()


def test_keys_are_words_while_typing(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 0)
    search_words(window, "3 bags")
    assert window.top_bar.search.words.text() == "3 bags"
    assert ratings(window, window.grid.targets()) in ([0], [])
    assert window.middle.currentWidget() is window.photos_page


def test_more_like_this_and_chips(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 2)
    photo = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_S)
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].likes == (Like(photo=photo),)
    chip = window.top_bar.search._examples[Like(photo=photo)]
    qtbot.waitUntil(lambda: chip.picture.width() == tokens.CHIP_PICTURE)
    words = window.top_bar.search.words
    words.setFocus()
    QTest.keyClick(words, Key.Key_Backspace)
    qtbot.waitUntil(lambda: window.gallery.query is None)


def test_dropping_a_file_or_a_photo_on_the_bar_searches(
    qtbot: QtBot, window: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    picture = tmp_path / "dog.jpg"
    picture.write_bytes(b"x")
    drop(window.top_bar.search, files(picture))
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].likes == (Like(path=str(picture)),)
    mime = QMimeData()
    mime.setData(PHOTOS_MIME, b"3 5")
    drop(window.top_bar.search, mime)
    qtbot.waitUntil(lambda: len(session.queries[-1].likes) == 3)


def test_order_of_results(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    orders = window.top_bar._orders
    assert not orders["relevance"].isVisible()
    orders["name"].trigger()
    by_name = session.photos("name", None).result()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == by_name)
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    assert orders["relevance"].isChecked()
    orders["oldest"].trigger()
    oldest = session.photos("oldest", None).result()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids[:4]) == [i for i in oldest if i % 5 == 0])


def test_searchable_photos_do_not_disturb_who_looks(
    qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    click(window, 3)
    session.arrive(10, folder)
    qtbot.waitUntil(window.header.renew.isVisible)
    assert window.gallery.state.strong == 4
    QTest.mouseClick(window.header.renew, LEFT)
    qtbot.waitUntil(lambda: window.gallery.state.strong == 6)
    assert len(window.grid.selected()) == 1


# -- folders -------------------------------------------------------------------------------------------


def test_folder_limits_grid_and_search(qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str) -> None:
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: tree.lines.rowCount() == 2)
    root = tree.lines.index(1, 0)
    below = tree.lines.index(0, 0, root)
    assert [tree.node_at(i).photos for i in (tree.top(), root, below)] == [24, 24, 12]  # type: ignore[union-attr]
    QTest.mouseClick(tree.viewport(), LEFT, NONE, tree.visualRect(below).center())
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 12)
    assert window.header.first.text() == "trip"
    search_words(window, "red")
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].folder == f"{folder}/trip"
    qtbot.waitUntil(lambda: window.gallery.state.photos == 12)
    chip = window.top_bar.search._folder_chip
    assert chip is not None
    chip.removed.emit()
    qtbot.waitUntil(lambda: window.gallery.state.photos == 24)
    assert tree.currentIndex() == tree.top()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog
def test_removing_a_folder_asks_and_leaves_the_files(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: tree.lines.rowCount() == 2)
    node = tree.node_at(tree.lines.index(1, 0))
    actions = {action.text(): action for action in window.sidebar.actions_for(node, window)}
    assert set(actions) == {"Show in file manager", "Look again", "Remove folder…"}
    actions["Look again"].trigger()
    assert session.rescans == 1
    actions["Remove folder…"].trigger()
    box = QApplication.activeModalWidget()
    assert box is not None
    assert "stay where they are" in box.informativeText()  # type: ignore[attr-defined]
    QTest.keyClick(box, Key.Key_Escape)
    assert len(session.folders().result()) == 1
    actions["Remove folder…"].trigger()
    box = QApplication.activeModalWidget()
    assert box is not None
    QTest.mouseClick(box.buttons()[0], LEFT)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.first_run)
    assert session.folders().result() == []


def test_offline_folder_says_so(qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str) -> None:
    session.take_offline(folder)
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: bool((node := tree.node_at(tree.lines.index(1, 0))) and node.offline))
    assert "Offline" in tree.lines.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    node = tree.node_at(tree.lines.index(1, 0))
    show = next(a for a in window.sidebar.actions_for(node, window) if a.text() == "Show in file manager")
    assert not show.isEnabled()


def test_dropping_a_folder_on_the_sidebar_adds_it(
    qtbot: QtBot, window: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    drop(window.sidebar, files(other))
    qtbot.waitUntil(lambda: window.sidebar.tree.lines.rowCount() == 3)
    assert [f.path for f in session.folders().result()][-1] == str(other)


# -- marks and keys ------------------------------------------------------------------------------------


def test_rating_and_favourite_keys_act_on_the_selection(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 1)
    click(window, 3, CTRL)
    photos = window.grid.selected()
    QTest.keyClick(window.grid, Key.Key_5)
    assert ratings(window, photos) == [5, 5]  # at once
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.words.text() == "★★★★★ for 2 photos"
    QTest.keyClick(window.grid, Key.Key_B)
    qtbot.waitUntil(lambda: all(session.photo(p).result().favourite for p in photos))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window.toast.words.text() == "2 photos are now favourites")
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: not any(session.photo(p).result().favourite for p in photos))  # type: ignore[union-attr]
    assert ratings(window, photos) == [5, 5]


def test_undo_with_nothing_to_undo_says_so(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: window.toast.words.text() == "There is nothing to undo.")


def test_selection_keys_and_status(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: window.status.selection.text().endswith("24 selected"))
    QTest.keyClick(window.grid, Key.Key_D, CTRL)
    assert window.grid.selected() == []
    qtbot.waitUntil(lambda: window.status.selection.text() == "")


def test_panels_by_key(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_F9)
    assert window.sidebar.isHidden()
    QTest.keyClick(window, Key.Key_F8)
    assert window.inspector.isHidden()
    QTest.keyClick(window, Key.Key_F7)
    assert not window.sidebar.isHidden()
    assert not window.inspector.isHidden()
    QTest.keyClick(window, Key.Key_F7)
    assert window.sidebar.isHidden()
    assert window.inspector.isHidden()
    QTest.mouseClick(window.top_bar.sidebar_button, LEFT)
    assert not window.sidebar.isHidden()
    QTest.keyClick(window, Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window, Key.Key_F11)
    assert not window.isFullScreen()


def test_size_by_slider_and_key(qtbot: QtBot, window: MainWindow) -> None:
    side = window.grid.tile
    QTest.keyClick(window, Key.Key_Plus, CTRL)
    assert window.grid.tile > side
    assert window.top_bar.slider.value() == window.grid.tile
    window.top_bar.slider.setValue(120)
    assert window.grid.tile == 120


def test_f5_looks_again(window: MainWindow, session: FakeSession) -> None:
    QTest.keyClick(window, Key.Key_F5)
    assert session.rescans == 1


def test_leaving_the_loupe_ends_at_the_photo_looked_at(qtbot: QtBot, window: MainWindow) -> None:
    ids = window.grid.grid_model.ids
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_E)
    assert window.loupe.current == ids[0]
    QTest.keyClick(window.loupe, Key.Key_Right)
    QTest.keyClick(window.loupe, Key.Key_Right)
    QTest.keyClick(window.loupe, Key.Key_G)
    assert window.grid.current() == ids[2]
    assert window.grid.selected() == [ids[2]]


def test_context_menu_has_what_can_be_done(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 1)
    files_of = window.files.menu_for(window.grid.targets(), window)
    menu = window.commands.photo_menu(window, files_of)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:2] == ["Open", "More like this"]
    assert "Favourite" in words
    assert {action.text() for action in files_of if action.text()} <= set(words)
    menu.deleteLater()


# -- background ----------------------------------------------------------------------------------------


def test_arriving_photos_appear(qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str) -> None:
    session.arrive(6, folder)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 30)
    qtbot.waitUntil(lambda: window.status.photos.text() == "30 photos")
    qtbot.waitUntil(lambda: session.visible == window.grid.on_screen())


def test_activity_is_told_and_can_be_paused(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.tell(Activity("embedding", 5000, 10000, 25.0))
    qtbot.waitUntil(lambda: "50%" in window.status.doing.text())
    assert window.status.doing.text() == "Making photos searchable · 50% · 25 per second · 3 min left"
    assert window.status.progress.isVisible()
    QTest.mouseClick(window.status.pause, LEFT)
    assert session.activity.paused
    assert window.status.doing.text() == "Paused · 50% done"
    QTest.mouseClick(window.status.pause, LEFT)
    assert not session.activity.paused
    session.tell(Activity())
    qtbot.waitUntil(lambda: not window.status.pause.isVisible())
    assert window.status.doing.text() == "All photos can be searched"


def test_problems_open_from_the_status_line(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    assert not window.status.problems.isVisible()
    session.fail(Problem("/photos/broken.jpg", "damaged", "The file ends too early."))
    qtbot.waitUntil(window.status.problems.isVisible)
    assert window.status.problems.text() == "1 problem"
    QTest.mouseClick(window.status.problems, LEFT)
    assert window.middle.currentWidget() is window.problem_list
    QTest.keyClick(window, Key.Key_Escape)
    assert window.middle.currentWidget() is window.photos_page


def test_preparing_is_said_where_the_results_would_be(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.search = lambda _query: session._do(lambda: Answer(searchable=0.0))  # type: ignore[assignment, method-assign]
    session.tell(Activity("preparing"))
    qtbot.waitUntil(lambda: "Preparing" in window.status.doing.text())
    search_words(window, "red")
    qtbot.waitUntil(window.empty.isVisible)
    assert window.empty.sentence.text() == "Preparing the search, about 30 seconds, only once."


def test_slow_search_is_announced_and_its_answer_still_comes(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    answers: list[Future[Answer]] = [Future()]
    session.search = lambda _query: answers[0]  # type: ignore[method-assign]
    session.tell(Activity("preparing"))
    search_words(window, "red")
    qtbot.waitUntil(window.empty.isVisible)
    assert window.empty.sentence.text() == "Preparing the search, about 30 seconds, only once."
    session.tell(Activity())
    qtbot.waitUntil(window.grid.isVisible)
    assert window.header.first.text() == "Searching…"
    answers[0].set_result(Answer((Hit(3, 0.9, strong=True, why=("meaning",), path="/a"),), 1))
    qtbot.waitUntil(lambda: window.header.first.text() == "1 photo clearly shows this")
    assert list(window.grid.grid_model.ids) == [3]


def test_empty_results_say_what_to_do(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.search = lambda _query: session._do(Answer)  # type: ignore[assignment, method-assign]
    search_words(window, "red")
    qtbot.waitUntil(window.empty.isVisible)
    assert window.empty.sentence.text() == "Nothing found."
    QTest.mouseClick(window.empty.button, LEFT)
    qtbot.waitUntil(window.grid.isVisible)
    assert window.top_bar.search.words.text() == ""


def test_vanishing_photos_leave_grid_and_loupe(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 2)
    QTest.keyClick(window.grid, Key.Key_Return)
    gone = window.grid.grid_model.ids[5]
    del session._photos[gone]
    session.tell(changed("photos", photos=frozenset({gone})))
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 23)
    assert window.middle.currentWidget() is window.loupe


# -- memory and theme ----------------------------------------------------------------------------------


def test_window_remembers(qtbot: QtBot, session: FakeSession, folder: str) -> None:
    session.add_folder(folder).result()
    window = opened(qtbot, session)
    window.grid.set_tile(250)
    window.toggle_inspector()
    window.commands["names"].setChecked(True)
    window.commands["scheme-light"].trigger()
    window.top_bar._orders["name"].trigger()
    window.close()
    assert (session.directory / "window.ini").exists()
    theme().choose("dark")
    again = opened(qtbot, session)
    assert again.grid.tile == 250
    assert again.top_bar.slider.value() == 250
    assert again.inspector.isHidden()
    assert not again.sidebar.isHidden()
    assert again.grid.delegate.has_names
    assert theme().colours is tokens.LIGHT
    assert again.commands["scheme-light"].isChecked()
    assert again.gallery.order == "name"
    again.close()
    theme().choose("dark")


def test_nonsense_in_the_memory_does_no_harm(qtbot: QtBot, session: FakeSession) -> None:
    (session.directory / "window.ini").write_text(
        "[grid]\ntile=huge\nfilling=perhaps\norder=sideways\n[window]\ngeometry=x\ncolours=pink\n"
    )
    window = opened(qtbot, session)
    assert window.grid.tile == tokens.TILE_USUAL
    assert window.gallery.order == "newest"
    window.close()


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900), (2560, 1440)])
def test_everything_has_room(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    search_words(window, "nothing that would ever be found in any of these photos, whatever one does")
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    assert (window.width(), window.height()) == size
    for part in (window.top_bar, window.status, window.grid, window.sidebar, window.inspector):
        inside = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        assert window.rect().contains(inside)
    assert tokens.SIDEBAR[0] <= window.sidebar.width() <= tokens.SIDEBAR[2]
    assert tokens.INSPECTOR[0] <= window.inspector.width() <= tokens.INSPECTOR[2]
    assert window.grid.width() > 300


def test_no_control_without_a_name(qtbot: QtBot, window: MainWindow) -> None:
    """A screen reader has something to say for every button that shows only an icon."""
    click(window, 0)
    qtbot.wait(150)
    nameless = [
        button
        for button in window.findChildren(QToolButton)
        if button.isVisible()
        and not (button.text() or button.accessibleName() or button.toolTip())
        and not button.objectName().startswith("qt_")
    ]
    assert [(button, button.parent()) for button in nameless] == []
