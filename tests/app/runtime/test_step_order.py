"""Steps are in the order of requests, even where one that takes longer ends late; one condition at a time."""

from typing import Any

import pytest

from photon.app.runtime import history as history_module
from photon.app.runtime.history import History, Meant
from photon.domain import Changes, PhotonError

LIBRARY: Any = None


def push(history: History, name: str, asked: int) -> None:
    history.push(name, lambda _: Changes(), lambda _: Changes(), asked=asked)


def done(history: History) -> list[str]:
    return [step.name for step in history.done]


@pytest.fixture
def history() -> History:
    made = History()
    for number in (1, 3, 4):
        push(made, f"step {number}", number)
    return made


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (2, ["step 1", "late", "step 3", "step 4"]),
        (5, ["step 1", "step 3", "step 4", "late"]),
        (0, ["late", "step 1", "step 3", "step 4"]),
    ],
)
def test_a_step_is_placed_by_its_request(history: History, asked: int, expected: list[str]) -> None:
    push(history, "late", asked)
    assert done(history) == expected


@pytest.mark.parametrize(("asked", "left"), [(2, ["step 4", "step 3"]), (3, ["step 4"]), (4, []), (5, [])])
def test_a_new_step_ends_the_redoing_of_earlier_requests_only(history: History, asked: int, left: list[str]) -> None:
    assert [history.undo(LIBRARY)[0] for _ in range(2)] == ["step 4", "step 3"]
    push(history, "late", asked)
    assert [step.name for step in history.undone] == left
    assert done(history) == ["step 1", "late"]


@pytest.mark.parametrize(
    ("meant", "is_undone"),
    [
        (None, True),
        (Meant(4), True),
        (Meant(9), True),
        (Meant(3), False),  # a later request was carried out since
        (Meant(9, frozenset({4})), True),
        (Meant(9, frozenset({3})), True),
        (Meant(9, frozenset({5})), False),  # a later one ended without a step
    ],
)
def test_only_the_step_that_is_meant_is_undone(history: History, meant: Meant | None, is_undone: bool) -> None:
    if is_undone:
        assert history.undo(LIBRARY, meant)[0] == "step 4"
        assert history.redo(LIBRARY)[0] == "step 4"
        assert history.redo(LIBRARY)[0] is None
    else:
        with pytest.raises(PhotonError, match="no longer the last step"):
            history.undo(LIBRARY, meant)
    assert done(history) == ["step 1", "step 3", "step 4"]


def test_requests_are_numbered_and_expected_until_they_end() -> None:
    history = History()
    first, second = history.expect(), history.expect()
    assert (first, second, history.asked) == (1, 2, 2)
    history.settle(first)
    history.settle(first)
    assert history.expected() == {second}


def test_the_oldest_steps_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "_DEEPEST", 2)
    history = History()
    assert history.last == 0
    for number in range(1, 4):
        push(history, f"step {number}", number)
    assert (done(history), history.last) == (["step 2", "step 3"], 3)
