"""Vectors of parts of photos that teach a tag: encoded from previews once, and kept in memory."""

from collections.abc import Sequence

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.domain import Like, PhotonError, Region
from photon.domain.arrays import Floats, Ids
from photon.domain.bounded_cache import BoundedCache
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.library import Library
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.vision.kit.encoder import DamagedPreview, ImageVectors

_KEPT = 256  # each takes some 15 ms to encode, and a tag is learned anew after each answer
_Key = tuple[str, bytes, Region]
_Row = tuple[Floats, Floats, dict[int, float]]


class RegionVectors:
    """Makes vectors of regions; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin without any."""
        self._kept: BoundedCache[_Key, _Row] = BoundedCache(_KEPT)

    def find(
        self, library: Library, encoder: EncoderClient, likes: Sequence[Like], kinds: int
    ) -> tuple[Ids, PhotoVectors]:
        """Vectors of regions; those of photos that are away or damaged are left out.

        Args:
            library: Open for reading.
            encoder: Which looks at them.
            likes: Photos with regions.
            kinds: How many kinds the encoder names by itself, where these are wanted.

        Returns:
            The photos, int64 (n,), and the vectors of their regions in the same order.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        hashes = vectors.hashes_of(library, encoder.id, sorted({like.photo for like in likes}))
        keys = [
            (like.photo, (encoder.id, hashes[like.photo], like.region))
            for like in likes
            if like.region is not None and like.photo in hashes
        ]
        found = {key: row for _, key in keys if (row := self._kept.get(key)) is not None}
        missing = [(photo, key) for photo, key in keys if key not in found]
        for key, row in (_encode(library, encoder, missing) if missing else {}).items():
            self._kept.store(key, row)
            found[key] = row
        rows = [(photo, found[key]) for photo, key in keys if key in found]
        return np.array([photo for photo, _ in rows], np.int64), _stacked([row for _, row in rows], kinds)


def _encode(library: Library, encoder: EncoderClient, wanted: Sequence[tuple[int, _Key]]) -> dict[_Key, _Row]:
    previews = photos.previews(library, sorted({photo for photo, _ in wanted}))
    crops = [
        (key, crop)
        for photo, key in wanted
        if photo in previews and (crop := _cropped(previews[photo], key[2])) is not None
    ]
    if not crops:
        return {}
    try:
        made: ImageVectors = encoder.images([crop for _, crop in crops])
    except DamagedPreview:
        return {}
    kinds = made.kinds or ({},) * len(crops)
    return {key: row for (key, _), row in zip(crops, zip(made.meaning, made.look, kinds, strict=True), strict=True)}


def _cropped(preview: bytes, region: Region) -> bytes | None:
    from photon.media.read.region import crop_preview

    try:
        return crop_preview(preview, region)
    except (OSError, PhotonError):
        return None


def _stacked(rows: Sequence[_Row], kinds: int) -> PhotoVectors:
    if not rows:
        return PhotoVectors(np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32))
    chances = np.zeros((len(rows), kinds), np.float32) if kinds else None
    if chances is not None:
        for at, (_, _, named) in enumerate(rows):
            chances[at, list(named)] = list(named.values())
    return PhotoVectors(np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows]), chances)
