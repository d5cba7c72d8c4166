"""Complete workflows in the window, with real keys and clicks and a fake library."""

from concurrent.futures import Future
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from photon.domain import Activity, Answer, Hit, Problem, changed
from photon.ui.kit import tokens
from photon.ui.kit.theme import theme
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.photos.file_actions import FileActions
from photon.ui.window.main_window import MainWindow
from photon.ui.window.photo_selection import TELL_SELECTION_MS
from photon.ui.window.status_line import StatusLine
from tests.ui.driving import CTRL, LEFT, SHIFT, Key, click, drop, entries, files, opened, ratings, search_words
from tests.ui.fake_session import FakeSession


def test_from_first_run_to_undo(qtbot: QtBot, empty: MainWindow, session: FakeSession, folder: str) -> None:
    """First run, folder, photos, words, results, click, loupe, rating, undo: the main workflow."""
    window = empty
    session.searchable = 0.5
    qtbot.waitUntil(lambda: window.parts.outer.currentWidget() is window.first_run)
    assert not window.first_run.start.isEnabled()  # nothing is chosen yet
    drop(window.first_run, files(folder))
    assert window.first_run.chosen() == [folder]
    QTest.mouseClick(window.first_run.start, LEFT)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 24)
    assert window.parts.outer.currentWidget() is not window.first_run
    assert window.results.header.first.text() == "All photos"

    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong > 0)
    assert window.results.header.first.text() == "4 good matches"
    assert "20 possible matches" in window.results.header.second.text()
    qtbot.waitUntil(lambda: "50% of your photos are searchable so far" in window.results.header.second.text())
    assert window.grid.cells.sections == (4, 20)

    QTest.keyClick(window.top_bar.search.words, Key.Key_Down)
    assert window.grid.hasFocus()
    photo = window.grid.grid_model.ids[0]
    assert window.grid.current() == photo
    QTest.keyClick(window.grid, Key.Key_Return)
    assert window.pages.currentWidget() is window.loupe
    assert window.loupe.current == photo
    QTest.keyClick(window.loupe, Key.Key_4)
    qtbot.waitUntil(lambda: session.browsing.photo(photo).result().rating == 4)  # type: ignore[union-attr]
    QTest.keyClick(window.loupe, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results
    assert window.grid.hasFocus()
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: session.browsing.photo(photo).result().rating == 0)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window.toast.words.text() == "Undid: rated 1 photo")
    QTest.keyClick(window, Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: ratings(window, [photo]) == [4])


def test_suggested_folders_can_be_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    pictures = tmp_path / "Pictures"
    pictures.mkdir()
    for number in range(3):
        (pictures / f"{number}.jpg").touch()
    session = FakeSession(tmp_path, proposed=[str(pictures), str(tmp_path / "DCIM")])
    window = opened(qtbot, session)
    first = window.first_run
    qtbot.waitUntil(lambda: window.parts.outer.currentWidget() is first)
    assert first.chosen() == [str(pictures)]
    qtbot.waitUntil(lambda: first.boxes[str(pictures)].text().endswith("Pictures · 3 photos"))
    QTest.mouseClick(first.boxes[str(pictures)], LEFT)
    assert first.chosen() == []
    assert not first.start.isEnabled()
    first.boxes[str(pictures)].setFocus()
    QTest.keyClick(first.boxes[str(pictures)], Key.Key_Space)
    QTest.keyClick(first.start, Key.Key_Space)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 24)
    window.close()
    session.close()


def test_a_folder_that_cannot_be_added_is_explained(qtbot: QtBot, window: MainWindow) -> None:
    window.sidebar.add("/nowhere/at/all")
    qtbot.waitUntil(window.notice.isVisible)
    assert "no folder /nowhere/at/all" in window.notice.message.text()
    assert "drive" in window.notice.hint.text()
    assert not window.notice.copy.isVisible()
    QTest.mouseClick(window.notice.shut, LEFT)
    assert not window.notice.isVisible()


def test_a_bug_is_shown_with_details_to_copy(qtbot: QtBot, window: MainWindow) -> None:
    window.bridge.bug.emit("Traceback: oh no")
    assert window.notice.isVisible()
    QTest.mouseClick(window.notice.copy, LEFT)
    assert QApplication.clipboard().text() == "Traceback: oh no"


# -- search --------------------------------------------------------------------------------------------


def test_rating_and_favourite_keys_act_on_the_selection(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 1)
    click(window, 3, CTRL)
    photos = window.grid.selected()
    QTest.keyClick(window.grid, Key.Key_5)
    assert ratings(window, photos) == [5, 5]  # immediately
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.words.text() == "Rated 2 photos ★★★★★"
    QTest.keyClick(window.grid, Key.Key_B)
    qtbot.waitUntil(lambda: all(session.browsing.photo(p).result().favourite for p in photos))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window.toast.words.text() == "Added 2 photos to favourites")
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: not any(session.browsing.photo(p).result().favourite for p in photos))  # type: ignore[union-attr]
    assert ratings(window, photos) == [5, 5]


def test_undo_without_a_step_is_reported(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: window.toast.words.text() == "Nothing to undo.")


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


def test_f5_rescans(window: MainWindow, session: FakeSession) -> None:
    QTest.keyClick(window, Key.Key_F5)
    assert session.rescans == 1


def test_leaving_the_loupe_selects_its_last_photo(qtbot: QtBot, window: MainWindow) -> None:
    ids = window.grid.grid_model.ids
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_E)
    assert window.loupe.current == ids[0]
    QTest.keyClick(window.loupe, Key.Key_Right)
    QTest.keyClick(window.loupe, Key.Key_Right)
    QTest.keyClick(window.loupe, Key.Key_G)
    assert window.grid.current() == ids[2]
    assert window.grid.selected() == [ids[2]]


def test_the_context_menu_has_the_possible_actions(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 1)
    files_of = window.part(FileActions).menu_for(window.grid.targets(), window)
    menu = window.commands.photo_menu()
    words = [action.text() for action in entries(menu) if action.text()]
    assert words[:3] == ["Open the photo", "Compare", "More like this"]
    needed = {
        "Favourite",
        "Rating",
        "Add a tag…",
        "Rotate left",
        "Correct dates…",
        "Export…",
        "Save metadata to files…",
    }
    assert needed <= set(words)
    assert {action.text() for action in files_of if action.text()} <= set(words)
    assert len([action for action in menu.actions() if not action.isSeparator()]) == 11
    menu.deleteLater()


# -- background ----------------------------------------------------------------------------------------


def test_arriving_photos_appear(qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str) -> None:
    session.arrive(6, folder)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 30)
    qtbot.waitUntil(lambda: window.status.counts.photos == 30)
    qtbot.waitUntil(lambda: session.visible == window.grid.on_screen())


def test_activity_is_shown_and_can_be_paused(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.tell(Activity("embedding", 5000, 10000, 25.0))
    qtbot.waitUntil(lambda: "50%" in window.status.doing.text())
    assert window.status.doing.text() == "Making photos searchable · 50% · 25 per second · about 3 minutes left"
    assert window.status.progress.isVisible()
    QTest.mouseClick(window.status.pause, LEFT)
    assert session.work.activity.paused
    assert window.status.doing.text() == "Paused · 50% done"
    QTest.mouseClick(window.status.pause, LEFT)
    assert not session.work.activity.paused
    session.tell(Activity())
    qtbot.waitUntil(lambda: not window.status.pause.isVisible())
    assert window.status.doing.text() == ""


def test_problems_open_from_the_status_line(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    assert not window.status.problems.isVisible()
    session.fail(Problem("/photos/broken.jpg", "damaged", "The file ends too early."))
    qtbot.waitUntil(window.status.problems.isVisible)
    assert window.status.problems.text() == "1 problem"
    QTest.mouseClick(window.status.problems, LEFT)
    assert window.pages.currentWidget() is window.part(MetadataController).problems
    QTest.keyClick(window, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results
    qtbot.wait(2 * TELL_SELECTION_MS)
    assert window.grid.hasFocus()
    assert window.grid.targets() == []
    assert window.inspector._photos == []
    QTest.keyClick(window.grid, Key.Key_Down)  # the keyboard starts at the first photo on the screen
    assert window.grid.selected() == window.grid.grid_model.ids[:1]


def test_problems_are_named_until_they_were_seen(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.fail(Problem("/photos/broken.jpg", "damaged", "The file ends too early."))
    qtbot.waitUntil(window.status.problems.isVisible)
    window.commands["problems"].trigger()
    assert not window.status.problems.isVisible()
    window.status.refresh()
    session.fail(Problem("/photos/other.jpg", "damaged", "The file ends too early."))
    qtbot.waitUntil(window.status.problems.isVisible)
    assert window.status.problems.text() == "2 problems"
    window.commands["problems"].trigger()
    again = StatusLine(window.parts)
    qtbot.addWidget(again)
    again.refresh()
    qtbot.waitUntil(lambda: again.counts.problems == 2)
    assert again.problems.isHidden(), "after a restart, too"


def test_an_idle_status_line_says_nothing(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.tell(Activity())
    qtbot.waitUntil(lambda: window.status.counts.photos > 0 and window.status.doing.text() == "")
    shown = [part.text() for part in window.status.findChildren(QLabel) if part.isVisible() and part.text()]
    assert shown == []


def test_the_toast_does_not_cover_the_filmstrip(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 1)
    QTest.keyClick(window.grid, Key.Key_E)
    QTest.keyClick(window.loupe, Key.Key_3)
    qtbot.waitUntil(window.toast.isVisible)
    strip = window.loupe.filmstrip
    assert strip.isVisible()
    assert window.toast.geometry().bottom() < strip.mapTo(window, strip.rect().topLeft()).y()
    QTest.keyClick(window, Key.Key_Escape)
    window.toast.say("Done.")
    assert window.toast.geometry().bottom() > window.status.mapTo(window, window.status.rect().topLeft()).y() - 60


def test_the_search_bar_keeps_its_width_when_the_order_changes(qtbot: QtBot, window: MainWindow) -> None:
    width, place = window.top_bar.search.width(), window.top_bar.search.x()
    for order in ("name", "oldest", "sharpest", "newest"):
        window.top_bar._orders[order].trigger()
        qtbot.wait(30)
        assert (window.top_bar.search.width(), window.top_bar.search.x()) == (width, place)


def test_preparation_is_shown_in_place_of_the_results(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.search = lambda _query: session._do(lambda: Answer(searchable=0.0))  # type: ignore[assignment, method-assign]
    session.tell(Activity("preparing"))
    qtbot.waitUntil(lambda: "Preparing" in window.status.doing.text())
    search_words(window, "red")
    qtbot.waitUntil(window.results.empty.isVisible)
    assert window.results.empty.sentence.text() == "Preparing search. This takes about 30 seconds, but only once."


def test_a_slow_search_is_announced_and_its_answer_still_arrives(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    answers: list[Future[Answer]] = [Future()]
    session.search = lambda _query: answers[0]  # type: ignore[method-assign]
    session.tell(Activity("preparing"))
    search_words(window, "red")
    qtbot.waitUntil(window.results.empty.isVisible)
    assert window.results.empty.sentence.text() == "Preparing search. This takes about 30 seconds, but only once."
    session.tell(Activity())
    qtbot.waitUntil(window.grid.isVisible)
    assert window.results.header.first.text() == "Searching…"
    answers[0].set_result(Answer((Hit(3, 0.9, strong=True, why=("meaning",), path="/a"),), 1, sentence="1 photo"))
    qtbot.waitUntil(lambda: window.results.header.first.text() == "1 photo")
    assert list(window.grid.grid_model.ids) == [3]


def test_a_search_for_missing_photos_says_that_there_are_none(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    session.search = lambda _query: session._do(Answer)  # type: ignore[assignment, method-assign]
    window.commands["missing"].trigger()
    empty = window.results.empty
    qtbot.waitUntil(lambda: empty.sentence.text() == "No photos are missing.")
    assert empty.hint.text() == "Photon found a file for every photo."
    QTest.mouseClick(empty.button, LEFT)
    qtbot.waitUntil(window.grid.isVisible)


def test_empty_results_explain_what_to_do(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    told = Answer(notices=("There is no album <b>.",))
    session.search = lambda _query: session._do(lambda: told)  # type: ignore[assignment, method-assign]
    search_words(window, "red")
    qtbot.waitUntil(window.results.empty.isVisible)
    assert window.results.empty.hint.text() == "There is no album <b>."
    assert window.results.empty.sentence.text() == "Nothing found."
    QTest.mouseClick(window.results.empty.button, LEFT)
    qtbot.waitUntil(window.grid.isVisible)
    assert window.top_bar.search.words.text() == ""


def test_removed_photos_disappear_from_grid_and_loupe(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 2)
    QTest.keyClick(window.grid, Key.Key_Return)
    gone = window.grid.grid_model.ids[5]
    del session._photos[gone]
    session.tell(changed("photos", photos=frozenset({gone})))
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 23)
    assert window.pages.currentWidget() is window.loupe


# -- stored state and theme --------------------------------------------------------------------------


def test_the_window_state_is_restored(qtbot: QtBot, session: FakeSession, folder: str) -> None:
    session.work.add_folder(folder).result()
    window = opened(qtbot, session)
    window.grid.set_tile(250)
    window.commands["inspector"].trigger()
    window.commands["names"].setChecked(True)
    window.commands["scheme-light"].trigger()
    window.top_bar._orders["name"].trigger()
    window.close()
    assert (session.store.directory / "window.ini").exists()
    theme().choose("dark")
    again = opened(qtbot, session)
    assert again.grid.tile == 250
    assert again.top_bar.slider.value() == 250
    assert again.inspector.isHidden()
    assert not again.sidebar.isHidden()
    assert again.grid.delegate.has_names
    assert theme().colours is tokens.LIGHT
    assert again.commands["scheme-light"].isChecked()
    assert again.gallery.asked.order == "name"
    again.close()
    theme().choose("dark")


def test_invalid_settings_are_ignored(qtbot: QtBot, session: FakeSession) -> None:
    (session.store.directory / "window.ini").write_text(
        "[grid]\ntile=huge\nfilling=perhaps\norder=sideways\n[window]\ngeometry=x\ncolours=pink\n"
    )
    window = opened(qtbot, session)
    assert window.grid.tile == tokens.TILE_USUAL
    assert window.gallery.asked.order == "newest"
    window.close()


def test_every_control_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    """Every button with only an icon has a name for screen readers."""
    click(window, 0)
    qtbot.waitUntil(window.inspector.facts_section.isVisible)
    nameless = [
        button
        for button in window.findChildren(QToolButton)
        if button.isVisible()
        and not (button.text() or button.accessibleName() or button.toolTip())
        and not button.objectName().startswith("qt_")
    ]
    assert [(button, button.parent()) for button in nameless] == []


def test_ctrl_q_closes_the_window(window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_Q, CTRL)
    assert not window.isVisible()
