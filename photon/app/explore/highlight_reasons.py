"""Why photos were chosen as highlights, in words."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from photon.annotate.explore.highlights import Pick
from photon.annotate.places.trips import days_text
from photon.domain.photo.marks import PICKED
from photon.language import tr, tr_n
from photon.library.photos.ratings import PhotoMarks
from photon.quick_dataclass import dataclass

_MOST = 2  # reasons of a photo
_RATED = 4  # stars from which on they are a reason
_FEW = 3  # photos of one look


class Trait(NamedTuple):
    """Who is in a photo, where or when it was taken.

    Attributes:
        kind: What it says.
        name: Of the person or the town, or the day in ISO 8601.
        part: The part of the day: 0 night, 1 morning, 2 afternoon, 3 evening.
    """

    kind: Literal["person", "place", "day"]
    name: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class SceneFacts:
    """What tells why a scene was chosen.

    Attributes:
        seconds: When it was taken; NaN if unknown.
        photos: Number of its photos.
        best: Why the first of them is the best.
        traits: Who is in it, where and when it was taken.
        alone: Those of its traits that no other photo has.
        are_copies: Whether its photos are copies of one picture.
    """

    seconds: float
    photos: int
    best: tuple[str, ...]
    traits: frozenset[Trait]
    alone: frozenset[Trait]
    are_copies: bool = False


def find_reasons(facts: SceneFacts, pick: Pick, marks: PhotoMarks, *, is_best: bool) -> tuple[str, ...]:
    """Say why a photo was chosen, the weightiest reason first.

    Args:
        facts: What is known of its scene.
        pick: What it added.
        marks: What a person said of it.
        is_best: Whether it is the best of its scene; else the person removed that.
    """
    found = [*_of_marks(marks), *_of_scene(facts, is_best=is_best), *_of_traits(facts, pick)]
    if not found and pick.like >= _FEW:
        found = [tr_n("represents {count:,} photo like it", "represents {count:,} photos like it", pick.like)]
    return tuple(found[:_MOST]) or (tr("unlike the others"),)


def _of_marks(marks: PhotoMarks) -> Iterator[str]:
    if marks.stars >= _RATED:
        yield tr_n("rated {count} star", "rated {count} stars", marks.stars)
    elif marks.favourite:
        yield tr("a favourite")
    elif marks.flag == PICKED:
        yield tr("you picked it")


def _of_scene(facts: SceneFacts, *, is_best: bool) -> Iterator[str]:
    if facts.photos > 1 and facts.best and is_best:
        yield tr("best of {count:,}: {reason}", count=facts.photos, reason=facts.best[0])
    elif facts.photos > 1 and facts.are_copies and is_best:
        yield tr("best of {count:,} copies", count=facts.photos)
    elif facts.photos > 1:
        yield tr("one of {count:,} of this moment", count=facts.photos)


def _of_traits(facts: SceneFacts, pick: Pick) -> Iterator[str]:
    fresh = sorted(trait for trait in facts.traits if trait in pick.traits)
    for kind in ("person", "place", "day"):
        for trait in fresh:
            if trait.kind == kind:
                yield _words_for(trait, is_alone=trait in facts.alone)


def _words_for(trait: Trait, *, is_alone: bool) -> str:
    if trait.kind == "person":
        return tr("the only photo with {name}", name=trait.name) if is_alone else tr("with {name}", name=trait.name)
    if trait.kind == "place":
        return tr("the only photo from {name}", name=trait.name) if is_alone else tr("from {name}", name=trait.name)
    day = date.fromisoformat(trait.name)
    words = (
        tr("for the night of {day}"), tr("for the morning of {day}"), tr("for the afternoon of {day}"),
        tr("for the evening of {day}"),
    )[trait.part]  # fmt: skip
    return words.format(day=days_text(day, day))
