"""What photos with the name of one thing teach the captioner's maps: that not every animal is a dog.

Captioned photos show people and dogs; a map that has seen nothing else writes of dogs for a lemon. Labelled photos have
no sentences, but the name of what they show: their sentence vector is that of "A lemon." together with what sentences
about fruit have in common, and objects that have kinds of their own, and are not among the names, are not there. Of all
other objects, such as persons and grass, a label tells nothing: there the map keeps what it says without these photos.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.starter.starter_data import Labelled

from photon.annotate.captions.named_objects import Objects, caption_objects, words_of
from photon.domain.resources import resource

FloatArray = npt.NDArray[np.float32]
_SAYING = "A {}."  # "a photo of a ..." is learned, too: drafts were of pictures of photos
_FEWEST = 5  # sentences that must speak of an object


@dataclass(frozen=True)
class Labels:
    """Labelled photos as the maps learn from them.

    Attributes:
        pooled: float32 [views, n, 1280], features of pictures.
        sentences: float32 [n, 384], the vector of what each is called.
        named: float32 [n, objects], 1 for each object that the name, or a name above it, is.
        told: bool [objects], of which objects labels tell whether they are there.
    """

    pooled: FloatArray
    sentences: FloatArray
    named: FloatArray
    told: npt.NDArray[np.bool_]

    def part(self, rows: npt.NDArray[np.int64]) -> "Labels":
        """Only these photos."""
        return Labels(self.pooled[:, rows], self.sentences[rows], self.named[rows], self.told)


def read_labels(
    labelled: Labelled,
    images: Callable[[Sequence[Path]], FloatArray],
    texts: Callable[[Sequence[str]], FloatArray],
    spoken: Mapping[str, FloatArray],
) -> Labels:
    """Labelled photos with the vectors and objects of their names.

    Args:
        labelled: The photos.
        images: Gives float32 [views, n, 1280].
        texts: Gives normalised sentence vectors float32 [n, 384].
        spoken: See ``spoken_of``.
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
    """What sentences that name an object, or one of its kinds, have in common: float32 [384] for each object.

    Args:
        sentences: Without captions of photos that figures are measured on.
        vectors: float32 [n, 384], theirs.
    """
    objects = caption_objects()
    rows: dict[str, list[int]] = defaultdict(list)
    for row, sentence in enumerate(sentences):
        for name in objects.borne_out([sentence]):
            rows[name].append(row)
    return {name: _mean(vectors[found]) for name, found in rows.items() if len(found) >= _FEWEST}


def _kinds() -> dict[str, list[int]]:
    """The kinds of the image tower that each name stands for."""
    named = json.loads(resource("starter/kinds.json").read_text(encoding="utf-8"))
    return {name: kinds for name, (_, kinds) in named.items()}


def _objects(objects: Objects, names: Iterable[str]) -> set[str]:
    """What these names are, by all their words ("garden truck" is no truck), with what that is a kind of."""
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
