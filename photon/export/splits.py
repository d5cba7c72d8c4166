"""Split a training set by event, deterministically and independently of other events.

Photos of one event stay together, so that near-identical shots are never in both training and test. An event is
identified by its first photo, and its part follows from a hash of that photo's picture alone. The same photos therefore
always get the same parts, and adding photos of other events changes nothing. The shares are met on average, not
exactly.
"""

import hashlib
from collections.abc import Sequence

from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import Split
from photon.language import tr

_WHOLE = 1 << 64
_DIGITS = 12


def split_by_event(
    events: Sequence[int], moments: Sequence[float], pictures: Sequence[bytes], shares: tuple[int, int, int]
) -> list[tuple[Split, str]]:
    """Assign a part to each photo.

    Args:
        events: Event number of each photo.
        moments: Capture time of each photo in seconds; NaN if unknown.
        pictures: Image hash of each photo.
        shares: Percentages, checked by ``check_shares``.

    Returns:
        The part and the name of the event of each photo.
    """
    first: dict[int, tuple[float, bytes]] = {}
    for event, moment, picture in zip(events, moments, pictures, strict=True):
        known = (moment if moment == moment else float("inf"), picture)
        first[event] = min(first.get(event, known), known)
    parts = {event: (part_of(picture, shares), picture.hex()[:_DIGITS]) for event, (_, picture) in first.items()}
    return [parts[event] for event in events]


def part_of(picture: bytes, shares: tuple[int, int, int]) -> Split:
    """Return the part that follows from an image hash."""
    place = int.from_bytes(hashlib.sha256(b"photon split" + picture).digest()[:8], "big") / _WHOLE * 100
    train, val, _ = shares
    return "train" if place < train else "val" if place < train + val else "test"


def check_shares(shares: tuple[int, int, int]) -> None:
    """Check percentages.

    Raises:
        PhotonError: They are negative or do not sum to 100.
    """
    if min(shares) < 0 or sum(shares) != 100:
        train, val, test = shares
        raise PhotonError(
            tr(
                "The percentages, {train} for training, {val} for validation and {test} for test, must add up to 100.",
                train=train,
                val=val,
                test=test,
            ),
            tr("For example 80, 10 and 10."),
        )
