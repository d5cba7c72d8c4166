"""What is where in photos, by the maps of an encoder; can be rebuilt, keyed by encoder and image hash.

The 7 x 7 overlapping regions of a photo are stored as sums of four vectors, with a byte for each number: 1.7 kB
in place of 37 kB. They find as much (``packaging/lab/explore/bench_regions.py``).
"""

from collections.abc import Iterator, Sequence

import numpy as np

from photon.domain import Changes
from photon.domain.arrays import Floats, Ids
from photon.domain.encoders.photo_vectors import unit
from photon.library.db.connection import Library
from photon.library.vectors.pending_previews import PendingPreviews
from photon.library.vectors.vectors import Pending
from photon.quick_dataclass import dataclass

SIDE = 7
"""Regions of a photo along each of its sides."""
_RANK = 4  # vectors by whose sums the regions of a photo are stored; 3 and 5 find about as much
PLACES = SIDE * SIDE
"""Regions of a photo."""
_MOST = 127
_PORTION = 4000  # photos read at a time: 30 MB
PENDING = PendingPreviews("photo_regions", "regions", is_by_encoder=True)
"""Photos without a map."""
_VALID = (
    "FROM photos p JOIN photo_regions r ON r.encoder = ? AND r.photo_id = p.id AND r.image_hash = p.image_hash"
    " WHERE +p.present = 1 AND length(r.regions) = ?"
)


@dataclass(frozen=True, slots=True)
class RegionMap:
    """What is where in a photo.

    Attributes:
        axes: float32 (_RANK, d), orthonormal.
        shares: float32 (PLACES, _RANK): the products of a vector with the axes, times these, are those with regions.
    """

    axes: Floats
    shares: Floats


@dataclass(frozen=True, slots=True, eq=False)
class StoredMaps:
    """The maps of some photos.

    Attributes:
        photos: int64 (n,).
        axes: float32 (n, _RANK, d), of any length.
        shares: float32 (n, PLACES, _RANK).
    """

    photos: Ids
    axes: Floats
    shares: Floats

    def products(self, asked: Floats) -> Floats:
        """Return the products of vectors, float32 (k, d), with all regions: float32 (k, n, PLACES)."""
        return np.asarray(np.einsum("nrk,nwr->knw", self.axes @ asked.T, self.shares), np.float32)


def map_regions(places: Floats) -> RegionMap:
    """Return the map of overlapping regions, each a third of the photo wide and high.

    Args:
        places: float32 (rows, columns, d), dense map of an encoder, not normalised.
    """
    rows, columns = (_region_weights(count) for count in places.shape[:2])
    regions = np.einsum("ir,jc,rcd->ijd", rows, columns, places.astype(np.float32), optimize=True).reshape(PLACES, -1)
    regions = unit(regions)
    squares, left = np.linalg.eigh(regions @ regions.T)  # ascending; an SVD takes twenty times as long on two cores
    sizes, left = np.sqrt(np.maximum(squares[-_RANK:], 1e-12)), left[:, -_RANK:]
    return RegionMap(left.T @ regions / sizes[:, None], left * sizes)


def _region_weights(count: int) -> Floats:
    """Return how much each of ``count`` places along a side counts for each region: float32 (SIDE, count)."""
    width = max(1, round(count / 3))
    starts = np.round(np.linspace(0, count - width, SIDE))[:, None]
    at = np.arange(count)
    return np.asarray((at >= starts) & (at < starts + width), np.float32)


def store(library: Library, encoder: str, seen: Sequence[tuple[Pending, RegionMap | None]]) -> Changes:
    """Store maps, replacing those of an earlier image; None where the encoder makes none. No view shows them."""
    with library.transaction() as db:
        for item, found in seen:
            db.execute("DELETE FROM photo_regions WHERE encoder = ? AND photo_id = ?", (encoder, item.photo))
            row = (item.photo, encoder, item.image_hash, b"" if found is None else pack_map(found))
            db.execute("INSERT INTO photo_regions VALUES (?, ?, ?, ?)", row)
    return Changes()


def stored_maps(library: Library, encoder: str, dimension: int) -> Iterator[StoredMaps]:
    """Read the maps of present photos that ``encoder`` made with vectors of this length, some thousand at a time."""
    size = 4 * _RANK + _RANK * dimension + PLACES * _RANK
    cursor = library.db.execute(f"SELECT p.id, r.regions {_VALID}", (encoder, size))
    while rows := cursor.fetchmany(_PORTION):
        yield unpack_maps([row[0] for row in rows], [row[1] for row in rows], dimension)


def unpack_maps(photos: Sequence[int], packed: Sequence[bytes], dimension: int) -> StoredMaps:
    """Return the maps that ``pack_map`` packed."""
    raw = np.frombuffer(b"".join(packed), np.uint8).reshape(len(packed), -1)
    scales = np.nan_to_num(raw[:, : 4 * _RANK].copy().view("<f4"))
    numbers = raw[:, 4 * _RANK :].view(np.int8)
    axes = numbers[:, : _RANK * dimension].reshape(-1, _RANK, dimension).astype(np.float32)
    shares = numbers[:, _RANK * dimension :].reshape(-1, PLACES, _RANK) * scales[:, None]
    return StoredMaps(np.array(photos, np.int64), axes, shares.astype(np.float32))


def delete_all(library: Library) -> Changes:
    """Delete the maps of all encoders."""
    with library.transaction() as db:
        db.execute("DELETE FROM photo_regions")
    return Changes()


def has_any(library: Library) -> bool:
    """Return whether there are maps of any encoder."""
    return library.db.execute("SELECT 1 FROM photo_regions LIMIT 1").fetchone() is not None


def pack_map(found: RegionMap) -> bytes:
    """Pack a map: scales float32 (_RANK,), then axes and shares int8."""
    by_axis = np.maximum(np.abs(found.axes).max(axis=1), 1e-9) / _MOST
    by_share = np.maximum(np.abs(found.shares).max(axis=0), 1e-9) / _MOST
    scales = (by_axis * by_share).astype("<f4")
    axes, shares = np.round(found.axes / by_axis[:, None]), np.round(found.shares / by_share)
    return bytes(scales.tobytes() + axes.astype(np.int8).tobytes() + shares.astype(np.int8).tobytes())
