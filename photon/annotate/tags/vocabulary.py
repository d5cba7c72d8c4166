"""Concepts that photos may be said to show: their words, how they lie above each other, which exclude each other."""

import functools
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.word_key import word_forms, word_key
from photon.domain.metadata.tag import TagPath, tag_key

Places = npt.NDArray[np.int32]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """One concept.

    Attributes:
        path: Names from the root to it; the last one is its own.
        synonyms: Other words that mean it and nothing else in the vocabulary; narrower words without an entry of
            their own are among them.
        possible: Words that may mean it and are said of other things, too.
        prompts: Sentences to compare photos with instead of the name and its synonyms; mostly none.
        is_grouping: It only puts others in order: never suggested, and no part of a keyword's path.
        is_choice: Of the entries directly below it, a thing is one only.
        is_sensitive: It belongs to what can be hidden.
        is_off: The person does not want it suggested; it still is a rival, and a step of the paths below it.
        keyword: The path by which the person already writes it; empty as long as there is none.
        shown: Its name in the person's language, if that is not the name itself; not meant for encoders.
    """

    path: TagPath
    synonyms: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    is_grouping: bool = False
    is_choice: bool = False
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
        """The name and its synonyms: what a sentence about a photo of it may call it."""
        return (self.path[-1], *self.synonyms)


@dataclass(frozen=True)
class TagVocabulary:
    """Entries and how they lie to each other; places are positions in ``entries``.

    Where entries name a parent that is none itself, the nearest one above it takes its place. Later entries win where
    two claim the same word, and names win over synonyms, these over names in another language. Names of groupings
    answer to no word: "light" is none of them.
    """

    entries: tuple[VocabularyEntry, ...]

    def __len__(self) -> int:
        """How many entries, with those that only put others in order."""
        return len(self.entries)

    @functools.cached_property
    def parents(self) -> Places:
        """int32 (n,): the place of the entry above each, -1 for roots."""
        return np.array([self._parent(entry.path) for entry in self.entries], np.int32)

    @functools.cached_property
    def suggestable(self) -> Truth:
        """Bool (n,): what may be suggested, which is all but the ones that only order and those switched off."""
        return np.array([not (entry.is_grouping or entry.is_off) for entry in self.entries], bool)

    @functools.cached_property
    def digest(self) -> str:
        """16 hex digits that change when anything of the entries does, so that suggestions know what they rest on."""
        return hashlib.blake2b(repr(self.entries).encode("utf-8", "replace"), digest_size=8).hexdigest()

    def find(self, word: str) -> VocabularyEntry | None:
        """The entry of a name or synonym; case, Unicode form, hyphens, blanks and plural do not matter."""
        place = self.place(word)
        return None if place is None else self.entries[place]

    def place(self, word: str) -> int | None:
        """The same as a place."""
        return next((self._words[form] for form in word_forms(word) if form in self._words), None)

    def place_of(self, path: TagPath) -> int | None:
        """The place of the entry with this path, or with this path as its keyword."""
        return self._paths.get(tag_key(path))

    def meanings(self, word: str) -> tuple[int, ...]:
        """Every place that the word leads to, with those that it may mean among other things; the surest first."""
        found = [self._words[form] for form in word_forms(word) if form in self._words][:1]
        for form in word_forms(word):
            found += self._possible.get(form, ())
        return tuple(dict.fromkeys(found))

    def keyword(self, place: int) -> TagPath:
        """The path under which the entry becomes a tag: the person's own, or in their language without groupings.

        An entry whose whole path only orders, which is never suggested, gives its path as it is.
        """
        entry = self.entries[place]
        if entry.keyword:
            return entry.keyword
        line = [place, *self.ancestors(place)]
        steps = (self.entries[at] for at in reversed(line))
        return tuple(step.shown or step.name for step in steps if not step.is_grouping) or entry.path

    def ancestors(self, place: int) -> tuple[int, ...]:
        """What lies above, the nearest first."""
        above = []
        while (place := int(self.parents[place])) >= 0:
            above.append(place)
        return tuple(above)

    def children(self, place: int) -> tuple[int, ...]:
        """What lies directly below; ``children(-1)`` are the roots."""
        return self._children.get(place, ())

    def below(self, place: int) -> tuple[int, ...]:
        """Everything below, without the entry itself, in order of the tree."""
        return tuple(self._descend(place))

    def rivals(self, place: int) -> tuple[int, ...]:
        """What a thing cannot be as well: the other choices on each step above, with everything below those."""
        found = []
        for step in (place, *self.ancestors(place)):
            above = int(self.parents[step])
            if above >= 0 and self.entries[above].is_choice:
                for other in self.children(above):
                    if other != step:
                        found += [other, *self.below(other)]
        return tuple(found)

    def with_own(self, more: Iterable[VocabularyEntry]) -> "TagVocabulary":
        """With a person's own entries; the places of all that stand already remain.

        An own entry is the same concept as one that stands already if it has the same path, or the same name and
        nothing above it, or something above it by which the other's ancestors are known, too (``Animals/Dog``). Then
        its path becomes that one's keyword and its words are added; otherwise it comes to the end as a new one.
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
        """With these entries switched off, and no others; all places remain."""
        off = {self.place_of(path) for path in paths}
        return TagVocabulary(
            tuple(replace(entry, is_off=True) if at in off else entry for at, entry in enumerate(self.entries))
        )

    def in_language(self, shown: Mapping[str, str]) -> "TagVocabulary":
        """With names in another language, by which entries are found, too, and become tags; all places remain."""
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

    @functools.cached_property
    def _possible(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            for word in entry.possible:
                found[word_key(word)].append(at)
        return {word: tuple(places) for word, places in found.items()}

    def _parent(self, path: TagPath) -> int:
        above = (self._paths.get(tag_key(path[:depth])) for depth in range(len(path) - 1, 0, -1))
        return next((at for at in above if at is not None), -1)

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
    """An entry with the words of a person's own one for the same concept, kept under the person's path.

    Args:
        known: The entry.
        own: The person's.
        keyword: The path under which the entry became a tag until now.
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
