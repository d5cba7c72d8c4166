"""Makes the things of a library: its tags as a tree, and groups of the photos that no tag names."""

from collections.abc import Mapping, Sequence

import numpy as np

from photon.annotate.explore.hypernyms import known_hypernyms
from photon.annotate.explore.splitting import nearness_to_mean, split_photos
from photon.annotate.explore.thing_tree import WIDEST, TagPhotos, ThingBranch, grow_tree, known_line
from photon.app.explore.theme_building import find_hidden
from photon.app.explore.thing_words import english_words, thing_names
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.arrays import Floats, Halves, Ids
from photon.domain.explore.topic import Topic
from photon.library import Library
from photon.library.explore import topics
from photon.library.explore.topics import FoundTopic
from photon.library.tags.tagged_photos import PhotosOfTag, photos_of_tags
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass

SURE = 0.8
"""Certainty from which on a suggested tag counts: ``packaging/lab/explore/bench_things.py``."""
UNNAMED = "~"
"""Start of the key of a group without a name."""
_LIKELY = 0.4  # certainty from which on suggestions are added up to name a group
_HALF = 0.5  # of the photos of a group must show what it is named by
_FARTHEST = 5  # percentile of how close the photos of a group are to its centre: as close, others belong to it


@dataclass(frozen=True, slots=True)
class SeenPhotos:
    """The photos with vectors.

    Attributes:
        photos: int64 (n,), ascending.
        vectors: float16 (n, d), unit length.
    """

    photos: Ids
    vectors: Halves

    def find_rows(self, photos: Ids) -> Ids:
        """Return the rows of those of these photos that have vectors, int64 (m,), ascending."""
        return np.flatnonzero(np.isin(self.photos, photos))


def build_things(store: LibraryThreads, encoder: str) -> None:
    """Find all things of a library and store them in place of those before."""
    found = find_things(store.here(), encoder, store.read(find_hidden).result())
    store.write(topics.replace_topics, "thing", found, "").result()


def add_things(store: LibraryThreads, encoder: str, photos: Sequence[int]) -> None:
    """Add photos to the things that are there; a second for 1,000."""
    members = find_members(store.here(), encoder, np.array(sorted(photos), np.int64))
    store.write(topics.add_to_topics, "thing", members).result()


def find_things(library: Library, encoder: str, hidden: Ids) -> list[FoundTopic]:
    """Return all things of a library; reads all tags and vectors: some seconds for 100,000 photos.

    Args:
        library: The library.
        encoder: Whose vectors say which photos hold together.
        hidden: int64 (n,), photos that give no word and are in nothing.
    """
    seen = SeenPhotos(*vectors.half_meanings(library, encoder))
    tags = [_without(tag, hidden) for tag in photos_of_tags(library, _LIKELY)]
    tree = grow_tree(map(_counted, tags), known_hypernyms(), english_words(library))
    named = {one.key: one for one in tree}
    # A person who tagged a photo is not asked what it is.
    known = [*(one.photos for one in tree), *(tag.photos for tag in tags if tag.is_given)]
    rest = np.flatnonzero(~np.isin(seen.photos, np.concatenate([hidden, *known])))
    groups = [seen.photos[rows] for rows in split_photos(seen.vectors, rest)]
    unnamed = [group for group in groups if not _joins(named, group, tags)]
    shown = thing_names(library)
    found = [_as_topic(one, shown, seen) for one in named.values()]
    return found + _unnamed_topics(library, encoder, unnamed[:WIDEST], seen)


def find_members(library: Library, encoder: str, photos: Ids) -> list[tuple[str, int, float]]:
    """Return key, photo and weight of the things to which photos, int64 (n,) ascending, belong."""
    known = {one.key: one for one in topics.list_topics(library, "thing", with_hidden=True)}
    english_of, words = english_words(library), known_hypernyms()
    members = set[tuple[str, int]]()
    for tag in map(_counted, photos_of_tags(library, SURE, photos)):
        line = known_line(tag.path, words, english_of)
        key = next((key for key in reversed(line) if key in known), "")
        while key:
            members.update((key, photo) for photo in tag.photos.tolist())
            key = known[key].parent if key in known else ""
    rest = np.setdiff1d(photos, [photo for _, photo in members])
    keys, centres = topics.topic_centres(library, "thing")
    ids, matrix = vectors.meanings_of(library, encoder, rest.tolist())
    if len(keys) and len(ids):
        near = matrix @ centres.T
        rows = np.flatnonzero(near.max(axis=1) >= 1)
        members.update((keys[int(near[row].argmax())], int(ids[row])) for row in rows)
    return [(key, photo, 0.0) for key, photo in sorted(members)]


def _without(tag: PhotosOfTag, hidden: Ids) -> PhotosOfTag:
    kept = ~np.isin(tag.photos, hidden)
    return PhotosOfTag(tag.path, tag.photos[kept], tag.chances[kept], tag.is_given)


def _counted(tag: PhotosOfTag) -> TagPhotos:
    return TagPhotos(tag.path, tag.photos[tag.chances >= SURE], tag.is_given)


def _joins(named: dict[str, ThingBranch], group: Ids, tags: Sequence[PhotosOfTag]) -> bool:
    """Add a group to the thing that most of its photos show, if Photon expects half of them to be right."""
    words, chances = known_hypernyms(), dict[str, float]()
    for tag in tags:
        sure = float(tag.chances[np.isin(tag.photos, group)].sum()) / len(group)
        name = words.find(tag.path[-1]) if sure else ""
        if name:
            chances[name] = max(sure, chances.get(name, 0.0))
    best = max(chances, key=lambda name: chances[name], default="")
    if not best or chances[best] < _HALF:
        return False
    key = next((one for one in reversed(words.line(best)) if one in named), "")
    if not key and sum(not one.parent for one in named.values()) < WIDEST:
        named[best] = ThingBranch(best, best, "", group)
        return True
    while key:
        one = named[key]
        named[key] = ThingBranch(key, one.name, one.parent, np.union1d(one.photos, group))
        key = one.parent
    return bool(best)


def _as_topic(one: ThingBranch, shown: Mapping[str, str], seen: SeenPhotos) -> FoundTopic:
    topic = Topic("thing", one.key, shown.get(one.key, one.name), one.parent)
    return FoundTopic(topic, one.photos, _closeness(one.photos, seen), np.zeros(0, np.float32))


def _unnamed_topics(library: Library, encoder: str, groups: Sequence[Ids], seen: SeenPhotos) -> list[FoundTopic]:
    """Return groups with the keys that they had before, if a photo that gave a key is still in the group."""
    hashes = vectors.hashes_of(library, encoder, [photo for group in groups for photo in group.tolist()])
    former = {key for key in topics.topic_members(library, "thing") if key.startswith(UNNAMED)}
    found = dict[str, FoundTopic]()
    for group in groups:
        mean, weights = nearness_to_mean(seen.vectors, seen.find_rows(group))
        keys = [UNNAMED + topics.make_key(hashes[photo]) for photo in group.tolist()]
        key = min(former.intersection(keys), default=keys[int(weights.argmax())])
        former.discard(key)
        centre = mean / max(float(np.percentile(weights, _FARTHEST)), 1e-6)
        # of copies of one picture, which have the same key, some may be in another group
        found.setdefault(key, FoundTopic(Topic("thing", key, ""), group, weights, centre))
    return list(found.values())


def _closeness(photos: Ids, seen: SeenPhotos) -> Floats:
    """Return how close photos are to their mean, float32 (n,), 0 without a vector; the closest is shown."""
    rows, weights = seen.find_rows(photos), np.zeros(len(photos), np.float32)
    if len(rows):
        weights[np.searchsorted(photos, seen.photos[rows])] = nearness_to_mean(seen.vectors, rows)[1]
    return weights
