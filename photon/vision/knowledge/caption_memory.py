"""Recall what people say about similar photos: the shares of tags, objects and phrases in their captions.

A linear map predicts, from a photo's visual features, the MiniLM embedding that a caption would have. There are some
thousand centres of caption embeddings (k-means), each with the distribution of what the captions near it mention. The
distributions of the nearest centres are averaged, with exponentially larger weights for nearer ones (a kernel
regression; Nadaraya and Watson 1964). The similarity of a centre is judged by two models that were trained differently:
the map, and the joint space of photos and words; either alone is worse. The centres were made from sentences, so they
cover things that no training photo shows, because both models lead to them.

The file contains words and numbers only, no person's sentences.
"""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.quick_dataclass import dataclass
from photon.vision.kit.adapter import LOOK_SCALE, Adapter, normalise
from photon.vision.kit.arrays import decode_texts, read_arrays
from photon.vision.knowledge.class_labels import class_probabilities

KINDS_WEIGHT = 20.0
"""Weight of the square roots of the class probabilities, relative to the visual features."""
_BY_MAP, _BY_JOINT = 15.0, 15.0  # scale of the two cosines in the logarithm of a centre's weight
_OFF_CENTRE = 0.7  # approximate distance of a centre's captions from the mean caption
_NEAREST = 256  # centres that are averaged; the others hardly matter
_FULL = 255.0  # stored value for a share of 1
_FIELDS = ("photo", "photo_shift", "usual", "sizes", "starts", "columns", "shares", "names")
CENTRES = "_centres"
"""Suffix of the name of the file with the centres: both parts in one file would be too large."""


@dataclass(frozen=True)
class CaptionMemory:
    """The caption memory, written by ``packaging/lab/captions/train_memory.py``.

    Attributes:
        names: What the memory knows, w entries: a letter, a colon and a name. ``t:`` is followed by the key of a tag,
            ``o:`` by an object of ``objects.txt``, ``n:`` by a noun, ``S:``, ``V:`` and ``P:`` by phrases
            (``phrase_grammar``).
        photo: float32 (1280 + kinds, 384), from ``photo_features`` to sentence embeddings.
        photo_shift: float32 (384,).
        usual: float32 (384,), the mean sentence embedding; centres are relative to it.
        centres: float32 (c, 384), unit length.
        sizes: float32 (c,), logarithm of the number of captions of each centre.
        starts: int64 (c + 1,), index in ``columns`` at which each centre starts.
        columns: int64 (e,), indices of names.
        shares: float32 (e,), 0..1, share of the centre's captions that mention it.
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

    @functools.cached_property
    def objects(self) -> Ids:
        """Indices of the names of objects, int64 (objects,)."""
        return np.flatnonzero([name.startswith("o:") for name in self.names])

    def predict(self, looks: Floats) -> Floats:
        """Predict the embeddings of captions.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.

        Returns:
            float32 (n, 384), not normalised.
        """
        return np.asarray(photo_features(looks, self.classifier) @ self.photo + self.photo_shift, np.float32)

    def clarity(self, looks: Floats) -> Floats:
        """Compute how closely the prediction resembles what people say: its cosine with the nearest centre.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.

        Returns:
            float32 (n,), -1..1.
        """
        predicted = normalise(self.predict(looks) - self.usual) @ self.centres.T
        return np.asarray(predicted.max(axis=1, initial=-1.0), np.float32)

    def describe(self, predicted: Floats) -> Floats:
        """Return where captions of photos would be in the joint space, relative to the mean caption.

        Their products with a query tell whether the photo fits it, as judged by the map alone.

        Args:
            predicted: float32 (n, 384), result of ``predict``.

        Returns:
            float32 (n, d), unit length.
        """
        return normalise(self.adapter.join_texts(predicted) - self.adapter.centre_text)

    @functools.cached_property
    def _both(self) -> Floats:
        """The centres as the map knows them, and in the joint space, with their weights: float32 (384 + d, c)."""
        joined = self.adapter.join_texts(self.usual + np.float32(_OFF_CENTRE) * self.centres)
        weighed = np.concatenate([self.centres * np.float32(_BY_MAP), joined * np.float32(_BY_JOINT)], axis=1)
        return np.ascontiguousarray(weighed.T)  # twice as fast as two products with rows

    def recall(self, looks: Floats) -> Floats:
        """Recall what captions of similar photos mention.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.

        Returns:
            float32 (n, w), the share 0..1 of people who would mention each name.
        """
        likeness = self._likeness(looks, self.predict(looks))
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
            shares = np.repeat(weights, counts) * self.shares[entries]
            found[row] = np.bincount(self.columns[entries], shares, len(self.names))
        return found

    def speak_of(self, looks: Floats, names: Sequence[str], predicted: Floats | None = None) -> Floats:
        """Recall the shares of some names only, averaged over all centres; takes a quarter of a millisecond per photo.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.
            names: Some of ``names``.
            predicted: float32 (n, 384), result of ``predict`` if it is known.

        Returns:
            float32 (n, m), one column per name; NaN for names that the memory does not know.
        """
        likeness = self._likeness(looks, self.predict(looks) if predicted is None else predicted)
        return self._average(likeness, names)

    def speak_of_places(self, places: Floats, names: Sequence[str]) -> Floats:
        """Recall the shares of some names for parts of photos, by the joint space alone.

        The other model was fitted to whole photos: for places it is worse, above all for faces.

        Args:
            places: float32 (n, d), in the joint space, of any length.
            names: Some of ``names``.

        Returns:
            float32 (n, m), one column per name; NaN for names that the memory does not know.
        """
        return self._average(normalise(places) @ self._both[self.centres.shape[1] :] + self.sizes, names)

    def _average(self, likeness: Floats, names: Sequence[str]) -> Floats:
        """Average the shares of names over all centres, weighted by the exponential of the likeness float32 (n, c)."""
        weights = np.exp(likeness - likeness.max(axis=1, keepdims=True))
        shares = np.full((len(self.sizes), len(names)), np.nan, np.float32)
        order, starts, owners = self._entries_by_name
        for column, place in enumerate(self.places.get(name) for name in names):
            if place is not None:
                entries = order[starts[place] : starts[place + 1]]
                shares[:, column] = np.bincount(owners[entries], self.shares[entries], len(self.sizes))
        return np.asarray(weights @ shares / weights.sum(axis=1, keepdims=True), np.float32)

    @functools.cached_property
    def _entries_by_name(self) -> tuple[Ids, Ids, Ids]:
        """Entries in the order of their names, where each name starts in it, and the centre of each entry: int64."""
        owners = np.repeat(np.arange(len(self.sizes)), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        starts = np.searchsorted(self.columns[order], np.arange(len(self.names) + 1))
        return order, starts, owners

    def _likeness(self, looks: Floats, predicted: Floats) -> Floats:
        """Compute the logarithm of each centre's weight for each photo: float32 (n, c)."""
        own = normalise(predicted - self.usual)
        likeness = np.concatenate([own, self.adapter.join_looks(looks)], axis=1) @ self._both
        likeness += self.sizes
        return np.asarray(likeness, np.float32)


def photo_features(looks: Floats, classifier: Floats) -> Floats:
    """Compute the input features of the map: visual features and the square roots of the class probabilities.

    Args:
        looks: float32 (n, 1280), L2-normalised.
        classifier: float32 (1281, kinds), of the image tower; the last row is the bias.

    Returns:
        float32 (n, 1280 + kinds).
    """
    chances = class_probabilities(looks * LOOK_SCALE, classifier)
    return np.concatenate([looks * LOOK_SCALE, np.float32(KINDS_WEIGHT) * np.sqrt(chances)], axis=1)


def read_caption_memory(path: Path, classifier: Floats, adapter: Adapter) -> CaptionMemory:
    """Read a caption memory from two safetensors files.

    Args:
        path: The first file; the other is beside it.
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
    return CaptionMemory(
        names=decode_texts(arrays["names"]),
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
