"""Words on their way into a person's files: what shall stand there, in which fields, and what that changes."""

from dataclasses import dataclass
from typing import Literal

from photon.domain.errors import PhotonError
from photon.domain.tag import TagPath

SidecarName = Literal["full", "short"]  # IMG_1.jpg.xmp, IMG_1.xmp
Obstacle = Literal["changed", "unreadable", "not-allowed", "full", "failed"]


@dataclass(frozen=True, slots=True)
class Origin:
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
class Words:
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
    origins: tuple[Origin, ...] | None = None


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
class Written:
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


class Unwritable(PhotonError):  # noqa: N818 - it names the state of a file
    """A file was not written; it is as it was."""

    def __init__(self, obstacle: Obstacle, message: str, hint: str = "") -> None:
        """Keep what stood in the way, so that what may pass is tried again."""
        super().__init__(message, hint)
        self.args = (obstacle, message, hint)  # with these it is made again on the other side of a process
        self.obstacle: Obstacle = obstacle
