"""What a write changed, and what Photon is doing: the two things broadcast to every view."""

from typing import Literal

from photon.quick_dataclass import dataclass

ChangeKind = Literal[
    "photos",  # photos were added, removed, moved, or their pictures changed
    "marks",  # rating, favourite
    "vectors",  # photos were embedded or indexed for text search
    "frames",  # stills of videos were chosen
    "texts",  # text was read in photos, or facts in it
    "styles",  # it was measured how sharp, dark, or like a painting photos are
    "folders",  # a folder was added, removed, or changed its online state
    "problems",  # the problem list
    "searches",  # saved and recent searches
    "answers",  # which photos of an answer a person called right or wrong
    "encoders",  # an encoder was installed, chosen, removed, or became active
    "tags",  # the user's tags: given, removed, rejected, renamed
    "albums",  # albums were made, renamed, moved, deleted, or got or lost photos
    "stacks",  # stacks were made, dissolved, or have another photo on top
    "suggestions",  # tags that Photon suggests
    "captions",  # titles, captions and drafts
    "people",  # people, whose faces are in photos, faces found and grouped
    "places",  # where photos were taken: decided, named, suggested; places of the user
    "topics",  # themes and things: found, named, pinned, hidden
    "facts",  # what documents in photos state: confirmed, dismissed, or many read in the background
    "conflicts",  # conflicts between files and the library
    "losses",  # metadata was removed because files no longer have it
    "hidden",  # a person decided whether photos are hidden
    "backups",  # a backup failed, or one could be made again
    "bin",  # files went to the bin, came back, or are gone from it
    "duplicates",  # which photos are no duplicates of each other
    "vocabulary",  # the tag vocabulary, and settings of tags and captions
]


@dataclass(frozen=True, slots=True)
class Changes:
    """The result of a write.

    Attributes:
        kinds: The kinds of data that changed; empty for no change.
        photos: The affected photos; empty with non-empty ``kinds`` means any photo.
        gone: Those of them that must not be seen any more: whatever shows or holds something of them drops it at once.
    """

    kinds: frozenset[ChangeKind] = frozenset()
    photos: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.kinds)

    def __or__(self, other: "Changes") -> "Changes":
        """Combine two changes; "any photo" combined with some photos stays "any photo"."""
        if not self or not other:
            return self or other
        anything = not self.photos or not other.photos
        photos = frozenset[int]() if anything else self.photos | other.photos
        return Changes(self.kinds | other.kinds, photos, self.gone | other.gone)


def changed(*kinds: ChangeKind, photos: frozenset[int] = frozenset()) -> Changes:
    """Make a Changes of these kinds."""
    return Changes(frozenset(kinds), photos)


ActivityStage = Literal[
    "idle", "preparing", "scanning", "reading", "embedding", "upgrading", "tagging", "describing", "texts", "faces",
    "frames", "regions", "waiting",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Activity:
    """The current state of the background work.

    Attributes:
        stage: ``idle``, ``preparing`` (the encoder, once per computer), ``scanning``, ``reading`` (decoding),
            ``embedding``, ``upgrading`` (embedding with the next encoder), ``tagging`` (suggesting tags),
            ``describing`` (drafting captions), ``texts`` (reading text in photos), ``faces`` (finding faces),
            ``frames`` (looking through videos), ``regions`` (looking at parts of photos),
            ``waiting`` (another process works on this library).
        done: Photos finished in this stage since it began.
        total: Photos of this stage, done and pending; 0 if unknown.
        per_second: Recent speed in photos per second; 0 if unknown.
        paused: Whether the user paused it.
        note: A message for the user, for example that the disk is full.
    """

    stage: ActivityStage = "idle"
    done: int = 0
    total: int = 0
    per_second: float = 0.0
    paused: bool = False
    note: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds until the end of the stage, or None if unknown."""
        if self.per_second <= 0 or self.total <= self.done:
            return None
        return (self.total - self.done) / self.per_second


@dataclass(frozen=True, slots=True)
class Counts:
    """Statistics of the library.

    Attributes:
        photos: Number of photos.
        searchable: Photos with a vector of the active encoder.
        problems: Entries of the problem list.
        videos: How many of the photos are videos.
        hidden: Hidden photos, which are not included in the other numbers.
        suspected: Photos that may be sensitive, and that nobody looked at; also while they are shown.
    """

    photos: int = 0
    searchable: int = 0
    problems: int = 0
    videos: int = 0
    hidden: int = 0
    suspected: int = 0
