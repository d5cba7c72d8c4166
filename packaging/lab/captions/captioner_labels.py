"""What the captioner's maps learn from photos with a class label: that not every animal is a dog.

Captioned photos show people and dogs; a map trained on nothing else writes about dogs for a lemon. Labelled photos have
no captions, only a class name: their target is the embedding of "A lemon." combined with what sentences about fruit
have in common. Objects that have classes of their own, but are not among the names, are absent. A label says nothing
about other objects, such as persons and grass: for these, the target is the prediction without labelled photos.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.captions.supported_objects import borne_out
from lab.starter.starter_data import Labelled

from photon.annotate.captions.named_objects import Objects, caption_objects, words_of
from photon.resource_files import resource

FloatArray = npt.NDArray[np.float32]
_SAYING = "A {}."  # with "a photo of a ...", drafts would describe pictures of photos
_FEWEST = 5  # minimum sentences about an object


@dataclass(frozen=True)
class Labels:
    """Labelled photos as training data of the maps.

    Attributes:
        pooled: float32 (views, n, 1280), image features.
        sentences: float32 (n, 384), embedding of each name.
        named: float32 (n, objects), 1 for each object that the name, or a hypernym, is.
        told: bool (objects,), objects whose presence the labels determine.
    """

    pooled: FloatArray
    sentences: FloatArray
    named: FloatArray
    told: npt.NDArray[np.bool_]

    def part(self, rows: npt.NDArray[np.int64]) -> "Labels":
        """A subset of the photos."""
        return Labels(self.pooled[:, rows], self.sentences[rows], self.named[rows], self.told)


def read_labels(
    labelled: Labelled,
    images: Callable[[Sequence[Path]], FloatArray],
    texts: Callable[[Sequence[str]], FloatArray],
    spoken: Mapping[str, FloatArray],
) -> Labels:
    """Encode labelled photos and their names.

    Args:
        labelled: The photos.
        images: Computes float32 (views, n, 1280).
        texts: Computes normalised sentence embeddings float32 (n, 384).
        spoken: Result of ``spoken_of``.
    """
    kinds, objects = _kinds(), caption_objects()
    names: dict[int, list[str]] = defaultdict(list)
    for name, members in kinds.items():
        for kind in members:
            names[kind].append(name)
    place = {name: number for number, name in enumerate(objects.names)}
    named = np.zeros((len(labelled.labels), len(place)), np.float32)
    called: list[list[str]] = []
    for row, label in enumerate(labelled.labels):
        above = [set(names[kind]) for kind in kinds.get(label.lower(), ())]
        shown = _objects(objects, [*(set.intersection(*above) if above else ()), label])
        named[row, [place[name] for name in shown]] = 1
        called.append(sorted(name for name in shown if not _is_above(objects, name, shown)))
    told = np.zeros(len(place), bool)
    told[[place[name] for name in _objects(objects, kinds)]] = True
    plain = texts([_SAYING.format(label) for label in labelled.labels])
    each = zip(plain, called, strict=True)
    common = [_mean([spoken[name] for name in own if name in spoken] or [vector]) for vector, own in each]
    sentences = (plain + np.array(common, np.float32)) / 2
    return Labels(images(labelled.files), np.asarray(sentences, np.float32), named, told)


def spoken_of(sentences: Sequence[str], vectors: FloatArray) -> dict[str, FloatArray]:
    """Mean embedding of the sentences that name each object or a subtype: float32 (384,) by object.

    Args:
        sentences: Sentences, without captions of test photos.
        vectors: float32 (n, 384), their embeddings.
    """
    objects = caption_objects()
    rows: dict[str, list[int]] = defaultdict(list)
    for row, sentence in enumerate(sentences):
        for name in borne_out(objects, [sentence]):
            rows[name].append(row)
    return {name: _mean(vectors[found]) for name, found in rows.items() if len(found) >= _FEWEST}


def _kinds() -> dict[str, list[int]]:
    """Classes of the image tower for each name."""
    named = json.loads(resource("starter/kinds.json").read_text(encoding="utf-8"))
    return {name: kinds for name, (_, kinds) in named.items()}


def _objects(objects: Objects, names: Iterable[str]) -> set[str]:
    """The objects that these names are, matched by all words ("garden truck" is not a truck), with their hypernyms."""
    found: set[str] = set()
    for name in names:
        for mention in objects.mentions(name)[-1:]:
            if mention.stop - mention.start == len(words_of(name)):
                found.update(above for one in mention.objects for above in objects.above(one))
    return found


def _is_above(objects: Objects, name: str, shown: set[str]) -> bool:
    return any(name != other and name in objects.above(other) for other in shown)


def _mean(vectors: Sequence[FloatArray] | FloatArray) -> FloatArray:
    return np.asarray(np.mean(vectors, axis=0), np.float32)
