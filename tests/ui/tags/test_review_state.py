"""The position of the threshold in a review, whatever happens to its photos."""

from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.tags.right_share import right_share
from photon.ui.tags.review_state import SAMPLE, ReviewState


def begun(certainties: list[float]) -> ReviewState:
    state = ReviewState(("beach",))
    state.begin(list(enumerate(sorted(certainties, reverse=True), 1)))
    return state


def test_the_threshold_starts_below_the_certain_photos() -> None:
    state = begun([0.9, 0.8, 0.7])
    assert (state.above, state.sections, state.total) == (2, (2, 1), 3)
    assert begun([]).sections == (0,)


def test_the_least_certain_photos_above_the_threshold_must_have_been_seen() -> None:
    state = begun([0.9] * 30 + [0.5] * 5)
    state.seen.update(range(1, 20))
    assert state.unseen_sample == [*range(20, 31)]
    state.seen.update(range(20, 31))
    assert state.unseen_sample == []
    state.move_line(35)
    assert state.unseen_sample == [31, 32, 33, 34, 35]
    state.decide(list(range(31, 36)))
    assert (len(state.photos_above[-SAMPLE:]), state.unseen_sample) == (SAMPLE, [])


def test_a_share_is_told_only_where_it_was_measured() -> None:
    state = begun([0.95, 0.85])
    assert state.measured is None
    state.is_measured = True
    assert state.measured == right_share(0.85)
    state.move_line(0)
    assert state.measured is None
    assert right_share(0.1) is None


def test_the_next_photo_is_the_one_after_or_otherwise_before() -> None:
    state = begun([0.9, 0.8, 0.7, 0.6])
    assert state.decide([2, 3]) == 4
    assert (state.ids, state.above, state.decided) == ([1, 4], 1, 2)
    assert state.decide([4]) == 1
    assert state.decide([1]) == 0
    assert (state.sections, state.decided) == ((0,), 4)


@given(st.lists(st.floats(0, 1), max_size=30), st.integers(-3, 40), st.sets(st.integers(1, 30)))
def test_the_threshold_stays_between_the_same_photos(certainties: list[float], line: int, decided: set[int]) -> None:
    state = begun(certainties)
    everything = [(photo, state.certainties[photo]) for photo in state.ids]
    state.move_line(line)
    above = set(state.photos_above)
    state.decide(decided)
    assert set(state.photos_above) == above - decided
    assert state.decided + len(state.ids) == len(everything)
    state.renew([each for each in everything if each[0] not in decided])
    assert set(state.photos_above) == above - decided
    state.renew(everything)  # everything is undone: returning photos stay on their side
    assert set(above - decided) <= set(state.photos_above)
    assert not set(state.photos_above) & (set(dict(everything)) - above - decided)
