"""Held-out photos of a fold, and groups of them with known members."""

import functools

import numpy as np
import numpy.typing as npt
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_judged import described_queries, named_queries
from lab.starter.starter_material import TOO_GENERAL

from photon.annotate.tags.kind_families import KindFamilies
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.vision.kit.adapter import normalise
from photon.vision.starter.class_labels import stored_probabilities
from photon.vision.starter.query_sentence import as_sentence
from photon.vision.starter.starter import class_labels
from photon.vision.starter.starter_install import KINDS_FILE, prepare_starter

Floats = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]

FEWEST = 8  # minimum photos of a group
NAMES = ["Fluffy", "Bella", "Max", "Luna", "Rocky", "Coco", "Charlie", "Daisy", "Milo", "Ruby", "Oscar", "Lola"]
_HYPERNYM_STEPS = 3


@functools.cache
def kinds_of_tower() -> tuple[Floats, KindFamilies]:
    """Return the image tower's classifier, float32 (1281, kinds), and its groups of classes."""
    classifier = np.load(prepare_starter(lambda _share, _sentence: None) / KINDS_FILE).astype(np.float32)
    return classifier, KindFamilies(class_labels().families)


class Held:
    """The photos of a fold as its adapter encodes them, and the groups among them.

    Attributes:
        seen: Their vectors.
        views: The same photos mirrored and cropped, as further shots of the same moments.
        things: Things that captions name, or WordNet subtrees.
        groups: Those that at least ``FEWEST`` photos show.
        named: Whether they are subtrees.
        families: Groups of classes.
    """

    def __init__(self, trials: Trials, fold: Fold, *, named: bool) -> None:
        material = trials.material
        pooled = material.photos[:, fold.held + (len(material.captioned.files) if named else 0)]
        classifier, self.families = kinds_of_tower()
        self.seen, *self.views = (
            PhotoVectors(fold.adapter.join_images(view), normalise(view), stored_probabilities(view, classifier))
            for view in pooled
        )
        self.named = named
        judged = named_queries(trials, fold) if named else described_queries(trials, fold)
        self.things = [query for query in judged if query.sort in {"noun", "family"}]
        self.groups = [query for query in self.things if query.shows.sum() >= FEWEST]
        self._trials, self._fold = trials, fold

    def text(self, words: str) -> Floats:
        """Encode a text: float32 (d,)."""
        vector: Floats = self._fold.adapter.join_texts(self._trials.material.texts([as_sentence(words)]))[0]
        return vector

    def other_families(self, shows: Truth) -> KindFamilies:
        """Return all groups of classes except those that consist of exactly these labelled photos."""
        if not self.named:
            return self.families
        own, fold = set(self._fold.held[shows].tolist()), set(self._fold.held.tolist())
        return KindFamilies([family for family in class_labels().families if set(family) & fold != own])

    def general(self, word: str) -> str:
        """Return a more general word that is still informative; the word itself if there is none."""
        words = self._trials.material.words
        for synset in words.senses.get(word, [])[:1]:
            for above in words.ancestors(synset)[1 : 1 + _HYPERNYM_STEPS]:
                name = words.names[above][0].replace("_", " ")
                if name not in TOO_GENERAL:
                    return str(name)
        return word
