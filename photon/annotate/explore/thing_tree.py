"""The tags of a library as a tree of things that people know, pruned to what the library has.

No branch has a single branch below it or more than twelve, and the tree is at most five deep. What a person put in
order, such as ``Our zoo/Dogs``, stays in this order; knowledge of words (``hypernyms.py``) orders the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import numpy as np

from photon.annotate.explore.hypernyms import Hypernyms
from photon.domain.arrays import Ids
from photon.domain.metadata.tag import PEOPLE, TagPath, name_key
from photon.quick_dataclass import dataclass

WIDEST, DEEPEST = 12, 5
_COMFORTABLE = 6  # branches up to which no layer between is needed
FEWEST = 3  # photos of a thing
_FREQUENT = 0.005  # share of the photos that an unknown word needs at the top, where nothing says what it is
_FEWEST_UNKNOWN = 5
_MOST = 2 / 3  # of a thing's photos; a single branch with more takes the thing's place


@dataclass(frozen=True, slots=True)
class TagPhotos:
    """A tag with photos.

    Attributes:
        path: The tag.
        photos: int64 (n,), its photos, each once, ascending.
        is_own: Whether a person gave it; suggested words must be known.
    """

    path: TagPath
    photos: Ids
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class ThingBranch:
    """A thing.

    Attributes:
        key: Its English name, or the key of the tag if that is no known word.
        name: What people read.
        parent: Key of the thing above; empty at the top.
        photos: int64 (n,), the photos of it and of what is below, ascending.
    """

    key: str
    name: str
    parent: str
    photos: Ids


def grow_tree(
    tags: Iterable[TagPhotos], words: Hypernyms, english_of: Callable[[str], str] = lambda _: ""
) -> list[ThingBranch]:
    """Put tags in a tree.

    Args:
        tags: The tags.
        words: What is known of words.
        english_of: Says what a word of another language is in English; empty if nobody knows.

    Returns:
        The things, those above before those below, then those with the most photos first.
    """
    planting = _Planting(words, english_of)
    for tag in tags:
        planting.add(tag)
    tree = _ThingBuilder(*planting.grown(), planting.tagged, words.between)
    tree.prune()
    return [ThingBranch(key, planting.names.get(key, key), tree.parents[key], tree.photos[key]) for key in tree.order()]


def known_line(path: TagPath, words: Hypernyms, english_of: Callable[[str], str]) -> tuple[str, ...]:
    """Return the keys of a tag: those of its path, then the name of its word with the names above it."""
    planting = _Planting(words, english_of)
    keys = [planting.key(path[: depth + 1]) for depth in range(len(path))]
    return (*words.line(keys[-1]), *keys) if keys else ()


class _Planting:
    """Collects the photos of each thing, and what is said of the things above it."""

    def __init__(self, words: Hypernyms, english_of: Callable[[str], str]) -> None:
        self.names: dict[str, str] = {}
        self.tagged: set[str] = set()
        self._words, self._english_of = words, english_of
        self._known: dict[str, str] = {}
        self._photos: dict[str, list[Ids]] = defaultdict(list)
        self._votes: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, tag: TagPhotos) -> None:
        """Add the photos of a tag, and the order of its path."""
        keys = [self.key(tag.path[: depth + 1]) for depth in range(len(tag.path))]
        if not len(tag.photos) or not keys or "" in keys:
            return
        is_named = keys[-1] in self._words.above
        if not is_named and (not tag.is_own or name_key(tag.path[0]) in PEOPLE):  # people have pages of their own
            return
        self._photos[keys[-1]].append(tag.photos)
        self.tagged.add(keys[-1])
        for above, key, name in zip(keys, keys[1:], tag.path[1:], strict=False):
            if key not in self._words.above:
                self.names[key] = name
            if above != key and above not in self._words.line(key):
                self._votes[key][above] += len(tag.photos)
        if keys[0] not in self._words.above:
            self.names[keys[0]] = tag.path[0]

    def grown(self) -> tuple[dict[str, Ids], dict[str, str]]:
        """Return the photos of each thing, with those of what is below, and the key of the thing above."""
        parents = self._parents()
        depths = {key: len(_line(parents, key)) for key in parents}
        whole: dict[str, Ids] = {}
        parts = defaultdict(list, {key: list(some) for key, some in self._photos.items()})
        for key in sorted(depths, key=lambda one: -depths[one]):
            some = parts.pop(key, [])
            whole[key] = np.unique(np.concatenate(some)) if len(some) > 1 else (some or [np.zeros(0, np.int64)])[0]
            parts[parents[key]].append(whole[key])
        everything = len(np.unique(np.concatenate(parts[""]))) if parts[""] else 0
        least = max(_FEWEST_UNKNOWN, _FREQUENT * everything)
        ordered = {above for above in parents.values() if above} | self._words.above.keys()
        few = {key for key, some in whole.items() if len(some) < (FEWEST if key in ordered or parents[key] else least)}
        for key in few:
            del whole[key], parents[key]
        return whole, {key: above if above in whole else "" for key, above in parents.items()}

    def _parents(self) -> dict[str, str]:
        """Return the key of the thing above each thing; what would go round in a circle is not believed."""
        parents: dict[str, str] = {}
        for key in (*self._photos, *self._votes, *(above for votes in self._votes.values() for above in votes)):
            line = self._words.line(key)
            for above, below in zip(("", *line), line, strict=False):
                parents.setdefault(below, above)
        said = ((count, key, above) for key, votes in self._votes.items() for above, count in votes.items())
        for _, key, above in sorted(said):  # what is said of most photos comes last and stays
            if key not in _line(parents, above):
                parents[key] = above
        return parents

    def key(self, path: TagPath) -> str:
        """Return the name of a known word, else the key of the tag."""
        name = path[-1]
        if name not in self._known:
            self._known[name] = self._words.find(self._english_of(name)) or self._words.find(name)
        return self._known[name] or "/".join(map(name_key, path))


class _ThingBuilder:
    """A tree that is cut back."""

    def __init__(
        self, photos: dict[str, Ids], parents: dict[str, str], tagged: set[str], between: frozenset[str]
    ) -> None:
        self.photos, self.parents = photos, parents
        self._spare = between - tagged
        self._below: dict[str, set[str]] = defaultdict(set)
        for key, above in parents.items():
            self._below[above].add(key)

    def prune(self) -> None:
        """Take out what is spare, what is alone, what is too deep and what is too much."""
        for key in sorted(self._spare & self.photos.keys(), key=lambda one: (len(self.photos[one]), one)):
            if len(self._below[self.parents[key]]) - 1 + len(self._below[key]) <= _COMFORTABLE:
                self._take_out(key)
        self._join_alone()
        for key in [key for key in self.parents if len(_line(self.parents, key)) > DEEPEST]:
            self._take_out(key)
        for key in [key for key in self._below if key == "" or key in self.photos]:
            for extra in self._largest_first(key)[WIDEST:]:
                self._cut(extra)
        self._join_alone()

    def order(self) -> list[str]:
        """Return the keys, each after the one above, those with the most photos first."""
        found, waiting = [], self._largest_first("")[::-1]
        while waiting:
            found.append(waiting.pop())
            waiting += self._largest_first(found[-1])[::-1]
        return found

    def _largest_first(self, key: str) -> list[str]:
        return sorted(self._below[key], key=lambda one: (-len(self.photos[one]), one))

    def _join_alone(self) -> None:
        for key in sorted(self.photos, key=lambda one: -len(_line(self.parents, one))):  # from below
            while key in self.photos and len(self._below[key]) == 1:
                (child,) = self._below[key]
                self._take_out(key if len(self.photos[child]) > _MOST * len(self.photos[key]) else child)

    def _take_out(self, key: str) -> None:
        """Take a thing out; what is below it moves up."""
        above = self.parents.pop(key)
        self._below[above].discard(key)
        for child in self._below.pop(key, set()):
            self.parents[child] = above
            self._below[above].add(child)
        del self.photos[key]

    def _cut(self, key: str) -> None:
        """Take a thing out with all that is below it."""
        for child in list(self._below.get(key, ())):
            self._cut(child)
        self._take_out(key)


def _line(parents: dict[str, str], key: str) -> list[str]:
    """Return a key and those above it."""
    line = []
    while key:
        line.append(key)
        key = parents.get(key, "")
    return line
