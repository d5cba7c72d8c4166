"""Searching in the window: typing, answers, chips, drops, order."""

from concurrent.futures import Future

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Answer, Filter, Hit, Like, Query
from photon.ui.kit import tokens
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key, click, ratings, search_words
from tests.ui.fake_session import FakeSession


def test_results_follow_typing_and_late_answers_are_dropped(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    QTest.keyClick(window.top_bar.search.words, Key.Key_A, CTRL)
    QTest.keyClicks(window.top_bar.search.words, "blue grey")
    QTest.keyClick(window.top_bar.search.words, Key.Key_Return)
    qtbot.waitUntil(lambda: window.gallery.state.strong == 10)
    assert [query.words for query in session.queries] == ["red", "blue grey"]  # one request per pause
    # A folder requested before the query must not replace its answer.
    window.gallery.search(None)
    window.gallery.search(window.top_bar.search.query())
    qtbot.wait(100)
    assert window.gallery.state.strong == 10


def test_focusing_the_search_line_prepares_the_text_encoder(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    window.grid.setFocus()
    before = session.expected
    window.commands["search"].trigger()
    qtbot.waitUntil(lambda: session.expected > before)


def test_answers_without_strong_hits_say_so(qtbot: QtBot, window: MainWindow) -> None:
    search_words(window, "elephant")
    qtbot.waitUntil(lambda: window.results.header.first.text() == "These might show “elephant”")
    assert window.grid.cells.sections == (24,)


def test_notices_are_shown_below_the_summary(qtbot: QtBot, window: MainWindow) -> None:
    header = window.results.header
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    assert not header.notice.isVisible()
    low = header.height()
    window.gallery.search(Query.build("собака"))
    qtbot.waitUntil(header.notice.isVisible)
    assert header.notice.text() == header.notice.toolTip() == "This is not in English."
    assert header.notice.y() > header.first.geometry().bottom()
    assert header.height() > low
    window.gallery.search(None)
    qtbot.waitUntil(lambda: header.first.text() == "All photos")
    assert not header.notice.isVisible()
    assert header.height() == low


def leave_out(session: FakeSession, left: tuple[int, ...]) -> None:
    """Two photos match and these are kept; the others seem to show unwanted things."""

    def search(query: Query) -> Future[Answer]:
        shown = {4, 5} - set(left) if query.shows_excluded else set(left)
        hits = tuple(Hit(photo, 0.9, strong=True, why=("meaning",), path="/a") for photo in sorted(shown))
        sentence = f"{len(hits)} left out" if query.shows_excluded else f"{len(hits)} left"
        excluded = 0 if query.shows_excluded else 2 - len(hits)
        return session._do(lambda: Answer(hits, len(hits), sentence=sentence, excluded=excluded))

    session.search = search  # type: ignore[method-assign]


def test_excluded_photos_are_shown_and_left_again(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    leave_out(session, (4,))
    header = window.results.header
    search_words(window, "red -people")
    qtbot.waitUntil(lambda: header.first.text() == "1 left" and header.turn.isVisible())
    header.turn.setFocus()
    QTest.keyClick(header.turn, Key.Key_Space)
    qtbot.waitUntil(lambda: header.first.text() == "1 left out" and list(window.grid.grid_model.ids) == [5])
    assert window.top_bar.search.words.text() == "red -people"
    QTest.mouseClick(header.turn, LEFT)
    qtbot.waitUntil(lambda: header.first.text() == "1 left" and list(window.grid.grid_model.ids) == [4])
    window.navigation.go_back()
    qtbot.waitUntil(lambda: header.first.text() == "1 left out")
    search_words(window, " -dog")
    qtbot.waitUntil(lambda: header.first.text() == "1 left")


def test_the_page_reports_that_everything_was_excluded(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    leave_out(session, ())
    search_words(window, "red -people")
    empty = window.results.empty
    qtbot.waitUntil(lambda: empty.isVisible() and empty.sentence.text() == "0 left")
    assert empty.button.text() == "Show 2 photos left out"
    QTest.mouseClick(empty.button, LEFT)
    qtbot.waitUntil(lambda: window.grid.isVisible() and sorted(window.grid.grid_model.ids) == [4, 5])


def test_escape_leaves_the_bar_then_clears_the_search(qtbot: QtBot, window: MainWindow) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    words = window.top_bar.search.words
    QTest.keyClick(words, Key.Key_Escape)
    assert window.grid.hasFocus()
    assert words.text() == "red"
    assert window.gallery.state.strong == 4
    for _ in range(2):  # the first one gives up the photo that got the focus
        QTest.keyClick(window.grid, Key.Key_Escape)
    assert words.text() == ""
    qtbot.waitUntil(lambda: window.results.header.first.text() == "All photos")


def test_keys_type_text_in_the_search_bar(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 0)
    search_words(window, "3 bags")
    assert window.top_bar.search.words.text() == "3 bags"
    assert ratings(window, window.grid.targets()) in ([0], [])
    assert window.pages.currentWidget() is window.results


def test_more_like_this_and_chips(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 2)
    photo = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_S)
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].likes == (Like(photo=photo),)
    chip = window.top_bar.search.editor.examples[Like(photo=photo)]
    qtbot.waitUntil(lambda: chip.picture.width() == tokens.CHIP_PICTURE)
    words = window.top_bar.search.words
    words.setFocus()
    QTest.keyClick(words, Key.Key_Backspace)
    QTest.keyClick(chip, Key.Key_Backspace)
    qtbot.waitUntil(lambda: window.gallery.asked.query is None)


def test_order_of_results(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    orders = window.top_bar._orders
    assert not orders["relevance"].isVisible()
    orders["name"].trigger()
    by_name = session.browsing.photos("name", None).result()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == by_name)
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    assert orders["relevance"].isChecked()
    orders["oldest"].trigger()
    oldest = session.browsing.photos("oldest", None).result()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids[:4]) == [i for i in oldest if i % 5 == 0])


def test_filters_alone_keep_the_order(qtbot: QtBot, window: MainWindow) -> None:
    orders = window.top_bar._orders
    orders["name"].trigger()
    search_words(window, "rating:0 ")
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None)
    assert orders["name"].isChecked()
    assert not orders["relevance"].isVisible()
    QTest.keyClicks(window.top_bar.search.words, "red")
    qtbot.waitUntil(orders["relevance"].isChecked)


def test_newly_searchable_photos_do_not_disturb_the_user(
    qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    click(window, 3)
    session.arrive(10, folder)
    qtbot.waitUntil(window.results.header.renew.isVisible)
    assert window.gallery.state.strong == 4
    QTest.mouseClick(window.results.header.renew, LEFT)
    qtbot.waitUntil(lambda: window.gallery.state.strong == 6)
    assert len(window.grid.selected()) == 1


# -- folders -------------------------------------------------------------------------------------------


def test_the_event_of_a_photo_is_searched(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photo = window.grid.grid_model.ids[3]
    window.grid.go_to(photo)
    window.grid.select_rows(3, 3)
    window.commands["event"].trigger()
    wanted = Filter("event", session.browsing.event_of(photo).result())
    qtbot.waitUntil(lambda: bool(session.queries) and session.queries[-1].parts == (wanted,))
    assert window.top_bar.search.text() == f"event:{wanted.value}"
    qtbot.waitUntil(lambda: not window.gallery.state.is_waiting)


def test_without_photos_of_the_event_that_is_said(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photo = window.grid.grid_model.ids[3]
    window.grid.select_rows(3, 3)
    del session._photos[photo]
    asked = list(session.queries)
    window.commands["event"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "No photos of this event are available.")
    assert session.queries == asked


def test_without_a_photo_no_event_is_searched(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    window.grid.grid_model.show_photos([])
    window.commands["event"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Select a photo first, then search for its event.")
    assert session.queries == []


def test_on_this_day_searches_todays_date_in_every_year(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    window.commands["on-this-day"].trigger()
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].parts == (Filter("date", "on-this-day"),)
    assert window.top_bar.search.text() == "date:on-this-day"


def test_the_details_follow_when_a_search_leaves_a_photo_out(qtbot: QtBot, window: MainWindow) -> None:
    window.grid.go_to(window.grid.grid_model.ids[3])
    photo = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_Escape)  # no longer selected, but keys still act on it
    qtbot.waitUntil(lambda: window.inspector._photos == [photo])
    window.navigation.search(Query.build("red"))
    qtbot.waitUntil(lambda: window.inspector._photos == [])
    qtbot.waitUntil(window.inspector.empty.isVisible)
    assert window.inspector.why.isHidden()


def test_the_details_follow_when_other_photos_replace_all_shown(qtbot: QtBot, window: MainWindow) -> None:
    ids = list(window.grid.grid_model.ids)
    window.grid.go_to(ids[20])
    qtbot.waitUntil(lambda: window.inspector._photos == [ids[20]])
    window.grid.grid_model.show_photos(ids[10::-1])
    assert window.grid.targets() == []
    qtbot.waitUntil(lambda: window.inspector._photos == [])
