"""Why photos were chosen as highlights, in words."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import isnan
from pathlib import PurePath
from typing import Literal, NamedTuple

from photon.annotate.explore.highlights import Pick
from photon.domain.photo.marks import PICKED
from photon.domain.query.periods import days_text
from photon.language import tr, tr_n
from photon.library.photos.ratings import PhotoMarks
from photon.quick_dataclass import dataclass

_MOST = 2  # reasons of a photo
_RATED = 4  # stars from which on they are a reason
_FEW = 2  # photos of one look
START = datetime(1970, 1, 1)  # noqa: DTZ001 - as cameras write it


class Trait(NamedTuple):
    """Who is in a photo, where or when it was taken.

    Attributes:
        kind: What it says.
        name: Of the person or the town, the day in ISO 8601, or the path of the folder.
        part: The part of the day: 0 night, 1 morning, 2 afternoon, 3 evening; 1 for a folder's photos without dates.
    """

    kind: Literal["person", "place", "day", "folder"]
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
        is_sharp: Whether few scenes are sharper.
    """

    seconds: float
    photos: int
    best: tuple[str, ...]
    traits: frozenset[Trait]
    alone: frozenset[Trait]
    are_copies: bool = False
    is_sharp: bool = False


def find_reasons(facts: SceneFacts, pick: Pick, marks: PhotoMarks, *, is_best: bool) -> tuple[str, ...]:
    """Say why a photo was chosen, the weightiest reason first.

    Args:
        facts: What is known of its scene.
        pick: What it added.
        marks: What a person said of it.
        is_best: Whether it is the best of its scene; else the person removed that.
    """
    found = [*_of_marks(marks), *_of_scene(facts, is_best=is_best), *_of_traits(facts, pick)]
    return tuple(found[:_MOST]) or (next(_of_looks(facts, pick)),)


def _of_looks(facts: SceneFacts, pick: Pick) -> Iterator[str]:
    if pick.like >= _FEW and not pick.is_again:
        yield tr_n("represents {count:,} photo like it", "represents {count:,} photos like it", pick.like)
    if pick.is_new_time and not isnan(facts.seconds):
        time = START + timedelta(seconds=facts.seconds)
        yield tr("for the time around {time} on {day}", time=f"{time:%H:%M}", day=days_text(time.date(), time.date()))
    if facts.is_sharp:
        yield tr("one of the sharpest")
    if pick.is_again:
        yield tr("another of {count:,} that look alike", count=pick.like + 1)
    yield tr("unlike the others")


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
    for kind in ("person", "place", "day", "folder"):
        for trait in fresh:
            if trait.kind == kind:
                yield _words_for(trait, is_alone=trait in facts.alone)


def _words_for(trait: Trait, *, is_alone: bool) -> str:
    if trait.kind == "person":
        return tr("the only photo with {name}", name=trait.name) if is_alone else tr("with {name}", name=trait.name)
    if trait.kind == "place":
        return tr("the only photo from {name}", name=trait.name) if is_alone else tr("from {name}", name=trait.name)
    if trait.kind == "folder":
        return tr("from the folder {name}", name=PurePath(trait.name).name)
    day = date.fromisoformat(trait.name)
    words = (
        tr("for the night of {day}"), tr("for the morning of {day}"), tr("for the afternoon of {day}"),
        tr("for the evening of {day}"),
    )[trait.part]  # fmt: skip
    return words.format(day=days_text(day, day))
