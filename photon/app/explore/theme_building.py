"""Makes the themes of a library, and adds photos to them; a theme that continues a former one keeps its key and place.

Hidden photos are in no theme, so that none is named or placed by them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from photon.annotate.explore.theme_clusters import assign_themes, count_themes, find_centres
from photon.annotate.explore.theme_keeping import follow_themes
from photon.annotate.explore.theme_map import lay_out
from photon.annotate.explore.theme_names import name_themes
from photon.app.explore.theme_words import words_of_photos
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.arrays import Floats, Ids
from photon.domain.explore.topic import Topic
from photon.library import Library
from photon.library.explore import topics
from photon.library.explore.decided_topics import decided_topics
from photon.library.explore.topics import FoundTopic
from photon.library.vectors import vectors

FEWEST = 20
"""Photos below which there are no themes."""
_SAMPLE = 10_000  # photos in which themes are found; the others are assigned to them
_PORTION = 2000
_OF_A_THEME = 300  # photos whose mean is its centre


class Grouped(NamedTuple):
    """Photos int64 (n,), ascending, the theme of each, int64 (n,), and how well it fits, float32 (n,)."""

    photos: Ids
    labels: Ids
    weights: Floats


def build_themes(store: LibraryThreads, encoder: str) -> None:
    """Find all themes of a library and store them in place of those before."""
    found = find_themes(store.here(), encoder, photos_to_group(store, encoder))
    store.write(topics.replace_topics, "theme", found, "").result()


def add_themes(store: LibraryThreads, encoder: str, photos: Sequence[int]) -> None:
    """Add photos to the themes that are there."""
    library = store.here()
    keys, centres = topics.topic_centres(library, "theme")
    if not keys:
        return
    for at in range(0, len(photos), _PORTION):
        found = _group(library, encoder, np.array(photos[at : at + _PORTION], np.int64), centres)
        rows = zip(found.photos.tolist(), found.labels.tolist(), found.weights.tolist(), strict=True)
        store.write(topics.add_to_topics, "theme", [(keys[one], photo, weight) for photo, one, weight in rows]).result()


def photos_to_group(store: LibraryThreads, encoder: str) -> Ids:
    """Return the photos with vectors that are not hidden, unlocked or not, int64 (n,), ascending."""
    hidden = store.read(find_hidden).result()
    return np.setdiff1d(topics.photos_with_vectors(store.here(), encoder), hidden)


def find_themes(library: Library, encoder: str, photos: Ids) -> list[FoundTopic]:
    """Return the themes of photos, int64 (n,) ascending: some 10 s for 100,000."""
    if len(photos) < FEWEST:
        return []
    some = photos[np.linspace(0, len(photos) - 1, min(len(photos), _SAMPLE)).astype(np.int64)]
    seen, (_, former) = _read(library, encoder, some)[1], topics.topic_centres(library, "theme")
    is_known = former.shape[1:] == seen.shape[1:] and len(former) > 0
    centres = find_centres(seen, count_themes(len(photos)), former if is_known else None)
    found = _group(library, encoder, photos, centres)
    kept = _former_themes(library, found, len(centres))
    former_names = {row: one.name for row, one in kept.items() if one.name}
    names = name_themes(found.labels, len(centres), words_of_photos(library, found.photos), former_names)
    first_of: dict[str | int, int] = {}
    for row in sorted(range(len(names)), key=lambda row: row not in kept):  # what is kept takes in what is new
        first_of.setdefault(names[row] or row, row)
    twins = np.array([first_of[name or row] for row, name in enumerate(names)])
    firsts, labels = np.unique(
        twins[found.labels], return_inverse=True
    )  # people could not tell those of one name apart
    found = found._replace(labels=labels.astype(np.int64))
    kept = {row: kept[first] for row, first in enumerate(firsts.tolist()) if first in kept}
    return _as_topics(library, encoder, found, [names[first] for first in firsts.tolist()], kept)


def _as_topics(
    library: Library, encoder: str, found: Grouped, names: Sequence[str], kept: Mapping[int, Topic]
) -> list[FoundTopic]:
    """Return groups with names, int64 rows, as topics; those in ``kept`` keep key and place."""
    centres = _centres(library, encoder, found, len(names))
    places = lay_out(centres, {row: (one.x, one.y) for row, one in kept.items() if one.x})
    made, keys = [], {one.key for one in kept.values()}
    for row, (name, (x, y)) in enumerate(zip(names, places, strict=True)):
        mine = np.flatnonzero(found.labels == row)
        key = kept[row].key if row in kept else _new_key(library, encoder, found, mine)
        while row not in kept and key in keys:  # copies of one picture may be in two themes
            key = f"{(int(key, 16) + 1) % 16**topics.KEY_DIGITS:0{topics.KEY_DIGITS}x}"
        keys.add(key)
        topic = Topic("theme", key, name or (kept[row].name if row in kept else ""), x=x, y=y)
        made.append(FoundTopic(topic, found.photos[mine], found.weights[mine], centres[row]))
    return made


def find_hidden(library: Library) -> Ids:
    """Return the photos that are hidden, unlocked or not, int64 (n,)."""
    return library.states.get("hidden", np.zeros(0, np.int64))


def _read(library: Library, encoder: str, photos: Ids) -> tuple[Ids, Floats]:
    """Return photos and what they mean beside how they look, float32 (n, d + e)."""
    ids, meanings, looks = vectors.everything_of(library, encoder, photos.tolist())
    return ids, np.concatenate([meanings, looks], axis=1)


def _centres(library: Library, encoder: str, found: Grouped, count: int) -> Floats:
    """Return the means of groups, float32 (k, d), by up to 300 photos of each, evenly spread."""
    means = []
    for row in range(count):
        mine = found.photos[found.labels == row]
        some = mine[np.linspace(0, len(mine) - 1, min(len(mine), _OF_A_THEME)).astype(np.int64)]
        means.append(_read(library, encoder, some)[1].mean(axis=0))
    return np.array(means, np.float32)


def _group(library: Library, encoder: str, photos: Ids, centres: Floats) -> Grouped:
    parts = []
    for at in range(0, len(photos), _PORTION):
        ids, matrix = _read(library, encoder, photos[at : at + _PORTION])
        if matrix.shape[1] == centres.shape[1]:
            parts.append((ids, *assign_themes(matrix, centres)))
    if not parts:
        return Grouped(photos[:0], photos[:0], np.zeros(0, np.float32))
    return Grouped(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _former_themes(library: Library, found: Grouped, count: int) -> dict[int, Topic]:
    """Return the former themes that new ones continue, by row; those of an earlier cache by their central photos."""
    before, members = topics.stored_topics(library, "theme"), topics.topic_members(library, "theme")
    followed = follow_themes(
        [members.get(one.key, found.photos[:0]) for one in before], found.labels, count, found.photos
    )
    kept = {row: before[at] for row, at in followed.items()}
    known = {one.key for one in before}
    decided = [key for kind, key in decided_topics(library) if kind == "theme" and key not in known]
    rows = dict(zip(found.photos.tolist(), found.labels.tolist(), strict=True))
    for key, photo in topics.photos_of_keys(library, decided).items():
        if photo in rows:
            kept.setdefault(rows[photo], Topic("theme", key, ""))
    return kept


def _new_key(library: Library, encoder: str, found: Grouped, mine: Ids) -> str:
    central = int(found.photos[mine[found.weights[mine].argmax()]])
    return topics.make_key(vectors.hashes_of(library, encoder, [central])[central])
