"""The tag vocabulary: concepts with their synonyms, a hierarchy, and exclusive groups."""

import functools
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.word_key import word_forms, word_key
from photon.domain.arrays import Truth
from photon.domain.metadata.tag import TagPath, tag_key
from photon.quick_dataclass import dataclass

Places = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """One concept.

    Attributes:
        path: Names from the root down to the concept's own name.
        synonyms: Words that mean only this concept in the vocabulary, including hyponyms without an entry of their own.
        possible: Words that may mean it, but are also used for other things.
        prompts: Sentences to compare photos with, instead of the name and its synonyms; usually empty.
        is_grouping: Whether it only structures the tree: never suggested and not part of a keyword's path.
        is_choice: Whether its direct children exclude each other.
        excludes: Names of entries elsewhere that never apply to the same photo, and neither do their descendants.
        is_sensitive: Whether it belongs to content that can be hidden.
        is_off: Whether the user disabled its suggestion. It still competes with others and stays in paths below it.
        keyword: The path that the user already uses for it; empty if there is none.
        shown: Its name in the user's language, if different; not used for embeddings.
    """

    path: TagPath
    synonyms: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    is_grouping: bool = False
    is_choice: bool = False
    excludes: tuple[str, ...] = ()
    is_sensitive: bool = False
    is_off: bool = False
    keyword: TagPath = ()
    shown: str = ""

    @property
    def name(self) -> str:
        """Its own name, the last of the path."""
        return self.path[-1]

    @property
    def words(self) -> tuple[str, ...]:
        """The name and its synonyms: the words for it in a sentence about a photo."""
        return (self.path[-1], *self.synonyms)


@dataclass(frozen=True)
class TagVocabulary:
    """Entries and their relations; a place is an index into ``entries``.

    If a parent path is not an entry itself, the nearest existing ancestor takes its place. If two entries claim the
    same word, the later one wins; names win over synonyms, and synonyms over translated names. Names of groupings
    cannot be looked up: "light" leads to no entry.
    """

    entries: tuple[VocabularyEntry, ...]

    def __len__(self) -> int:
        """Return the number of entries, including groupings."""
        return len(self.entries)

    @functools.cached_property
    def parents(self) -> Places:
        """int32 (n,): the index of each entry's parent, -1 for roots."""
        return np.array([self._parent(entry.path) for entry in self.entries], np.int32)

    @functools.cached_property
    def suggestable(self) -> Truth:
        """Whether each entry may be suggested: bool (n,), false for groupings and disabled entries."""
        return np.array([not (entry.is_grouping or entry.is_off) for entry in self.entries], bool)

    @functools.cached_property
    def digest(self) -> str:
        """16 hex digits that change whenever an entry changes, but not with the spelling of a tag for it.

        Used to detect outdated suggestions: a user's tag "dog" must not make those of 100,000 photos again.
        """
        entries = [(replace(entry, keyword=()), tag_key(self.keyword(at))) for at, entry in enumerate(self.entries)]
        return hashlib.blake2b(repr(entries).encode("utf-8", "replace"), digest_size=8).hexdigest()

    def find(self, word: str) -> VocabularyEntry | None:
        """Find the entry of a name or synonym; case, Unicode form, hyphens, blanks and plural are ignored."""
        place = self.place(word)
        return None if place is None else self.entries[place]

    def place(self, word: str) -> int | None:
        """Find the index of the entry of a name or synonym, or None."""
        return next((self._words[form] for form in word_forms(word) if form in self._words), None)

    def place_of(self, path: TagPath) -> int | None:
        """Find the index of the entry with this path or keyword path, or None."""
        return self._paths.get(tag_key(path))

    def keyword(self, place: int) -> TagPath:
        """Return an entry's tag path: the user's own path, or the names in the user's language without groupings.

        If all names in the path are groupings, which are never suggested, the path is returned as it is.
        """
        entry = self.entries[place]
        if entry.keyword:
            return entry.keyword
        line = [place, *self.ancestors(place)]
        steps = (self.entries[at] for at in reversed(line))
        return tuple(step.shown or step.name for step in steps if not step.is_grouping) or entry.path

    def ancestors(self, place: int) -> tuple[int, ...]:
        """Return the indices of all ancestors, nearest first."""
        above = []
        while (place := int(self.parents[place])) >= 0:
            above.append(place)
        return tuple(above)

    def children(self, place: int) -> tuple[int, ...]:
        """Return the indices of the direct children; ``children(-1)`` are the roots."""
        return self._children.get(place, ())

    def below(self, place: int) -> tuple[int, ...]:
        """Return the indices of all descendants, without the entry itself, in tree order."""
        return tuple(self._descend(place))

    def excluding(self) -> Truth:
        """Return which entries exclude each other: bool (n, n), symmetrical.

        These are the children of a choice, and the entries named in ``excludes``, each with its descendants.
        """
        found = np.zeros((len(self), len(self)), bool)
        named: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self.entries):
            named[entry.name].append(place)
        for place, entry in enumerate(self.entries):
            if entry.is_choice:
                parts = [self._with_below(child) for child in self.children(place)]
                numbers = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
                places = np.array([at for part in parts for at in part], np.int64)
                found[np.ix_(places, places)] |= numbers[:, None] != numbers
            for other in (at for name in entry.excludes for at in named.get(name, ())):
                found[np.ix_(self._with_below(place), self._with_below(other))] = True
        return found | found.T

    def with_own(self, more: Iterable[VocabularyEntry]) -> "TagVocabulary":
        """Add the user's own entries; the indices of existing entries do not change.

        An own entry matches an existing one if it has the same path, or the same name and either no parent or a parent
        that is also an ancestor of the existing entry (``Animals/Dog``). Then its path becomes the existing entry's
        keyword and its words are added. Otherwise it is appended as a new entry.

        Args:
            more: The user's entries.

        Returns:
            The extended vocabulary.
        """
        entries = list(self.entries)
        fresh: dict[str, VocabularyEntry] = {}
        for own in more:
            place = self._same(own)
            if place is None:
                fresh.setdefault(tag_key(own.path), replace(own, keyword=own.path))
            else:
                entries[place] = _united(entries[place], own, self.keyword(place))
        return TagVocabulary((*entries, *fresh.values()))

    def without(self, paths: Collection[TagPath]) -> "TagVocabulary":
        """Disable exactly these entries; no index changes."""
        off = {self.place_of(path) for path in paths}
        return TagVocabulary(
            tuple(replace(entry, is_off=True) if at in off else entry for at, entry in enumerate(self.entries))
        )

    def in_language(self, shown: Mapping[str, str]) -> "TagVocabulary":
        """Add names in another language, used for lookup and as tags; no index changes."""
        return TagVocabulary(tuple(replace(entry, shown=shown.get(entry.name, "")) for entry in self.entries))

    @functools.cached_property
    def _paths(self) -> dict[str, int]:
        found = {tag_key(entry.keyword): at for at, entry in enumerate(self.entries) if entry.keyword}
        return found | {tag_key(entry.path): at for at, entry in enumerate(self.entries)}

    @functools.cached_property
    def _children(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = defaultdict(list)
        for at, above in enumerate(self.parents.tolist()):
            found[above].append(at)
        return {above: tuple(places) for above, places in found.items()}

    @functools.cached_property
    def _words(self) -> dict[str, int]:
        found = {word_key(entry.shown): at for at, entry in enumerate(self.entries) if entry.shown}
        found |= {word_key(word): at for at, entry in enumerate(self.entries) for word in entry.synonyms}
        return found | {word_key(entry.name): at for at, entry in enumerate(self.entries) if not entry.is_grouping}

    def _parent(self, path: TagPath) -> int:
        above = (self._paths.get(tag_key(path[:depth])) for depth in range(len(path) - 1, 0, -1))
        return next((at for at in above if at is not None), -1)

    def _with_below(self, place: int) -> list[int]:
        return [place, *self.below(place)]

    def _descend(self, place: int) -> Iterator[int]:
        for child in self.children(place):
            yield child
            yield from self._descend(child)

    def _same(self, own: VocabularyEntry) -> int | None:
        place = self.place_of(own.path)
        if place is not None:
            return place
        place, forms = self.place(own.name), word_forms(own.name)
        if place is None or not {word_key(self.entries[place].name), word_key(self.entries[place].shown)} & set(forms):
            return None
        above = set(self.ancestors(place))
        places = {self.place(name) for name in own.path[:-1]}
        return place if len(own.path) == 1 or above & places else None


def _united(known: VocabularyEntry, own: VocabularyEntry, keyword: TagPath) -> VocabularyEntry:
    """Merge a user's entry into the existing entry of the same concept, under the user's path.

    Args:
        known: The existing entry.
        own: The user's entry.
        keyword: The path under which the entry became a tag until now.

    Returns:
        The merged entry.
    """
    taken = {word_key(word) for word in known.words}
    added = tuple(word for word in own.synonyms if word_key(word) not in taken)
    return replace(
        known,
        synonyms=known.synonyms + added,
        prompts=own.prompts or known.prompts,
        is_grouping=known.is_grouping and own.is_grouping,
        is_sensitive=known.is_sensitive or own.is_sensitive,
        keyword=known.keyword if own.path == keyword else own.path,
    )
