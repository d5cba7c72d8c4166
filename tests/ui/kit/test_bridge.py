"""Results and events reach the main thread, in small batches, and only existing receivers."""

import threading
import time
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from photon.domain import Activity, Changes, PhotonError, changed
from photon.ui.kit.bridge import PORTION_SECONDS, SIGN_MS, Bridge
from tests.ui.fake_session import FakeSession


def finish(future: Future[int], value: int | Exception) -> None:
    """Runs a function on another thread, as the session does."""

    def run() -> None:
        if isinstance(value, Exception):
            future.set_exception(value)
        else:
            future.set_result(value)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_a_result_arrives_on_the_main_thread(qtbot: QtBot, bridge: Bridge) -> None:
    future: Future[int] = Future()
    got: list[tuple[int, bool]] = []
    owner = QObject()
    bridge.call(future, lambda value: got.append((value, QThread.currentThread() is owner.thread())), owner)
    finish(future, 7)
    assert got == []  # never on the worker thread
    qtbot.waitUntil(lambda: got == [(7, True)])


def test_a_result_for_a_deleted_owner_is_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    future: Future[int] = Future()
    later: Future[int] = Future()
    got: list[int] = []
    owner, other = QObject(), QObject()
    bridge.call(future, got.append, owner)
    bridge.call(later, got.append, other)
    delete(owner)
    finish(future, 1)
    finish(later, 2)
    qtbot.waitUntil(lambda: got == [2])


def test_a_cancelled_future_is_ignored(qtbot: QtBot, bridge: Bridge) -> None:
    future: Future[int] = Future()
    later: Future[int] = Future()
    got: list[int] = []
    owner = QObject()
    bridge.call(future, got.append, owner)
    bridge.call(later, got.append, owner)
    future.cancel()
    finish(later, 2)
    qtbot.waitUntil(lambda: got == [2])


def test_an_error_outside_photon_becomes_a_problem(qtbot: QtBot, bridge: Bridge) -> None:
    future: Future[int] = Future()
    bridge.call(future, pytest.fail, QObject(bridge))
    with qtbot.waitSignal(bridge.problem) as seen:
        finish(future, PhotonError("The disk is full.", "Make room."))
    assert seen.args == ["The disk is full.", "Make room."]


def test_an_error_goes_to_its_handler(qtbot: QtBot, bridge: Bridge) -> None:
    future: Future[int] = Future()
    heard: list[str] = []
    bridge.call(future, pytest.fail, QObject(bridge), lambda error: heard.append(error.message))
    with qtbot.assertNotEmitted(bridge.problem):
        finish(future, PhotonError("No."))
        qtbot.waitUntil(lambda: heard == ["No."])


@pytest.mark.parametrize("fails_in", ["future", "callback"])
def test_a_bug_is_shown_and_the_next_result_still_arrives(qtbot: QtBot, bridge: Bridge, fails_in: str) -> None:
    future: Future[int] = Future()
    later: Future[int] = Future()
    got: list[int] = []
    owner = QObject(bridge)
    bridge.call(future, lambda value: {}[value], owner)
    bridge.call(later, got.append, owner)
    with qtbot.waitSignal(bridge.bug) as seen:
        finish(future, 1 if fails_in == "callback" else ZeroDivisionError())
        finish(later, 2)
    assert ("KeyError" if fails_in == "callback" else "ZeroDivisionError") in seen.args[0]
    qtbot.waitUntil(lambda: got == [2])


def test_the_receiver_of_a_result_is_notified_of_a_bug(qtbot: QtBot, bridge: Bridge) -> None:
    future: Future[int] = Future()
    heard: list[str] = []
    bridge.call(future, pytest.fail, QObject(bridge), lambda error: heard.append(error.message))
    with qtbot.waitSignal(bridge.bug):
        finish(future, ZeroDivisionError())
    assert heard == ["Photon ran into an error."]


def test_a_flood_of_events_is_delivered_as_one(qtbot: QtBot, bridge: Bridge, session: FakeSession) -> None:
    heard: list[Changes] = []
    doing: list[Activity] = []
    bridge.changed.connect(heard.append)
    bridge.activity.connect(doing.append)
    for photo in range(1, 501):
        session.tell(changed("photos", photos=frozenset({photo})))
        session.tell(Activity("reading", photo, 500))
    qtbot.waitUntil(lambda: bool(doing) and doing[-1].done == 500)
    assert frozenset.union(*(changes.photos for changes in heard)) == frozenset(range(1, 501))
    assert len(heard) < 10
    assert len(doing) < 10


def test_changes_of_any_photo_stay_changes_of_any_photo(qtbot: QtBot, bridge: Bridge, session: FakeSession) -> None:
    with qtbot.waitSignal(bridge.changed) as seen:
        session.tell(changed("photos"))
        session.tell(changed("marks", photos=frozenset({3})))
    assert seen.args == [changed("photos", "marks")]


def test_a_closed_bridge_delivers_nothing(qtbot: QtBot, session: FakeSession) -> None:
    bridge = Bridge(session)
    future: Future[int] = Future()
    bridge.call(future, pytest.fail, QObject(bridge))
    with qtbot.assertNotEmitted(bridge.changed, wait=150):
        bridge.close()
        finish(future, 1)
        session.tell(changed("photos"))


def test_slow_answers_are_reported_until_none_is_pending(qtbot: QtBot, bridge: Bridge) -> None:
    said: list[bool] = []
    bridge.slow.connect(said.append)
    owner = QObject()
    for number in range(3):
        quick: Future[int] = Future()
        bridge.call(quick, lambda _: None, owner)
        finish(quick, number)
        qtbot.wait(120)
    assert said == [], "no call took long, though some took long together"
    long: list[Future[int]] = [Future(), Future(), Future()]
    for future in long:
        bridge.call(future, lambda _: None, owner)
    qtbot.waitUntil(lambda: said == [True])
    finish(long[0], 1)
    long[1].cancel()
    qtbot.wait(60)
    assert said == [True]
    finish(long[2], PhotonError("No."))
    qtbot.waitUntil(lambda: said == [True, False])


def test_a_slow_answer_that_no_one_waits_for_is_not_reported(qtbot: QtBot, bridge: Bridge) -> None:
    said: list[bool] = []
    bridge.slow.connect(said.append)
    unexpected: Future[int] = Future()
    expected: Future[int] = Future()
    got: list[int] = []
    bridge.call_quietly(unexpected, got.append, bridge)
    qtbot.wait(2 * SIGN_MS)
    assert said == []
    bridge.call(expected, got.append, bridge)
    qtbot.waitUntil(lambda: said == [True])
    finish(expected, 1)
    qtbot.waitUntil(lambda: said == [True, False])
    finish(unexpected, 2)
    qtbot.waitUntil(lambda: got == [1, 2])


def test_slow_results_let_input_through_in_between(qtbot: QtBot, bridge: Bridge) -> None:
    owner, timeline = QObject(), list[str]()
    ticker = QTimer(owner, interval=0)
    ticker.timeout.connect(lambda: timeline.append("input"))
    ticker.start()

    def take(_: int) -> None:
        timeline.append("result")
        time.sleep(2 * PORTION_SECONDS)

    for number in range(4):  # each wakes the main thread, which has not run yet
        future: Future[int] = Future()
        bridge.call(future, take, owner)
        finish(future, number)
    qtbot.waitUntil(lambda: timeline.count("result") == 4)
    first, last = timeline.index("result"), len(timeline) - timeline[::-1].index("result")
    assert "result,result" not in ",".join(timeline[first:last])
    delete(owner)
