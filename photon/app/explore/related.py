"""What is related to a photo: other angles, the same thing elsewhere, its day in other years, its people."""

from typing import NamedTuple

import numpy as np

from photon.app.engine.encoder_engine import EncoderEngine
from photon.domain import Like, Part, Query
from photon.domain.arrays import Ids
from photon.domain.query.filter_kinds.people import PERSON
from photon.domain.query.filter_kinds.times import DATE
from photon.domain.query.periods import MONTHS
from photon.language import tr
from photon.library import Library
from photon.library.people.faces import faces_of
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass

_COVERS = 4
_SCENE = 0.7  # cosine of looks: good matches begin lower, at about .55, and shots of one scene are above .75


@dataclass(frozen=True, slots=True)
class RelatedLine:
    """Photos that have to do with one photo in one way.

    Attributes:
        name: In which way.
        query: The search that shows them.
        photos: How many good matches it has; the photo itself is one where it is asked for by conditions alone.
        covers: The first of them without the photo itself, at least one.
    """

    name: str
    query: Query
    photos: int
    covers: tuple[int, ...]


def find_related(engine: EncoderEngine, library: Library, photo: int) -> list[RelatedLine]:
    """Return what is related to a photo, without what nothing is found for; some 70 ms among 100,000 photos."""
    known = photos.find_photo(library, photo)
    if known is None:
        return []
    day, faces = (known.facts.taken or "")[:10], faces_of(library, [photo]).get(photo, ())
    people = dict.fromkeys(face.name for face in faces if face.state == "confirmed" and face.name)
    lines = _alike(engine, library, photo, day)
    parts: tuple[Part, ...]
    if day:
        other_years = f"{MONTHS[int(day[5:7]) - 1]}-{int(day[8:])}"
        parts = (DATE.filter_by(other_years), DATE.filter_by(day, unwanted=True))
        lines.append(_Asked(tr("This day in other years"), parts, _good(engine, library, parts)))
    if people:
        parts = tuple(map(PERSON.filter_by, people))
        lines.append(_Asked(tr("The same people"), parts, _good(engine, library, parts)))
    made = []
    for one in lines:
        if len(others := one.found[one.found != photo]):
            covers = tuple(others[:_COVERS].tolist())
            made.append(RelatedLine(one.name, Query(one.parts), len(one.found), covers))
    return made


class _Asked(NamedTuple):
    """What is asked for, and the good matches, int64 (n,), best first."""

    name: str
    parts: tuple[Part, ...]
    found: Ids


def _alike(engine: EncoderEngine, library: Library, photo: int, day: str) -> list[_Asked]:
    """Return what looks like a photo: on its day, and on others; what is not dated may be of any day."""
    if photo not in engine.indexing.index(library):  # else its picture would be encoded now
        return []
    like = Like(photo=photo)
    found = _good(engine, library, (like,))
    if not day:
        return [_Asked(tr("Similar photos"), (like,), found)]
    here = (like, DATE.filter_by(day))
    angles = of_day = _good(engine, library, here)
    if not _shows_scene(engine, library, photo, of_day[:_COVERS].tolist()):
        angles = of_day[:0]
    # not asked for by itself: the index is slow where nearly all photos are left, 50 ms of 100,000
    elsewhere = found[~np.isin(found, of_day)]
    return [
        _Asked(tr("Other angles"), here, angles),
        _Asked(tr("The same thing on other days"), (like, DATE.filter_by(day, unwanted=True)), elsewhere),
    ]


def _shows_scene(engine: EncoderEngine, library: Library, photo: int, others: list[int]) -> bool:
    ids, looks = vectors.looks_of(library, engine.encoder.id, [photo, *others])
    alike = looks[ids != photo] @ looks[ids == photo].T
    return bool(alike.size) and float(alike.max()) >= _SCENE


def _good(engine: EncoderEngine, library: Library, parts: tuple[Part, ...]) -> Ids:
    return engine.finding.good_matches(library, Query(parts))[0]
