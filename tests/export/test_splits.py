"""Parts of a training set: an event is in one part only, and adding other events changes nothing."""

import hashlib
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.annotate.tags.occasions import APART, occasions
from photon.domain import PhotonError
from photon.export.splits import check_shares, part_of, split_by_event

SHARES = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
    lambda two: (min(two), max(two) - min(two), 100 - max(two))
)
PHOTOS = st.lists(
    st.tuples(st.integers(0, 6), st.one_of(st.floats(0, 1e9), st.just(math.nan)), st.binary(min_size=2, max_size=4)),
    max_size=40,
)


def parts(photos: list[tuple[int, float, bytes]], shares: tuple[int, int, int]) -> list[str]:
    events, moments, pictures = zip(*photos, strict=True) if photos else ((), (), ())
    return [split for split, _ in split_by_event(events, moments, pictures, shares)]


@given(PHOTOS, SHARES)
def test_photos_of_an_event_are_in_one_part(
    photos: list[tuple[int, float, bytes]], shares: tuple[int, int, int]
) -> None:
    found: dict[int, set[str]] = {}
    for (event, _, _), part in zip(photos, parts(photos, shares), strict=True):
        found.setdefault(event, set()).add(part)
    assert all(len(some) == 1 for some in found.values())


@given(PHOTOS, SHARES, st.randoms())
def test_order_of_photos_and_numbers_of_events_do_not_matter(
    photos: list[tuple[int, float, bytes]], shares: tuple[int, int, int], random: object
) -> None:
    before = dict(zip(range(len(photos)), parts(photos, shares), strict=True))
    order = list(range(len(photos)))
    random.shuffle(order)  # type: ignore[attr-defined]
    renamed = [(100 - photos[at][0], photos[at][1], photos[at][2]) for at in order]
    after = dict(zip(order, parts(renamed, shares), strict=True))
    assert before == after


@given(PHOTOS, PHOTOS, SHARES)
def test_adding_other_events_changes_nothing(
    photos: list[tuple[int, float, bytes]], others: list[tuple[int, float, bytes]], shares: tuple[int, int, int]
) -> None:
    elsewhere = [(event + 50, moment, picture) for event, moment, picture in others]
    assert parts([*photos, *elsewhere], shares)[: len(photos)] == parts(photos, shares)


@given(st.lists(st.tuples(st.floats(1, 1e9), st.binary(min_size=2, max_size=4)), min_size=1, max_size=20), SHARES)
def test_later_photos_of_an_event_join_its_part(later: list[tuple[float, bytes]], shares: tuple[int, int, int]) -> None:
    first = (0, 0.5, b"first")
    assert set(parts([first, *((0, *one) for one in later)], shares)) == set(parts([first], shares))


@settings(max_examples=40)
@given(
    st.lists(st.one_of(st.floats(0, 40 * APART), st.just(math.nan)), min_size=1, max_size=30),
    st.integers(0, 2**32 - 1),
)
def test_near_duplicates_are_never_in_two_parts(moments: list[float], seed: int) -> None:
    """End to end: looks of a few places, some of them visited twice at different times."""
    random = np.random.default_rng(seed)
    places = random.normal(size=(8, 16))
    looks = places[random.integers(0, 8, len(moments))] + random.normal(scale=0.05, size=(len(moments), 16))
    looks = (looks / np.linalg.norm(looks, axis=1, keepdims=True)).astype(np.float32)
    events = occasions(np.array(moments), looks, 0.86).tolist()
    pictures = [hashlib.sha256(look.tobytes()).digest() for look in looks]
    found = [split for split, _ in split_by_event(events, moments, pictures, (50, 25, 25))]
    alike = looks @ looks.T >= 0.86
    apart = np.abs(np.subtract.outer(np.array(moments), np.array(moments)))
    for one, other in np.argwhere(alike | (apart <= APART)).tolist():
        assert found[one] == found[other]


def test_the_shares_are_met_on_average() -> None:
    found = [part_of(str(at).encode(), (80, 10, 10)) for at in range(20_000)]
    assert [round(found.count(part) / 200) for part in ("train", "val", "test")] == pytest.approx([80, 10, 10], abs=1)  # type: ignore[call-overload]
    assert {part_of(str(at).encode(), (100, 0, 0)) for at in range(1000)} == {"train"}
    assert {part_of(str(at).encode(), (0, 0, 100)) for at in range(1000)} == {"test"}


def test_the_split_is_stable_across_versions() -> None:
    """The sets of this year and of next year must agree."""
    assert [part_of(bytes([at]), (60, 20, 20)) for at in range(8)] == [
        "train", "train", "train", "val", "train", "train", "test", "train",
    ]  # fmt: skip


@pytest.mark.parametrize("shares", [(80, 10, 5), (110, -10, 0), (0, 0, 0)])
def test_invalid_shares(shares: tuple[int, int, int]) -> None:
    with pytest.raises(PhotonError, match="must add up to 100"):
        check_shares(shares)
