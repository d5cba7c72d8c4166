"""Example pictures as vectors: from the library where they are known, else by looking at the file or the region."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.examples import ExamplePictures, whole_path
from photon.domain import Ignored, Like, PhotonError
from photon.domain.arrays import Floats
from photon.domain.bounded_cache import BoundedCache
from photon.library import Library
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.vision.kit.encoder import DamagedPreview

_REMEMBERED = 32  # pictures: a slider asks about the same ones again and again, and each takes some 15 ms to encode


class ExampleVectors(NamedTuple):
    """Vectors of one example, or the mean of several, of unit length: meaning float32 (d,), look float32 (e,)."""

    meaning: Floats
    look: Floats


class ExampleEncoder:
    """Makes vectors of examples."""

    def __init__(self, encoder: EncoderClient, examples: ExamplePictures) -> None:
        """Take the tools."""
        self._encoder, self._examples = encoder, examples
        self._remembered: BoundedCache[bytes, ExampleVectors] = BoundedCache(_REMEMBERED)

    def at(self, library: Library, like: Like) -> ExampleVectors:
        """Meaning and look of an example.

        Raises:
            PhotonError: There is no such photo, or it cannot be read, or the region is outside or too small.
        """
        known = photo_of(library, like)
        if known and like.region is None:
            _, meaning = vectors.meanings_of(library, self._encoder.id, [known])
            _, look = vectors.looks_of(library, self._encoder.id, [known])
            if len(meaning) and len(look):
                return ExampleVectors(meaning[0], look[0])
        return self._encoded(self._examples.preview(library, like))

    def together(self, library: Library, likes: Iterable[Like]) -> tuple[ExampleVectors | None, list[Ignored]]:
        """The weighted mean of examples, None where none can be used; and those that cannot."""
        looked, ignored = [], []
        for like in likes:
            try:
                looked.append((self.at(library, like), like.weight))
            except PhotonError as error:
                ignored.append(Ignored(like, error.message, error.hint))
        return (_mean(looked) if looked else None), ignored

    def _encoded(self, preview: bytes) -> ExampleVectors:
        key = hashlib.blake2b(preview, digest_size=16).digest()
        known = self._remembered.get(key)
        if known is not None:
            return known
        try:
            made = self._encoder.images([preview])
        except DamagedPreview as error:
            raise PhotonError("The preview of that photo is damaged.", "Look again for photos with F5.") from error
        looked = ExampleVectors(made.meaning[0], made.look[0])
        self._remembered.store(key, looked)
        return looked


def photo_of(library: Library, like: Like) -> int:
    """The photo of the library that an example is, or 0."""
    return like.photo or photos.at(library, whole_path(like.path)) or 0


def own_photos(library: Library, likes: Iterable[Like]) -> list[int]:
    """The photos that examples are; of a part the whole photo is an answer like others."""
    return [photo_of(library, like) for like in likes if like.region is None]


def _mean(looked: list[tuple[ExampleVectors, float]]) -> ExampleVectors:
    total = [sum(weight * one[at] for one, weight in looked) for at in (0, 1)]
    return ExampleVectors(
        *(np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), np.float32) for vector in total)
    )
