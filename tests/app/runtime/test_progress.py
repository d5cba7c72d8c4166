"""Progress is announced a few times a second, with a speed; errors of single items stay with them."""

from collections.abc import Sequence
from concurrent.futures import CancelledError

import pytest

from photon.app.runtime import progress as progress_module
from photon.app.runtime.events import Events
from photon.app.runtime.isolation import isolate
from photon.app.runtime.progress import Progress
from photon.domain import Activity, Changes, PhotonError, changed


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress_module, "time", made)
    return made


@pytest.fixture
def told() -> list[Activity]:
    return []


@pytest.fixture
def progress(clock: Clock, told: list[Activity]) -> Progress:
    events = Events()
    events.subscribe(lambda event: told.append(event) if isinstance(event, Activity) else None)
    made = Progress(events)
    made.show(Activity("reading", 1, 9))
    return made


@pytest.mark.parametrize(
    ("seconds", "activity", "is_told"),
    [
        (0.1, Activity("reading", 2, 9), False),
        (0.3, Activity("reading", 2, 9), True),
        (0.1, Activity("scanning"), True),
        (0.1, Activity("reading", 2, 9, note="a note"), True),
        (0.1, Activity("reading", 9, 9), True),
    ],
)
def test_only_news_are_told_at_once(
    progress: Progress, clock: Clock, told: list[Activity], seconds: float, activity: Activity, is_told: bool
) -> None:
    clock.now += seconds
    progress.show(activity)
    assert len(told) == 1 + is_told
    assert progress.activity.done == activity.done


def test_the_speed_is_that_of_the_last_seconds_of_this_stage(progress: Progress, clock: Clock) -> None:
    clock.now += 0.5
    progress.show(Activity("reading", 3, 99))
    assert progress.activity.per_second == 0  # too soon to tell
    clock.now += 1.5
    progress.show(Activity("reading", 9, 99))
    assert progress.activity.per_second == 4
    clock.now += 7
    progress.show(Activity("reading", 9, 99))
    assert progress.activity.per_second == 0  # nothing in the last seconds
    clock.now += 2
    progress.show(Activity("reading", 5, 99))  # it begins anew
    assert progress.activity.per_second == 0
    clock.now += 2
    progress.show(Activity("embedding", 50, 99))
    assert progress.activity.per_second == 0


def test_a_pause_is_told_and_stays(progress: Progress, clock: Clock, told: list[Activity]) -> None:
    progress.set_paused(paused=True)
    assert told[-1].paused
    clock.now += 1
    progress.show(Activity("scanning"))
    assert told[-1].paused
    progress.set_paused(paused=False)
    assert not told[-1].paused


def test_an_empty_change_is_not_sent_and_a_listener_can_leave() -> None:
    events, heard = Events(), list[object]()
    leave = events.subscribe(heard.append)
    events.send(Changes())
    events.send(changed("photos"))
    leave()
    leave()
    events.send(changed("tags"))
    assert heard == [changed("photos")]


def test_only_items_that_fail_alone_are_left_out() -> None:
    calls: list[Sequence[int]] = []

    def work(some: Sequence[int]) -> None:
        calls.append(tuple(some))
        if {3, 6} & set(some):
            raise ValueError("a bug")

    assert isolate(range(8), work) == [3, 6]
    assert {one for some in calls if not {3, 6} & set(some) for one in some} == set(range(8)) - {3, 6}
    assert isolate([], work) == []


@pytest.mark.parametrize("error", [PhotonError("full"), CancelledError(), OSError(28, "full"), MemoryError()])
def test_an_error_of_the_environment_is_no_item_s_fault(error: Exception) -> None:
    calls = []

    def work(some: Sequence[int]) -> None:
        calls.append(some)
        raise error

    with pytest.raises(type(error)):
        isolate([1, 2], work)
    assert len(calls) == 1
