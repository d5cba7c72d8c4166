"""What a write changed, and what Photon is doing: the two things broadcast to every view."""

from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal[
    "photos",  # photos came, went, moved or changed their picture
    "marks",  # rating, favourite
    "vectors",  # more photos can be searched
    "folders",  # a folder came, went, or went offline
    "problems",  # the problem list
    "searches",  # saved and recent searches
    "encoders",  # one was installed, chosen or removed, or took over
    "tags",  # tags of the person: given, taken, rejected, renamed
    "suggestions",  # tags that Photon suggests
    "captions",  # titles, captions and drafts
    "conflicts",  # what files say otherwise than the person
    "hidden",  # photos went out of sight: whoever holds anything of them lets go of it at once
    "vocabulary",  # what Photon may suggest, and settings of tags and captions
]


@dataclass(frozen=True, slots=True)
class Changes:
    """The result of a write.

    Attributes:
        kinds: What sort of thing changed; empty means nothing.
        photos: The photos concerned; empty with a non-empty ``kinds`` means "any of them".
    """

    kinds: frozenset[ChangeKind] = frozenset()
    photos: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.kinds)

    def __or__(self, other: "Changes") -> "Changes":
        """Both changes as one; "any photo" together with some photos stays "any photo"."""
        if not self or not other:
            return self or other
        anything = not self.photos or not other.photos
        return Changes(self.kinds | other.kinds, frozenset() if anything else self.photos | other.photos)


def changed(*kinds: ChangeKind, photos: frozenset[int] = frozenset()) -> Changes:
    """Shorthand for a Changes of these kinds."""
    return Changes(frozenset(kinds), photos)


@dataclass(frozen=True, slots=True)
class Activity:
    """What the background work is doing right now.

    Attributes:
        stage: ``idle``, ``preparing`` (the encoder, once per machine), ``scanning``, ``reading``
            (decoding), ``embedding``, ``upgrading`` (photos get vectors of the encoder that is to take over),
            ``tagging`` (suggesting tags), ``describing`` (drafting captions), ``waiting`` (another Photon works on this
            library).
        done: Photos finished in this stage since it began.
        total: Photos of this stage, done and to do; 0 when unknown.
        per_second: Recent speed in photos per second; 0 when unknown.
        paused: The user paused it.
        note: A sentence when something needs saying, e.g. that the disk is full.
    """

    stage: Literal[
        "idle", "preparing", "scanning", "reading", "embedding", "upgrading", "tagging", "describing", "waiting"
    ] = "idle"
    done: int = 0
    total: int = 0
    per_second: float = 0.0
    paused: bool = False
    note: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to the end of the stage, or None when unknown."""
        if self.per_second <= 0 or self.total <= self.done:
            return None
        return (self.total - self.done) / self.per_second


@dataclass(frozen=True, slots=True)
class Counts:
    """The state of the library in numbers.

    Attributes:
        photos: Photos in the library.
        searchable: Photos with a vector of the current encoder.
        problems: Lines in the problem list, films not among them.
        videos: Films seen and left alone.
        hidden: Photos that are out of sight, and are in none of the other numbers.
    """

    photos: int = 0
    searchable: int = 0
    problems: int = 0
    videos: int = 0
    hidden: int = 0
