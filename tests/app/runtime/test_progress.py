"""Progress is announced a few times a second, with a speed; errors of single items stay with them."""

from collections.abc import Sequence
from concurrent.futures import CancelledError

import pytest

from photon.app.runtime import progress as progress_module
from photon.app.runtime.events import Events
from photon.app.runtime.isolation import isolate
from photon.app.runtime.progress import Progress
from photon.domain import Activity, Changes, PhotonError, changed
from photon.domain.changes import ActivityStage


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


def work(progress: Progress, clock: Clock, seconds: float, *, done: int, stage: ActivityStage = "reading") -> float:
    """Let some seconds pass in which so many photos of 9,999 get done; return the speed."""
    clock.now += seconds
    before = progress.activity.done if progress.activity.stage == stage else 0
    progress.show(Activity(stage, before + done, 9_999))
    return progress.activity.per_second


@pytest.fixture
def steady(progress: Progress, clock: Clock) -> Progress:
    """Ten photos a second for 20 seconds."""
    for _ in range(10):
        work(progress, clock, 2, done=20)
    return progress


def test_a_speed_is_told_after_three_measurements_of_two_seconds(progress: Progress, clock: Clock) -> None:
    assert [work(progress, clock, 1, done=4) for _ in range(6)] == [0, 0, 0, 0, 0, 4]


def test_a_burst_and_a_short_stall_do_not_move_the_speed(steady: Progress, clock: Clock) -> None:
    assert work(steady, clock, 2, done=2_000) == 10
    assert work(steady, clock, 25, done=0) == 10
    assert work(steady, clock, 1, done=1) == 10


def test_what_stays_slow_becomes_the_speed_within_a_minute(steady: Progress, clock: Clock) -> None:
    speeds = [work(steady, clock, 2, done=2) for _ in range(30)]
    assert (speeds[0], speeds[-1]) == (10, 1)
    assert len(set(speeds)) <= 3  # it changes once


def test_photos_that_come_in_large_batches_have_a_speed(progress: Progress, clock: Clock) -> None:
    for number in range(40):  # a message every second, a batch every eight
        work(progress, clock, 1, done=16 if number % 8 == 7 else 0)
    assert progress.activity.per_second == 2


def test_no_speed_is_told_after_a_long_stall(steady: Progress, clock: Clock) -> None:
    assert work(steady, clock, 31, done=0) == 0
    assert work(steady, clock, 1, done=1) == 10  # it goes on


def test_each_stage_has_its_speed_until_all_is_done(steady: Progress, clock: Clock) -> None:
    assert work(steady, clock, 2, done=500, stage="embedding") == 0
    assert work(steady, clock, 2, done=3) == 10  # reading goes on, from the start
    assert work(steady, clock, 2, done=0, stage="idle") == 0
    assert work(steady, clock, 2, done=3) == 0


def test_a_pause_of_the_user_is_no_slow_photo(steady: Progress, clock: Clock) -> None:
    steady.set_paused(paused=True)
    clock.now += 9_999
    steady.set_paused(paused=False)
    for _ in range(30):
        work(steady, clock, 2, done=20)
    assert steady.activity.per_second == 10


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
