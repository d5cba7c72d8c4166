"""Steps are in the order of requests, even where one that takes longer ends late; one condition at a time."""

from typing import Any

import pytest

from photon.app.runtime import history as history_module
from photon.app.runtime.history import FileSteps, History, Meant
from photon.domain import PhotonError
from photon.library.decisions.undoing import UndoOutcome

LIBRARY: Any = None
LATE = 9


class AllMoved(FileSteps):
    """Undoes and redoes every step, as if it had moved files."""

    def undo_step(self, library: Any, step: int) -> UndoOutcome:
        del library
        return UndoOutcome(f"step {step}")

    redo_step = undo_step


def name(outcome: UndoOutcome | None) -> str | None:
    return outcome and outcome.name


def done(history: History) -> list[int]:
    return [step.number for step in history.done]


@pytest.fixture
def history() -> History:
    made = History(files=AllMoved())
    for number in (1, 3, 4):
        made.add(number, number)
    return made


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (2, [1, LATE, 3, 4]),
        (5, [1, 3, 4, LATE]),
        (0, [LATE, 1, 3, 4]),
    ],
)
def test_a_step_is_placed_by_its_request(history: History, asked: int, expected: list[int]) -> None:
    history.add(LATE, asked)
    assert done(history) == expected


@pytest.mark.parametrize(("asked", "left"), [(2, [4, 3]), (3, [4]), (4, []), (5, [])])
def test_a_new_step_ends_the_redoing_of_earlier_requests_only(history: History, asked: int, left: list[int]) -> None:
    assert [name(history.undo(LIBRARY)) for _ in range(2)] == ["step 4", "step 3"]
    history.add(LATE, asked)
    assert [step.number for step in history.undone] == left
    assert done(history) == [1, LATE]


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
        assert name(history.undo(LIBRARY, meant)) == "step 4"
        assert name(history.redo(LIBRARY)) == "step 4"
        assert name(history.redo(LIBRARY)) is None
    else:
        with pytest.raises(PhotonError, match="no longer the last step"):
            history.undo(LIBRARY, meant)
    assert done(history) == [1, 3, 4]


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
    assert history.last.number == 0
    for number in range(1, 4):
        history.add(number, number)
    assert (done(history), history.last.number) == ([2, 3], 3)


def test_an_edit_that_continues_a_step_moves_it_up(history: History) -> None:
    history.add(1, 5)
    assert (done(history), history.last.asked) == ([3, 4, 1], 5)
