"""The state of a review of one suggested tag: undecided photos, and the line among them; what there is to review."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field

from photon.annotate.tags.right_share import RightShare, right_share
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library.tags.tag_suggestions import ReviewGroup
from photon.quick_dataclass import dataclass

SURE = 0.8
"""Certainty above which the line starts: at most a fifth of the photos above it is expected to be wrong."""
SAMPLE = 12
"""Photos above the line, the least certain ones, that must have been on the screen before all above are confirmed."""


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """Tags and suggestions of the library, read in one request so that they are consistent.

    Attributes:
        off: Keys of the tags that are switched off.
        own: Keys of the user's tags.
        groups: Suggested tags that are not switched off, by their keys.
    """

    off: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    groups: Mapping[str, ReviewGroup] = field(default_factory=dict)

    @property
    def waiting(self) -> dict[str, ReviewGroup]:
        """The groups with undecided photos."""
        return {key: group for key, group in self.groups.items() if group.waiting}


@dataclass(slots=True)
class ReviewState:
    """A tag in review.

    Attributes:
        path: The tag.
        ids: Undecided photos, most certain first.
        certainties: Certainty of each of them, 0..1.
        above: How many of them are above the line.
        total: Photos for which the tag was suggested, including decided ones.
        is_begun: Whether the undecided photos are known.
        seen: Photos that were on the screen.
        is_measured: Whether it was measured how many suggestions of such tags are right.
    """

    path: TagPath
    ids: list[int] = field(default_factory=list)
    certainties: dict[int, float] = field(default_factory=dict)
    above: int = 0
    total: int = 0
    is_begun: bool = False
    seen: set[int] = field(default_factory=set)
    is_measured: bool = False

    @property
    def decided(self) -> int:
        """The number of decided photos."""
        return max(0, self.total - len(self.ids))

    @property
    def sections(self) -> tuple[int, ...]:
        """The sections of photos above and below the line, for the grid; empty ones are omitted."""
        parts = (self.above, len(self.ids) - self.above)
        return tuple(part for part in parts if part) or (0,)

    @property
    def photos_above(self) -> list[int]:
        """The photos that "confirm everything above" confirms."""
        return self.ids[: self.above]

    @property
    def unseen_sample(self) -> list[int]:
        """The least certain photos above the line, as far as they were not on the screen yet."""
        return [photo for photo in self.photos_above[-SAMPLE:] if photo not in self.seen]

    @property
    def least_certainty(self) -> float:
        """Certainty (0..1) of the last photo above the line; 0 if there is none."""
        return self.certainties[self.ids[self.above - 1]] if self.above else 0.0

    @property
    def measured(self) -> RightShare | None:
        """How many suggestions as certain as those above the line were right; None if that was not measured."""
        return right_share(self.least_certainty) if self.is_measured and self.above else None

    def begin(self, surest: Sequence[tuple[int, float]]) -> None:
        """Set the undecided photos, with the line below the certain ones."""
        self._set_photos(surest)
        self.is_begun = True
        self.above = sum(certainty >= SURE for _, certainty in surest)
        self.total = max(self.total, len(self.ids))

    def renew(self, surest: Sequence[tuple[int, float]]) -> None:
        """Update the undecided photos; the line stays between the same photos."""
        below = self.ids[self.above :]
        was_above = set(self.photos_above)
        self._set_photos(surest)
        places = {photo: place for place, photo in enumerate(self.ids)}
        first = next((places[photo] for photo in below if photo in places), None)
        if first is None:
            first = 1 + max((places[photo] for photo in was_above if photo in places), default=-1)
        self.above = first
        self.total = max(self.total, len(self.ids))

    def decide(self, photos: Collection[int]) -> int:
        """Remove decided photos; return the photo that comes next, or 0 if none is left."""
        gone = set(photos)
        places = [place for place, photo in enumerate(self.ids) if photo in gone]
        after = range(max(places) + 1, len(self.ids)) if places else range(0)
        before = range(min(places) - 1, -1, -1) if places else range(0)
        following = next((self.ids[place] for place in (*after, *before) if self.ids[place] not in gone), 0)
        self.above -= sum(place < self.above for place in places)
        self.ids = [photo for photo in self.ids if photo not in gone]
        return following

    def move_line(self, above: int) -> None:
        """Move the line below this many photos."""
        self.above = max(0, min(len(self.ids), above))

    def _set_photos(self, surest: Sequence[tuple[int, float]]) -> None:
        self.ids = [photo for photo, _ in surest]
        self.certainties = dict(surest)


def switched_off(vocabulary: TagVocabulary) -> frozenset[str]:
    """Return the keys of the tags that are switched off."""
    off = (place for place, entry in enumerate(vocabulary.entries) if entry.is_off)
    return frozenset(tag_key(vocabulary.keyword(place)) for place in off)


def review_facts(off: frozenset[str], own: Sequence[tuple[TagPath, int]], groups: Sequence[ReviewGroup]) -> ReviewFacts:
    """Combine answers of the library.

    Args:
        off: Keys of the tags that are switched off.
        own: The user's tags, with their numbers of photos.
        groups: The suggested tags.

    Returns:
        The facts.
    """
    keyed = {tag_key(group.path): group for group in groups}
    offered = {key: group for key, group in keyed.items() if key not in off}
    return ReviewFacts(off, frozenset(tag_key(path) for path, _ in own), offered)
