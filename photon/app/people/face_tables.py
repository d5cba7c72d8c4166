"""The faces of a library as the table from which groups are made, and what is different from the last time."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from photon.annotate.people.face_table import FaceTable
from photon.domain.arrays import Floats, Ids
from photon.domain.people.person import NO_DAY
from photon.library import Library
from photon.library.people.face_columns import FaceColumns
from photon.library.photos import photos
from photon.quick_dataclass import dataclass

_BURST = timedelta(seconds=3)
"""Between two frames of a burst: cameras take several in a second, a person who presses again takes about two."""
_CLEAR_SIZE, _CLEAR_SHARPNESS = 80.0, 60.0
"""Pixels, and variance of the Laplacian, from which a face shows as much as a larger and sharper one."""
_WEAK = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class KnownFaces:
    """What was known of faces when groups were made; a row each, ascending by their numbers.

    Attributes:
        ids: int64 (n,) numbers.
        facts: int64 (n, 6) what they show, whose they are, whose they are not, day, burst, and whether they are weak.
    """

    ids: Ids
    facts: Ids

    def changed_rows(self, now: "KnownFaces") -> Ids:
        """Return the rows of ``now`` of which something is different; new faces are not among them."""
        if not len(self.ids):
            return np.zeros(0, np.int64)
        at = np.minimum(np.searchsorted(self.ids, now.ids), len(self.ids) - 1)
        is_other = (self.facts[at] != now.facts).any(axis=1)
        return np.flatnonzero((self.ids[at] == now.ids) & is_other)


def make_table(library: Library, columns: FaceColumns) -> tuple[FaceTable, KnownFaces]:
    """Return the table of faces, and what to compare the next one with.

    Args:
        library: The library, which tells when photos were taken.
        columns: The faces.
    """
    bursts = _bursts(library, columns.photos, columns.stacks)
    quality = quality_of(columns)
    table = FaceTable(
        ids=columns.ids,
        photos=columns.photos,
        embeddings=columns.embeddings,
        quality=quality,
        is_weak=quality < _WEAK,
        days=columns.days,
        hashes=columns.hashes,
        boxes=columns.boxes,
        bursts=bursts,
        persons=columns.confirmed,
        rejected=columns.rejected,
        births=np.array([_day_number(one.birthday) for one in columns.people], np.int64),
        hidden=np.array([one.is_hidden for one in columns.people], np.bool_),
    )
    keys = np.array([hash(one.key) for one in columns.people] + [0], np.int64)
    refused = np.zeros(len(columns.ids), np.int64)
    np.bitwise_xor.at(refused, columns.rejected[:, 0], keys[columns.rejected[:, 1]])
    facts = (columns.hashes.view(np.int64), keys[columns.confirmed], refused, columns.days, bursts, table.is_weak)
    return table, KnownFaces(columns.ids, np.column_stack(facts).astype(np.int64))


def quality_of(columns: FaceColumns) -> Floats:
    """Return how well faces show who they are, float32 (n,) 0..1; small, blurred and turned ones show little."""
    size = np.minimum(columns.sizes / _CLEAR_SIZE, 1)
    sharpness = np.minimum(columns.sharpness / _CLEAR_SHARPNESS, 1)
    turned = np.minimum(columns.poses * 2, 1)
    found: Floats = np.clip(columns.scores * np.cbrt(size * sharpness * turned), 0, 1).astype(np.float32)
    return found


def _day_number(day: date | None) -> int:
    return NO_DAY if day is None else (day - date(1970, 1, 1)).days


def _bursts(library: Library, shown: Ids, stacks: Ids) -> Ids:
    """Return the burst of each face, named by its first photo, int64 (n,): its stack, or photos taken in a row; -1."""
    own = np.unique(shown)
    heads = _frames_in_a_row(photos.shots(library, own.tolist()))
    found = np.array([heads.get(photo, -1) for photo in own.tolist()], np.int64)[np.searchsorted(own, shown)]
    is_stacked = stacks >= 0
    if is_stacked.any():
        smallest = np.full(int(stacks.max()) + 1, np.iinfo(np.int64).max)
        np.minimum.at(smallest, stacks[is_stacked], shown[is_stacked])
        found[is_stacked] = smallest[stacks[is_stacked]]
    return found


def _frames_in_a_row(shots: Mapping[int, tuple[str | None, str | None]]) -> dict[int, int]:
    """Return the first photo of the burst of each photo that is in one."""
    taken = sorted(
        (camera or "", time, photo) for photo, (text, camera) in shots.items() if (time := _time(text)) is not None
    )
    heads: dict[int, int] = {}
    for (camera, time, photo), (next_camera, next_time, next_photo) in pairwise(taken):
        if camera == next_camera and next_time - time <= _BURST:
            heads[next_photo] = heads.setdefault(photo, photo)
    return heads


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text[:19]) if text and len(text) >= len("2024-01-01T00:00:00") else None
    except ValueError:
        return None
