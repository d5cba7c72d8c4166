"""The data for fitting and evaluating suggestions, with cross-fitted evidence of each photo.

A head, and an adapter, that is evaluated on photos was trained without their fold. For a curve that is evaluated on a
fold, the evidence of the other folds comes from heads without either fold. Their adapters were trained without these
photos, but with the evaluated fold, which a curve of five coefficients cannot exploit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from lab.starter.starter_figures import Fit, Fold, Trials
from lab.tags.tag_curves import Curves
from lab.tags.tag_head import FEWEST, Block, block, fit_head
from lab.tags.tag_truth import Naming, labelled_places, line_table, rival_table

from photon.annotate.tags.tag_prompts import concept_vectors, every_prompt
from photon.annotate.tags.tag_scores import CosineScale, StoredVectors, TagScores, scale_of
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.tag import tag_key
from photon.vision.kit.adapter import normalise
from photon.vision.starter.class_labels import ClassLabels, stored_probabilities
from photon.vision.starter.tag_knowledge import TagKnowledge

FloatArray = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

# Certainty that a labelled photo does not show what its label does not name: about one in six also shows a person,
# whereas captions name one in three of four photos.
_UNSEEN = 0.8
_RAREST = 1e-4  # minimum fraction of sentences, for rarer concepts
Head = tuple[FloatArray, FloatArray, Truth]


@dataclass(frozen=True)
class Evidence:
    """Evidence for the tags of some photos.

    Attributes:
        photos: Their rows, captioned photos first, then labelled ones.
        seen: Their vectors.
        concepts, scale: The vocabulary as encoded by their adapter.
    """

    photos: Ids
    seen: StoredVectors
    concepts: FloatArray
    scale: CosineScale


class TagTrials:
    """The data of suggestions, and heads without some of it."""

    def __init__(self, trials: Trials, vocabulary: TagVocabulary, names: ClassLabels, classifier: FloatArray) -> None:
        """Set the data, the vocabulary, and class labels and classifier of the image tower."""
        self.trials, self.vocabulary, self.names = trials, vocabulary, names
        material = trials.material
        naming = Naming(vocabulary)
        self.counts = naming.counts(material.captioned)
        hidden = set(material.captioned.captions)
        shares = naming.shares(sentence for sentence in material.sentences if sentence not in hidden)
        self.commonness = np.log(np.maximum(shares, _RAREST)).astype(np.float32)
        self.places = labelled_places(material.labelled, material.words, vocabulary)
        self.shown, self.excluded = line_table(self.places, vocabulary), rival_table(self.places, vocabulary)
        self._chances = stored_probabilities(material.photos[0], classifier)
        self._usable = np.array([not entry.is_grouping for entry in vocabulary.entries], bool)

    @property
    def described(self) -> int:
        """Number of captioned photos; labelled ones follow."""
        return len(self.counts)

    @cached_property
    def learned(self) -> Ids:
        """Tags with enough photos to be learned; each head checks this again."""
        shown = (self.counts > 0).sum(axis=0) + self.shown.sum(axis=0)
        return np.flatnonzero((shown >= FEWEST) & self._usable)

    def blocks(self, folds: Sequence[Ids], *, labelled: bool) -> list[Block]:
        """The sums of folds of captioned or labelled photos."""
        made = []
        for rows in folds:
            looks = normalise(self.trials.material.photos[:, rows + (self.described if labelled else 0)])
            if labelled:
                shown = self.shown[rows].astype(np.float32)
                hidden = np.where(self.excluded[rows], 1, _UNSEEN * (1 - shown))
            else:
                shown = np.sqrt(np.minimum(self.counts[rows] / 5, 1))
                hidden = 1 - shown
            tables = (table[:, self.learned].astype(np.float32) for table in (shown, hidden))
            made.append(block(looks, *tables, is_labelled=labelled))
        return made

    def evidence(self, fold: Fold, *, labelled: bool) -> Evidence:
        """The evidence of a fold's photos, from its adapter."""
        material = self.trials.material
        rows = fold.held + (self.described if labelled else 0)
        known = np.arange(self.described)
        seen_by_adapter = known if labelled else np.setdiff1d(known, fold.held)
        texts = every_prompt(self.vocabulary)
        vectors = fold.adapter.join_texts(material.texts(list(texts)))
        concepts = concept_vectors(self.vocabulary, dict(zip(texts, vectors, strict=True)))
        pooled = material.photos[0, rows]
        meanings = fold.adapter.join_images(pooled)
        at, kinds = np.nonzero(self._chances[rows])
        seen = StoredVectors(meanings, normalise(pooled), (at, kinds, self._chances[rows][at, kinds]))
        bank = fold.adapter.join_images(material.photos[0, seen_by_adapter])
        return Evidence(rows, seen, concepts, scale_of(concepts, bank))

    def knowledge(self, head: Head, curves: Curves) -> TagKnowledge:
        """The knowledge as shipped; tags with too few photos in the head's data are not learned."""
        names = tuple(tag_key(entry.path) for entry in self.vocabulary.entries)
        weights, bias, is_enough = head
        told = (curves.seen, curves.unseen, curves.choice, curves.plain)
        return TagKnowledge(
            names, self.commonness, self.learned[is_enough], weights[:, is_enough], bias[is_enough], *told
        )

    def scores(self, evidence: Evidence, knowledge: TagKnowledge) -> TagScores:
        """The scores that suggestions are made from."""
        scores = TagScores(self.vocabulary, evidence.concepts, evidence.scale, knowledge, is_learned=True)
        scores.name_kinds(self.vocabulary, self.names.find)
        return scores


def folds_of(trials: Trials, fit: Fit) -> tuple[list[Fold], list[Fold]]:
    """Captioned and labelled photos with adapters trained without them."""
    return trials.described_folds(fit), trials.named_folds(fit)


def heads_without(described: list[Block], labelled: list[Block], number: int) -> tuple[Head, list[Head], list[Head]]:
    """The heads to evaluate a fold with.

    Returns:
        The head without fold ``number`` of the captioned photos; those without it and each other one (in its own place,
        the first again); and those without it and each fold of labelled photos.
    """
    rest = [one for at, one in enumerate(described) if at != number]
    whole = fit_head(rest, labelled)
    pairs = [
        whole if at == number else fit_head([one for one in rest if one is not left_out], labelled)
        for at, left_out in enumerate(described)
    ]
    return whole, pairs, [fit_head(rest, [one for one in labelled if one is not left_out]) for left_out in labelled]
