"""Plain drafts, such as "A daisy.", for photos that show a thing and of which the caption memory has nothing to say.

How sure a thing is, is a logistic regression on its suggested tag and on the image tower's classes, fitted by
``packaging/lab/captions/plain_figures.py``. Of all that is sure enough, the narrowest is named; what has kinds need not
be as sure as what is a kind.
"""

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from photon.annotate.captions.draft_choice import OTHERS, CaptionChoice, as_sentence
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import Tagged
from photon.quick_dataclass import dataclass
from photon.resource_files import resource
from photon.vision.knowledge.class_labels import NamedClasses
from photon.vision.knowledge.phrase_grammar import article

_LEAST, _LEAST_FAMILY = 0.9, 0.75
"""Certainties from which a thing is drafted, and one that has kinds: nothing is said rather than something wrong, and
"A bird." rather than a doubtful kind of it. Chosen on half of an ImageNet sample: with .85 for both, .44 of it had a
draft instead of .49; on flowers, which did not choose, .53 (.91 right) instead of .63 (.95)."""
_WEIGHTS = (2.0, 0.62, 0.59, -0.61, -0.91, -0.34, -0.3)  # of ``PlainThing.features``
_PLACES = ("place", "landscape")
_ROOTS = ("animal", "plant", "food and drink", "object", *_PLACES)
_UNNAMED = "starter/unsaid.txt"
_LIKELY, _SURE = 0.3, 0.98  # less likely classes do not count, and certainties beyond this count as this
_SINGULAR = ("ss", "us", "os", "bis", "tis")  # endings that only look like a plural

FindClasses = Callable[[str], NamedClasses | None]


@dataclass(frozen=True, slots=True)
class PlainThing:
    """A thing of Photon's vocabulary.

    Attributes:
        name: Its name.
        classes: The classes that it stands for, with those below it.
        above: Places of what is above it in the vocabulary.
        is_place: Whether it is a place rather than a thing.
        least: Certainty from which it is drafted.
    """

    name: str
    classes: frozenset[int]
    above: frozenset[int]
    is_place: bool
    least: float = _LEAST

    def features(self, tag: float, seen: float) -> tuple[float, ...]:
        """Return a constant, log-odds of tag and classes, a quarter of their product, and what kind of thing it is."""
        tag, seen = (math.log(one / (1 - one)) for one in (min(max(x, 1 - _SURE), _SURE) for x in (tag, seen)))
        kind = float(bool(self.classes)), float(self.is_place), math.log1p(len(self.classes))
        return 1.0, tag, seen, tag * seen / 4, *kind


def known_things(tags: Iterable[Tagged], vocabulary: TagVocabulary) -> dict[int, float]:
    """Return the certainty of tags by their places in Photon's own vocabulary, whatever the user calls them."""
    entries = ((vocabulary.place(tag.path[-1]), tag.certainty) for tag in tags)
    places = ((everyday().place_of(vocabulary.entries[at].path), sure) for at, sure in entries if at is not None)
    return {at: sure for at, sure in places if at is not None}


def likely_things(
    known: Mapping[int, float], classes: Mapping[int, float], find: FindClasses
) -> Iterator[tuple[int, PlainThing, tuple[float, ...]]]:
    """Yield the things that tags or classes name, with their places and features."""
    for at, thing in _things(find).items():
        tag, seen = known.get(at, 0.0), sum(classes[one] for one in thing.classes & classes.keys())
        if tag or seen >= _LIKELY:
            yield at, thing, thing.features(tag, seen)


def plain_draft(known: Mapping[int, float], classes: Mapping[int, float], find: FindClasses) -> CaptionChoice | None:
    """Name the thing that a photo without people shows.

    Args:
        known: Certainties 0..1 of tags, as from ``known_things``.
        classes: Probabilities 0..1 of the image tower's classes.
        find: Returns the classes that a name denotes.

    Returns:
        The draft; None if nothing is sure, or if there are people, of whom more is to be said.
    """
    if any(everyday().entries[at].path[0] == "people" for at in known):
        return None
    sure = {}
    for at, thing, features in likely_things(known, classes, find):
        chance = 1 / (1 + math.exp(-sum(map(float.__mul__, _WEIGHTS, features))))
        if chance >= thing.least:
            sure[at] = chance, thing
    wider = {at for _, thing in sure.values() for at in thing.above}
    order = sorted(sure, key=lambda at: (at in wider, -sure[at][0]))
    named = list(dict.fromkeys(name_thing(sure[at][1].name) for at in order))
    return CaptionChoice(named[0], sure[order[0]][0], tuple(named[1 : 1 + OTHERS])) if named else None


@functools.cache
def _things(find: FindClasses) -> dict[int, PlainThing]:
    own, unnamed = everyday(), frozenset(resource(_UNNAMED).read_text(encoding="utf-8").splitlines())
    named = [[kinds for word in entry.words if (kinds := find(word))] for entry in own.entries]
    things = {}
    for at, entry in enumerate(own.entries):
        if entry.path[0] in _ROOTS and not (entry.is_grouping or entry.name in unnamed):
            below = [kinds for one in (at, *own.below(at)) for kinds in named[one] if kinds.coverage >= _LIKELY]
            classes = frozenset(kind for kinds in below for kind in kinds.kinds)
            things[at] = PlainThing(entry.name, classes, frozenset(own.ancestors(at)), entry.path[0] in _PLACES)
    families = {at for one in things.values() for at in one.above}
    return {at: replace(one, least=_LEAST_FAMILY) if at in families else one for at, one in things.items()}


def name_thing(name: str) -> str:
    """Return a sentence that names a thing: "An ant.", "Binoculars.", "A vase of flowers."."""
    head = name.partition(" of ")[0].partition(" with ")[0]
    is_plural = head.endswith("s") and not head.endswith(_SINGULAR)
    return as_sentence(name if is_plural else f"{article('a', name.lower())} {name}")
