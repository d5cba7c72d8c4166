"""Words on their way into a person's files: what shall stand there, in which fields, and what that changes."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from photon.domain.errors import PhotonError
from photon.domain.metadata.byte_patch import BytePatch
from photon.domain.metadata.merge import MetadataSnapshot, stars
from photon.domain.metadata.tag import TagPath, tag_key, tag_text

Policy = Literal["sidecar", "embed", "both"]
POLICIES: tuple[Policy, ...] = ("sidecar", "embed", "both")
SidecarName = Literal["full", "short"]  # IMG_1.jpg.xmp, IMG_1.xmp
Obstacle = Literal["changed", "unreadable", "not-allowed", "full", "failed"]


@dataclass(frozen=True, slots=True)
class WordOrigin:
    """Which network wrote a word that a person has let stand; kept apart from the words themselves.

    Attributes:
        field: What it wrote.
        value: The keyword in its typed form, or the caption.
        by: Its id.
    """

    field: Literal["keyword", "caption"]
    value: str
    by: str


@dataclass(frozen=True, slots=True)
class MetadataEdit:
    """What shall stand in a file; None leaves a field as it is, an empty one takes it away.

    Attributes:
        keywords: All keywords of the photo.
        caption: May have several lines.
        title: One line.
        rating: 0..5, or -1; NaN takes it away.
        origins: Of keywords and caption.
    """

    keywords: tuple[TagPath, ...] | None = None
    caption: str | None = None
    title: str | None = None
    rating: float | None = None
    origins: tuple[WordOrigin, ...] | None = None


@dataclass(frozen=True, slots=True)
class TargetMetadata:
    """What shall be known of a photo wherever its words are written.

    Attributes:
        words: All of it; None for a field on which file and library contradict each other.
        kept: Keys of keywords that stay where they are but are written nowhere anew: sensitive ones, those that a
            person has rejected, those that cannot be tags.
    """

    words: MetadataEdit
    kept: frozenset[str] = frozenset()

    def beyond(self, said: MetadataSnapshot, unheld: tuple[TagPath, ...] = ()) -> MetadataEdit:
        """What is left to write where something is said already; None for what is said there as it shall be.

        Args:
            said: What is said there. Stars are compared as whole ones, so that halves, and the mark of a rejected
                photo, stay until somebody gives another number.
            unheld: Keywords there that cannot be tags.
        """
        there = {tag_key(path) for path in (*said.keywords, *unheld)}
        words = self.words
        keywords = words.keywords and tuple(
            path for path in words.keywords if tag_key(path) not in self.kept or tag_key(path) in there
        )
        keys, texts = ({form(path) for path in keywords or ()} for form in (tag_key, tag_text))
        left = MetadataEdit(
            keywords=None if keywords is None or keys == there else keywords,
            caption=None if words.caption == said.caption else words.caption,
            title=None if words.title == said.title else words.title,
            rating=None if words.rating is None or whole_stars(words.rating) == said.rating else words.rating,
        )
        if left == MetadataEdit():
            return left
        origins = words.origins and tuple(one for one in words.origins if one.field == "caption" or one.value in texts)
        return replace(left, origins=origins)


def whole_stars(rating: float) -> int:
    """Stars to be written as the library counts them; none where they are to be taken away (NaN)."""
    return 0 if math.isnan(rating) else stars(rating)


@dataclass(frozen=True, slots=True)
class Profile:
    """Which fields a program reads, and which sidecar it looks for.

    Attributes:
        name: For the command line.
        sidecar: The name of a new sidecar; one that is there already is used whatever it is called.
        paths: Fields for keywords as paths, beside the flat ``dc:subject``.
        ancestors: Whether the flat keywords name what stands above a leaf, too.
        mirrors_caption: Whether ``tiff:ImageDescription`` repeats the caption.
    """

    name: str
    sidecar: SidecarName = "full"
    paths: tuple[str, ...] = ("lr:hierarchicalSubject", "digiKam:TagsList")
    ancestors: bool = False
    mirrors_caption: bool = False


# What these programs read and how they name sidecars, by their documentation and sources
PROFILES = {
    profile.name: profile
    for profile in (
        Profile("everywhere"),
        Profile("lightroom", sidecar="short", paths=("lr:hierarchicalSubject",)),
        Profile("digikam"),
        Profile("darktable", paths=("lr:hierarchicalSubject",)),
        Profile("immich", mirrors_caption=True),
        Profile("apple", sidecar="short", paths=()),
    )
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a file, before and after; empty where there is nothing."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenSidecar:
    """One file that was written, with what it takes to put back what was there.

    Attributes:
        path: The file.
        before: Its bytes; None where there was no such file.
        after: Its bytes now.
        changes: Field by field; empty where nothing had to be written.
    """

    path: str
    before: bytes | None
    after: bytes
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PatchedPhoto:
    """One photo that was written, with what it takes to put back what was there.

    Attributes:
        path: The file.
        splice: Which bytes became which.
        changes: Field by field.
    """

    path: str
    splice: BytePatch
    changes: tuple[FieldChange, ...]


Change = WrittenSidecar | PatchedPhoto


class UnsafeToEmbed(PhotonError):  # noqa: N818 - it names the state of a file
    """Metadata cannot be written into this photo safely or durably; a sidecar can hold it instead."""


class Unwritable(PhotonError):  # noqa: N818 - it names the state of a file
    """A file was not written; it is as it was."""

    def __init__(self, obstacle: Obstacle, message: str, hint: str = "") -> None:
        """Keep what stood in the way, so that what may pass is tried again."""
        super().__init__(message, hint)
        self.args = (obstacle, message, hint)  # with these it is made again on the other side of a process
        self.obstacle: Obstacle = obstacle
