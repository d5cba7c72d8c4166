"""The order *Varied* of an answer: spread over time, places, people, looks, and groups that the person made.

Groups are the albums within an album called *Varied*: the photos in them are examples, and other photos belong to the
group that they look most like.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from photon.annotate.explore.variety import NONE, group_by_examples, number_parts, number_values, vary
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.search.answer_rows import AnswerRows
from photon.domain.arrays import Floats, Ids
from photon.language import tr
from photon.library import Library
from photon.library.albums.album_content import photos_in_order
from photon.library.albums.albums import list_albums
from photon.library.people.named_people import people_in_photos
from photon.library.photos import photos
from photon.library.places.photo_places import names_of
from photon.library.vectors import vectors

MOST, POOL = 400, 2000
"""How many photos of each section are put in order, and among how many."""
REACH = 0.5  # of a section; measured with packaging/lab/explore/bench_variety.py, as the weights of groups and looks
_PARTS = 8  # of the time of an answer
WEIGHTS = (0.1, 0.1, 0.1, 0.3)
"""What time, places, people and groups count."""
_NAMES = frozenset({"varied", tr("Varied").casefold()})
"""Names of the album whose albums are groups."""


def vary_rows(engine: EncoderEngine, library: Library, rows: AnswerRows, *, is_ranked: bool) -> AnswerRows:
    """Put the photos of each section of an answer in a varied order, and say what it balances.

    Args:
        engine: Its encoder says what looks alike.
        library: The library.
        rows: The answer, the best first.
        is_ranked: Whether some photos match better than others.
    """
    groups = example_groups(library)
    good, possible, other = (
        _vary_section(engine.encoder.id, library, section, list(groups.values()), REACH * len(section) * is_ranked)
        for section in (rows.good, rows.possible, rows.other)
    )
    said = tr("Spread over time, places, people and looks.")
    if len(groups) > 1:
        said = tr("Spread over time, places, people, looks and your groups: {names}.", names=", ".join(groups))
    return replace(
        rows, good=good, possible=possible, other=other, spans=(), sentence=f"{rows.sentence} {said}".strip()
    )


def example_groups(library: Library) -> dict[str, list[int]]:
    """Return the groups to balance with their examples, by name."""
    found = {
        one.name: photos_in_order(library, [one.id])
        for one in list_albums(library)
        if len(one.path) == 2 and one.path[0].casefold() in _NAMES and not one.is_smart
    }
    return {name: some for name, some in found.items() if some}


def _vary_section(
    encoder: str, library: Library, section: Sequence[int], groups: Sequence[Sequence[int]], reach: float
) -> Sequence[int]:
    if len(section) < 3:
        return section
    rows = np.array(section, np.int64)
    # of photos that match alike, every few: the first would be of the newest days only
    step = -(-len(rows) // POOL) if not reach else 1
    pool = np.arange(len(rows))[::step][:POOL]
    some = rows[pool].tolist()
    looks = looks_in_order(library, encoder, some)
    values = np.stack([*_values_of(library, some), _groups_of(library, encoder, some, groups)], axis=1)
    order = pool[vary(values, WEIGHTS, looks, reach, MOST)[:MOST]]
    rest = np.setdiff1d(np.arange(len(rows)), order, assume_unique=True)
    found: list[int] = rows[np.concatenate([order, rest])].tolist()
    return found


def _values_of(library: Library, some: Sequence[int]) -> tuple[Ids, Ids, Ids]:
    """Return what photos have of time, places and people."""
    shots, places, people = photos.shots(library, some), names_of(library, some), people_in_photos(library, some)
    named = {photo: sorted({mark.key for mark in one.marks}) for photo, one in people.items()}
    return (
        number_parts([shots.get(photo, (None, None))[0] or "" for photo in some], _PARTS),
        number_values([places[photo].town or places[photo].country if photo in places else "" for photo in some]),
        number_values(["\n".join(named.get(photo, ())) for photo in some]),
    )


def _groups_of(library: Library, encoder: str, some: Sequence[int], groups: Sequence[Sequence[int]]) -> Ids:
    """Return in which group each photo is; an example is in its own."""
    found: Ids = np.full(len(some), NONE, np.int64)
    if len(groups) < 2:
        return found
    known = [vectors.meanings_of(library, encoder, examples)[1] for examples in groups]
    if all(len(one) for one in known):
        ids, meanings = vectors.meanings_of(library, encoder, some)
        belongs = dict(zip(ids.tolist(), group_by_examples(meanings, known).tolist(), strict=True))
        found = np.array([belongs.get(photo, NONE) for photo in some], np.int64)
    own = {photo: number for number, examples in enumerate(groups) for photo in examples}
    return np.array([own.get(photo, group) for photo, group in zip(some, found.tolist(), strict=True)], np.int64)


def looks_in_order(library: Library, encoder: str, some: Sequence[int]) -> Floats:
    """Return the looks of photos, float32 (n, d); zeros where there are none."""
    ids, looks = vectors.looks_of(library, encoder, some)
    found = np.zeros((len(some), looks.shape[1]), np.float32)
    places = {photo: place for place, photo in enumerate(some)}
    found[[places[photo] for photo in ids.tolist()]] = looks
    return found
