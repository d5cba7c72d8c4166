"""Answers to repeated requests arrive in the order of the requests, whichever thread was faster."""

import gc
import weakref
from concurrent.futures import Future

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from photon.domain import PhotonError
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest, combined
from tests.ui.driving import withdraw


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)), bad=st.sets(st.integers(0, 4)))
def test_an_older_answer_never_follows_a_newer_one(bridge: Bridge, order: list[int], bad: set[int]) -> None:
    owner = QObject()
    question = LatestRequest(bridge, owner)
    told: list[int] = []
    asked: list[Future[int]] = [Future() for _ in range(5)]
    for future in asked:
        question.ask(future, told.append, lambda error: told.append(int(error.message)))
    for place, number in enumerate(order):
        if number in bad:
            asked[number].set_exception(PhotonError(str(number)))
        else:
            asked[number].set_result(number)
        QApplication.processEvents()
        assert told[-1] == max(order[: place + 1])  # the newest available answer is shown immediately
    assert told == sorted(set(told))


def test_forgotten_answers_are_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    owner = QObject()
    question = LatestRequest(bridge, owner)
    told: list[int] = []
    before: Future[int] = Future()
    wrong: Future[int] = Future()
    after: Future[int] = Future()
    question.ask(before, told.append)
    question.ask(wrong, pytest.fail)
    question.forget()
    question.ask(after, told.append)
    with qtbot.assertNotEmitted(bridge.problem):
        before.set_result(1)
        wrong.set_exception(PhotonError("The disk is full."))
        after.set_result(2)
        qtbot.waitUntil(lambda: told == [2])


def test_answers_from_before_photos_were_withdrawn_are_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    owner = QObject()
    question, other = LatestRequest(bridge, owner), LatestRequest(bridge, owner, of_photos=False)
    told: list[int] = []
    before, of_others, after = Future[int](), Future[int](), Future[int]()
    question.ask(before, told.append)
    other.ask(of_others, told.append)
    assert question.is_awaited
    withdraw(bridge, 7)
    assert not question.is_awaited
    assert other.is_awaited
    before.set_result(1)
    of_others.set_result(2)
    qtbot.waitUntil(lambda: told == [2])
    question.ask(after, told.append)
    after.set_result(3)
    qtbot.waitUntil(lambda: told == [2, 3])


def test_a_cancelled_newer_request_does_not_affect_the_older(qtbot: QtBot, bridge: Bridge) -> None:
    owner = QObject()
    question = LatestRequest(bridge, owner)
    told: list[int] = []
    older: Future[int] = Future()
    newer: Future[int] = Future()
    question.ask(older, told.append)
    question.ask(newer, pytest.fail)
    newer.cancel()
    QApplication.processEvents()
    older.set_result(1)
    qtbot.waitUntil(lambda: told == [1])


def test_without_its_owner_no_answer_is_delivered(qtbot: QtBot, bridge: Bridge) -> None:
    owner, other = QObject(), QObject()
    question, second = LatestRequest(bridge, owner), LatestRequest(bridge, other)
    told: list[int] = []
    future: Future[int] = Future()
    question.ask(future, pytest.fail)
    second.ask(future, told.append)
    delete(owner)
    future.set_result(1)
    qtbot.waitUntil(lambda: told == [1])


def test_several_answers_are_combined() -> None:
    one: Future[int] = Future()
    other: Future[str] = Future()
    made = combined(lambda number, word: f"{number} {word}", one, other)
    other.set_result("photos")
    assert not made.done()
    one.set_result(3)
    assert made.result(0) == "3 photos"


def test_what_was_combined_is_dropped_without_a_collection() -> None:
    class Large:
        """Stands for the rows of 100,000 photos."""

    one: Future[Large] = Future()
    made = combined(lambda _: "rows", one)
    one.set_result(Large())
    rest = weakref.ref(one.result())
    gc.disable()
    try:
        del one
        assert rest() is None
    finally:
        gc.enable()
    assert made.result(0) == "rows"


def test_one_failure_fails_all() -> None:
    one: Future[int] = Future()
    other: Future[int] = Future()
    made = combined(max, one, other)
    other.set_exception(PhotonError("No."))
    assert not made.done()  # nothing is pending that could arrive later
    one.set_result(3)
    with pytest.raises(PhotonError, match="No"):
        made.result(0)
    with pytest.raises(ZeroDivisionError):
        combined(lambda number: number // 0, one).result(0)
