"""Which part of a training set a photo belongs to: by the event it was taken at, and by nothing that happens elsewhere.

Photos of one event go together, whatever their number, so that no shot of a moment stands in training while its twin
stands in the test. An event is known by its first photo; the part follows from a hash of that photo's picture alone.
So the same photos always give the same parts, and photos that are added to other events change nothing. The shares come
out as asked for on average, not exactly.
"""

import hashlib
from collections.abc import Sequence

from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import Split

_WHOLE = 1 << 64
_DIGITS = 12


def split_by_event(
    events: Sequence[int], moments: Sequence[float], pictures: Sequence[bytes], shares: tuple[int, int, int]
) -> list[tuple[Split, str]]:
    """The part of each photo, and a name for its event.

    Args:
        events: A number for each photo, the same for photos of one event.
        moments: When each was taken, in seconds; NaN where nobody knows.
        pictures: A hash of each picture.
        shares: In percent; see ``check_shares``.
    """
    first: dict[int, tuple[float, bytes]] = {}
    for event, moment, picture in zip(events, moments, pictures, strict=True):
        known = (moment if moment == moment else float("inf"), picture)
        first[event] = min(first.get(event, known), known)
    parts = {event: (part_of(picture, shares), picture.hex()[:_DIGITS]) for event, (_, picture) in first.items()}
    return [parts[event] for event in events]


def part_of(picture: bytes, shares: tuple[int, int, int]) -> Split:
    """The part that a picture's hash leads to."""
    place = int.from_bytes(hashlib.sha256(b"photon split" + picture).digest()[:8], "big") / _WHOLE * 100
    train, val, _ = shares
    return "train" if place < train else "val" if place < train + val else "test"


def check_shares(shares: tuple[int, int, int]) -> None:
    """See that shares can be used.

    Raises:
        PhotonError: They cannot.
    """
    if min(shares) < 0 or sum(shares) != 100:
        train, val, test = shares
        raise PhotonError(
            f"The parts, {train} to train, {val} to validate and {test} to test, are not 100 percent together.",
            "For example 80, 10 and 10.",
        )
