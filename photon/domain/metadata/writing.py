"""Metadata to be written to the user's files: values, target fields, and the resulting changes."""

import math
from dataclasses import field, replace
from typing import Literal

from photon.domain.errors import PhotonError
from photon.domain.metadata.album_words import AlbumWords
from photon.domain.metadata.byte_patch import BytePatch
from photon.domain.metadata.merge import MetadataSnapshot, stars
from photon.domain.metadata.people_words import PeopleWords, are_same_people, without_people
from photon.domain.metadata.place_words import FiledPlace, PlaceWords
from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.domain.metadata.written_text import WrittenText
from photon.domain.photo.marks import Flag, Label
from photon.quick_dataclass import dataclass

Policy = Literal["sidecar", "embed", "both"]
POLICIES: tuple[Policy, ...] = ("sidecar", "embed", "both")
SidecarName = Literal["full", "short"]  # IMG_1.jpg.xmp, IMG_1.xmp
Obstacle = Literal["changed", "unreadable", "not-allowed", "full", "failed"]


@dataclass(frozen=True, slots=True)
class WordOrigin:
    """The network that wrote a keyword or caption that the user accepted; stored separately from the text.

    Attributes:
        field: Field that it wrote.
        value: The keyword as text, or the caption.
        by: Id of the network.
    """

    field: Literal["keyword", "caption"]
    value: str
    by: str


@dataclass(frozen=True, slots=True)
class MetadataEdit:
    """New metadata for a file; None leaves a field unchanged, an empty value removes it.

    Attributes:
        keywords: All keywords of the photo.
        caption: May have several lines.
        title: One line.
        rating: 0..5, or -1; NaN removes it.
        origins: Origins of keywords and caption.
        label: A colour.
        flag: 1 picked, -1 rejected, 0 neither.
        taken: When it was taken, in ISO 8601, as a person decided; never removed.
        albums: What the file should say about albums; everything else that Photon wrote about them is removed. A file
            whose albums change gets all keywords.
        text: What the file should say of the text in the picture, which fills an empty description at most.
        people: All people whom the file should name.
        place: Where it was taken.
    """

    keywords: tuple[TagPath, ...] | None = None
    caption: str | None = None
    title: str | None = None
    rating: float | None = None
    origins: tuple[WordOrigin, ...] | None = None
    label: Label | None = None
    flag: Flag | None = None
    taken: str | None = None
    # digests of earlier exports are of the other fields
    albums: AlbumWords | None = field(default=None, repr=False)
    text: WrittenText | None = field(default=None, repr=False)
    people: PeopleWords | None = field(default=None, repr=False)
    place: PlaceWords | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TargetMetadata:
    """The metadata that all files of a photo should have.

    Attributes:
        words: All values; None for fields with an unresolved conflict.
        kept: Keys of keywords that stay where they are but are not written elsewhere: sensitive and rejected ones.
    """

    words: MetadataEdit
    kept: frozenset[str] = frozenset()

    def beyond(
        self,
        metadata: MetadataSnapshot,
        taken: str | None = None,
        albums: AlbumWords | None = None,
        text: WrittenText | None = None,
        place: FiledPlace | None = None,
    ) -> MetadataEdit:
        """Compute what is left to write to a file; None for fields that need no change.

        Args:
            metadata: Current metadata of the file. Ratings are compared as whole stars, so that halves and "rejected"
                stay until the rating is changed; labels as colours, so that other texts stay until a label is set.
            taken: Capture date that the file says.
            albums: What Photon has written about albums into the file.
            text: What Photon has written of the text in the picture into the file.
            place: What the file says of where it was taken.

        Returns:
            The edit.
        """
        there = {tag_key(path) for path in metadata.keywords}
        words = self.words
        keywords = words.keywords and tuple(
            path for path in words.keywords if tag_key(path) not in self.kept or tag_key(path) in there
        )
        keys, texts = ({form(path) for path in keywords or ()} for form in (tag_key, tag_text))
        asked, now = (one or AlbumWords() for one in (words.albums, albums))
        is_filed = words.albums is None or asked.keys == now.keys
        has_same = keys == there and (words.albums is None or asked.keys[0] == now.keys[0])
        left = MetadataEdit(
            keywords=None if keywords is None or has_same else keywords,
            caption=None if words.caption == metadata.caption else words.caption,
            title=None if words.title == metadata.title else words.title,
            rating=None if words.rating is None or whole_stars(words.rating) == metadata.rating else words.rating,
            label=None if words.label == metadata.label else words.label,
            flag=None if words.flag == metadata.flag else words.flag,
            taken=None if words.taken == taken else words.taken,
            albums=None if is_filed else words.albums,
            text=None if words.text == (text or WrittenText()) else words.text,
            people=words.people and _people_beyond(words.people, metadata),
            place=words.place and words.place.beyond(place or FiledPlace()),
        )
        if left == MetadataEdit():
            return left
        origins = words.origins and tuple(one for one in words.origins if one.field == "caption" or one.value in texts)
        return replace(left, origins=origins)


def _people_beyond(people: PeopleWords, metadata: MetadataSnapshot) -> PeopleWords | None:
    """Return the people to write; None if the file names them, and nobody else but those who stay where they are."""
    stay = without_people(metadata.people, without_people(metadata.people, people.kept))
    marks = (*people.marks, *without_people(stay, people.marks))
    return None if are_same_people(marks, metadata.people) else replace(people, marks=marks)


def whole_stars(rating: float) -> int:
    """Round a rating to be written to whole stars; 0 if it is to be removed (NaN)."""
    return 0 if math.isnan(rating) else stars(rating)


@dataclass(frozen=True, slots=True)
class Profile:
    """The metadata fields and sidecar names of a program.

    Attributes:
        name: Name for the command line.
        sidecar: Naming of new sidecars; an existing one is used whatever its name.
        paths: Fields for hierarchical keywords, in addition to the flat ``dc:subject``.
        ancestors: Whether the flat keywords include the ancestors of each keyword.
        mirrors_caption: Whether ``tiff:ImageDescription`` repeats the caption.
        numbers_marks: Whether labels and flags are also written as digiKam's numbers.
        names_people: Whether keywords below ``People`` stand for people, because the program reads no regions.
    """

    name: str
    sidecar: SidecarName = "full"
    paths: tuple[str, ...] = ("lr:hierarchicalSubject", "digiKam:TagsList")
    ancestors: bool = False
    mirrors_caption: bool = False
    numbers_marks: bool = False
    names_people: bool = False


# Fields and sidecar names of these programs, from their documentation and source code
PROFILES = {
    profile.name: profile
    for profile in (
        Profile("everywhere", numbers_marks=True),
        Profile("lightroom", sidecar="short", paths=("lr:hierarchicalSubject",)),
        Profile("digikam", numbers_marks=True),
        Profile("darktable", paths=("lr:hierarchicalSubject",), names_people=True),
        Profile("immich", mirrors_caption=True),
        Profile("apple", sidecar="short", paths=(), names_people=True),
    )
}


ORIENTATION_FIELD = "EXIF Orientation"
"""Name of the field with a photo's orientation, in lists of changes."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The values of a field before and after a change; empty for none."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenSidecar:
    """A written sidecar, with what is needed to restore the previous one.

    Attributes:
        path: Path of the sidecar.
        before: Previous content; None if there was no sidecar.
        after: New content.
        changes: Changes by field; empty if nothing had to be written.
    """

    path: str
    before: bytes | None
    after: bytes
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PatchedPhoto:
    """A written photo, with what is needed to restore the previous one.

    Attributes:
        path: Path of the photo.
        splice: The patch.
        changes: Changes by field.
        is_turned: Whether the picture is turned, too, so that it is another one for Photon.
    """

    path: str
    splice: BytePatch
    changes: tuple[FieldChange, ...]
    is_turned: bool = False


Change = WrittenSidecar | PatchedPhoto


class UnsafeToEmbed(PhotonError):  # noqa: N818 - it names the state of a file
    """Writing into a photo could damage it or would not last; its metadata can go to a sidecar."""


class Unwritable(PhotonError):  # noqa: N818 - it names the state of a file
    """A file could not be written; it is unchanged."""

    def __init__(self, obstacle: Obstacle, message: str, hint: str = "") -> None:
        """Store the obstacle, so that temporary ones are retried."""
        super().__init__(message, hint)
        self.args = (obstacle, message, hint)  # for unpickling in another process
        self.obstacle: Obstacle = obstacle
