"""The vocabulary as lines of a tree, prepared so that ten thousand can be filtered at every keystroke."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Literal

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library.tags.vocabulary import WordOverride
from photon.quick_dataclass import dataclass

Kind = Literal["all", "own", "off"]


@dataclass(slots=True)
class VocabularyLines:
    """Entries by position; see ``annotate.tags.vocabulary``.

    Attributes:
        paths: Paths of the entries.
        names: Text shown for each.
        words: All texts by which each is found, casefolded.
        parents: Position of the parent of each, -1 for roots.
        choosable: Whether each can be switched on and off itself; groupings cannot.
        off: The entries that are switched off.
        own: The user's own words: the path under which each was added, by position.
    """

    paths: list[TagPath]
    names: list[str]
    words: list[str]
    parents: list[int]
    choosable: list[bool]
    off: set[int]
    own: dict[int, TagPath]
    _below: dict[int, list[int]] = field(default_factory=dict)
    _off_below: dict[int, int] | None = None

    def below(self, place: int) -> list[int]:
        """Return the entry and everything below it that can be switched."""
        if not self._below:
            for each in (place for place, may in enumerate(self.choosable) if may):
                above = each
                while above >= 0:
                    self._below.setdefault(above, []).append(each)
                    above = self.parents[above]
        return self._below.get(place, [])

    def off_below(self, place: int) -> int:
        """Return how many of these are switched off."""
        if self._off_below is None:
            self._off_below = {}
            for each in self.off:
                above = each if self.choosable[each] else -1
                while above >= 0:
                    self._off_below[above] = self._off_below.get(above, 0) + 1
                    above = self.parents[above]
        return self._off_below.get(place, 0)

    def switch(self, places: Iterable[int], *, on: bool) -> None:
        """Switch these entries on or off."""
        (self.off.difference_update if on else self.off.update)(places)
        self._off_below = None

    def matching(self, text: str, kind: Kind) -> dict[int, list[int]]:
        """Return the tree of matches and their ancestors: positions below each position (-1: the roots).

        Args:
            text: A part of a name or a synonym; empty for all.
            kind: ``all``, the user's ``own`` words, or entries that are switched ``off``.
        """
        among: Iterable[int] = {"all": range(len(self.paths)), "own": self.own, "off": self.off}[kind]
        wanted = " ".join(text.casefold().split())
        kept: set[int] = set()
        for found in among:
            place = found if wanted in self.words[found] else -1
            while place >= 0 and place not in kept:
                kept.add(place)
                place = self.parents[place]
        tree: dict[int, list[int]] = {}
        for place in sorted(kept):
            tree.setdefault(self.parents[place], []).append(place)
        return tree


def lines_of(vocabulary: TagVocabulary, own: Sequence[WordOverride]) -> VocabularyLines:
    """Return the lines of a vocabulary with these own words of the user; takes some 0.1 s for ten thousand."""
    entries = vocabulary.entries
    places = ((vocabulary.place_of(word.path), word.path) for word in own)
    lines = VocabularyLines(
        [entry.path for entry in entries],
        [entry.shown or entry.name for entry in entries],
        ["\n".join((entry.shown, *entry.words)).casefold() for entry in entries],
        vocabulary.parents.tolist(),
        [not entry.is_grouping for entry in entries],
        {place for place, entry in enumerate(entries) if entry.is_off},
        {place: path for place, path in places if place is not None},
    )
    lines.below(-1)  # computed once, on this thread
    return lines


def same_lines(one: VocabularyLines | None, other: VocabularyLines) -> bool:
    """Return whether both have the same entries, whatever is switched off."""
    return (
        one is not None
        and list(map(tag_key, one.paths)) == list(map(tag_key, other.paths))
        and (one.names == other.names and one.own == other.own)
    )
