"""Queries with known relevant photos among held-out ones: nouns, captions, WordNet subtrees and classes."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.quality.quality_sources import Source
from lab.quality.quality_truth import SourceTruth
from lab.starter.starter_data import IntArray
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_material import TOO_GENERAL

from photon.annotate.tags.vocabulary_file import everyday

Truth = npt.NDArray[np.bool_]

AGREED = 2  # captions of five that must name a thing for the photo to count as showing it
_FEWEST = 3  # minimum photos of the pool that show it
_MOST = 60  # maximum photos of a subtree: half of a pool is uninformative
_CAPTIONS = 2  # captions per photo
_CLOSE = 0.5  # cosine above which another photo's caption may mean the same


@dataclass(frozen=True)
class Judged:
    """A query.

    Attributes:
        sort: ``noun`` (two captions of at least three photos name it), ``mention`` (a rarer noun), ``caption``,
            ``thing`` (an entry of Photon's vocabulary that at least three photos show), ``absent`` (one that no caption
            names), ``family`` (a WordNet subtree) or ``class``.
        text: The text of the query.
        shows: bool (n,), photos of the fold that show it.
        unclear: bool (n,), photos for which this is unknown; they are ignored.
    """

    sort: str
    text: str
    shows: Truth
    unclear: Truth


def described_queries(trials: Trials, fold: Fold) -> list[Judged]:
    """Return the nouns in captions of a fold's photos, and captions."""
    material = trials.material
    place = {photo: position for position, photo in enumerate(fold.held.tolist())}
    counts: dict[str, IntArray] = defaultdict(lambda: np.zeros(len(fold.held), np.int64))
    taken: dict[int, int] = defaultdict(int)
    captions = []
    for row, (caption, photo) in enumerate(
        zip(material.captioned.captions, material.captioned.owner.tolist(), strict=True)
    ):
        if photo not in place:
            continue
        for noun in material.words.nouns(caption):
            counts[noun][place[photo]] += 1
        if taken[photo] < _CAPTIONS:
            taken[photo] += 1
            own = np.arange(len(fold.held)) == place[photo]
            captions.append(Judged("caption", caption, own, _similar(trials, fold, row) & ~own))
    nouns = []
    for noun, count in counts.items():
        if (count > 0).sum() >= _FEWEST and not noun.endswith("ing"):
            sort = "noun" if (count >= AGREED).sum() >= _FEWEST else "mention"
            nouns.append(Judged(sort, noun, count >= AGREED, (count > 0) & (count < AGREED)))
    return nouns + captions


def thing_queries(trials: Trials, fold: Fold) -> list[Judged]:
    """Return entries of Photon's vocabulary on which captions of the fold's photos agree, and those that none names."""
    vocabulary, captioned = everyday(), trials.material.captioned
    place = {photo: at for at, photo in enumerate(fold.held.tolist())}
    captions: list[list[str]] = [[] for _ in place]
    for caption, photo in zip(captioned.captions, captioned.owner.tolist(), strict=True):
        if photo in place:
            captions[place[photo]].append(caption)
    names = [entry.name for entry in vocabulary.entries if not entry.is_grouping]
    tables = SourceTruth(Source("", "", list(map(str, place)), captions, []), vocabulary).tables(names)
    found = []
    for name, shows, lacks in zip(tables.names, tables.shows, tables.lacks, strict=True):
        if lacks.all() or shows.sum() >= _FEWEST:
            found.append(Judged("absent" if lacks.all() else "thing", name, shows, ~(shows | lacks)))
    return found


def _similar(trials: Trials, fold: Fold, caption: int) -> Truth:
    """Return the photos of a fold with two captions similar to this one: they may show it, too."""
    material = trials.material
    inside = np.isin(material.captioned.owner, fold.held)
    close = material.captions[inside] @ material.captions[caption] >= _CLOSE
    counts = np.bincount(np.searchsorted(fold.held, material.captioned.owner[inside][close]), minlength=len(fold.held))
    return counts >= AGREED


def named_queries(trials: Trials, fold: Fold) -> list[Judged]:
    """Return the classes of a fold, and the subtrees with at least three of them."""
    material = trials.material
    place = {int(photo): position for position, photo in enumerate(fold.held)}
    none = np.zeros(len(fold.held), bool)
    found, known = [], set()
    for synset, photos in material.kinds.items():
        members = frozenset(place[photo] for photo in photos if photo in place)
        name = material.words.names[synset][0]
        if name not in TOO_GENERAL and _FEWEST <= len(members) <= _MOST and members not in known:
            known.add(members)
            found.append(Judged("family", name, np.isin(np.arange(len(none)), list(members)), none))
    labels = [material.labelled.labels[photo] for photo in fold.held]
    return found + [Judged("class", label, np.arange(len(none)) == at, none) for at, label in enumerate(labels)]
