"""What people say about photos that look like this one: the shares of tags, objects and phrases in their captions.

A linear map predicts from a photo's visual features the MiniLM embedding that a caption would have. Around it lie some
thousand centres of caption embeddings (k-means), each with the distribution of what the captions there speak of; the
near centres' distributions are averaged, nearer ones counting exponentially more (a kernel regression; Nadaraya and
Watson 1964). How near a centre is, two judges say who were trained differently: the map, and the joint space of photos
and words; either alone is worse. It was made from sentences: it knows of things that no training photo shows, because
both lead to them.

The file has words and numbers only, no sentence of anybody.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.vision.kit.adapter import LOOK_SCALE, Adapter, normalise
from photon.vision.kit.arrays import read_arrays

KINDS_WEIGHT = 20.0
"""Weight of the square roots of the class probabilities, relative to the visual features."""
_BY_MAP, _BY_JOINT = 15.0, 15.0  # logarithm of how much more a centre counts that is nearer by 1 (cosine)
_OFF_CENTRE = 0.7  # length of a centre's captions beside the mean caption, about
_NEAREST = 256  # centres that are averaged; the others hardly count
_FULL = 255.0  # stored value of a share of 1
_FIELDS = ("photo", "photo_shift", "usual", "sizes", "starts", "columns", "shares", "names")
CENTRES = "_centres"
"""What the file with the centres has at the end of its name: together they would be larger than one file should be."""


@dataclass(frozen=True)
class CaptionMemory:
    """Written by ``packaging/lab/captions/train_memory.py``.

    Attributes:
        names: What the memory knows, w entries: a letter, a colon and a name. ``t:`` is the key of a tag, ``o:`` an
            object of ``objects.txt``, ``n:`` a noun, ``S:``, ``V:`` and ``P:`` phrases (``phrase_grammar``).
        photo: float32 (1280 + kinds, 384), from ``photo_features`` to sentence embeddings.
        photo_shift: float32 (384,).
        usual: float32 (384,), the mean sentence embedding; centres are relative to it.
        centres: float32 (c, 384), unit length.
        sizes: float32 (c,), logarithm of the number of captions of each centre.
        starts: int64 (c + 1,), where each centre begins in ``columns``.
        columns: int64 (e,), indices of names.
        shares: float32 (e,), 0..1, share of the centre's captions.
        classifier: float32 (1281, kinds), of the image tower; the last row is the bias.
        adapter: The joint space of photos and words.
    """

    names: tuple[str, ...]
    photo: Floats
    photo_shift: Floats
    usual: Floats
    centres: Floats
    sizes: Floats
    starts: Ids
    columns: Ids
    shares: Floats
    classifier: Floats
    adapter: Adapter

    @functools.cached_property
    def places(self) -> Mapping[str, int]:
        """Index of each name."""
        return {name: at for at, name in enumerate(self.names)}

    def predict(self, looks: Floats) -> Floats:
        """Predict the embeddings of captions.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.

        Returns:
            float32 (n, 384), not normalised.
        """
        return np.asarray(photo_features(looks, self.classifier) @ self.photo + self.photo_shift, np.float32)

    def clarity(self, looks: Floats) -> Floats:
        """How much what is predicted is like something that people say: cosine with the nearest centre.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.

        Returns:
            float32 (n,), -1..1.
        """
        predicted = normalise(self.predict(looks) - self.usual) @ self.centres.T
        return np.asarray(predicted.max(axis=1, initial=-1.0), np.float32)

    @functools.cached_property
    def _joined(self) -> Floats:
        """The centres in the joint space, float32 (c, d)."""
        return self.adapter.join_texts(self.usual + np.float32(_OFF_CENTRE) * self.centres)

    def recall(self, looks: Floats) -> Floats:
        """Recall what captions of such photos speak of.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.

        Returns:
            float32 (n, w), for each name the share 0..1 of people who would say it.
        """
        likeness = self._likeness(looks)
        few = min(_NEAREST, likeness.shape[1])
        nearest = np.argpartition(-likeness, few - 1, axis=1)[:, :few]
        found = np.empty((len(looks), len(self.names)), np.float32)
        for row, centres in enumerate(nearest):
            near = likeness[row, centres]
            weights = np.exp(near - near.max())
            weights /= weights.sum()
            starts = self.starts[centres]
            counts = self.starts[centres + 1] - starts
            offsets = np.cumsum(counts) - counts
            entries = np.arange(counts.sum()) + np.repeat(starts - offsets, counts)
            said = np.repeat(weights, counts) * self.shares[entries]
            found[row] = np.bincount(self.columns[entries], said, len(self.names))
        return found

    def speak_of(self, looks: Floats, names: Sequence[str]) -> Floats:
        """The shares of some names only, averaged over all centres: a quarter of a millisecond for a photo.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.
            names: As in ``names``.

        Returns:
            float32 (n, m), one column for each name; not a number for names that the memory does not know.
        """
        likeness = self._likeness(looks)
        weights = np.exp(likeness - likeness.max(axis=1, keepdims=True))
        owners = np.repeat(np.arange(len(self.sizes)), np.diff(self.starts))
        said = np.full((len(self.sizes), len(names)), np.nan, np.float32)
        for column, place in enumerate(self.places.get(name) for name in names):
            if place is not None:
                entries = self.columns == place
                said[:, column] = np.bincount(owners[entries], self.shares[entries], len(self.sizes))
        return np.asarray(weights @ said / weights.sum(axis=1, keepdims=True), np.float32)

    def _likeness(self, looks: Floats) -> Floats:
        """Logarithm of how much each centre counts for each photo: float32 (n, c)."""
        meanings = self.adapter.join_looks(looks)
        likeness = _BY_MAP * (normalise(self.predict(looks) - self.usual) @ self.centres.T)
        likeness += _BY_JOINT * (meanings @ self._joined.T) + self.sizes
        return np.asarray(likeness, np.float32)


def photo_features(looks: Floats, classifier: Floats) -> Floats:
    """Input features of the map: visual features and the square roots of the class probabilities.

    Args:
        looks: float32 (n, 1280), L2-normalised.
        classifier: float32 (1281, kinds), of the image tower; the last row is the bias.

    Returns:
        float32 (n, 1280 + kinds).
    """
    scaled = looks * LOOK_SCALE
    scores = scaled @ classifier[:-1] + classifier[-1]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    return np.concatenate([scaled, np.float32(KINDS_WEIGHT) * np.sqrt(chances)], axis=1)


def read_caption_memory(path: Path, classifier: Floats, adapter: Adapter) -> CaptionMemory:
    """Read a caption memory from two safetensors files.

    Args:
        path: The first; the other is beside it.
        classifier: float32 (1281, kinds), of the image tower.
        adapter: The joint space of photos and words.

    Returns:
        The memory.

    Raises:
        OSError: A file is missing or damaged.
        KeyError: An array is missing.
        ValueError: The names cannot be decoded.
    """
    arrays = read_arrays(path, _FIELDS)
    names = bytes(arrays["names"].astype(np.uint8)).decode("utf-8").split("\n")
    return CaptionMemory(
        names=tuple(names),
        photo=arrays["photo"],
        photo_shift=arrays["photo_shift"],
        usual=arrays["usual"],
        centres=read_arrays(path.with_stem(f"{path.stem}{CENTRES}"), ("centres",))["centres"],
        sizes=arrays["sizes"],
        starts=arrays["starts"].astype(np.int64),
        columns=arrays["columns"].astype(np.int64),
        shares=arrays["shares"] / np.float32(_FULL),
        classifier=classifier,
        adapter=adapter,
    )
