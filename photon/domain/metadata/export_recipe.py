"""Exports: choices, plans, and results."""

from dataclasses import field, replace
from typing import Literal

from photon.domain.metadata.album_words import AlbumChoice
from photon.domain.metadata.place_words import PlaceWords
from photon.domain.metadata.writing import MetadataEdit
from photon.domain.metadata.written_text import TextChoice
from photon.domain.photo.page_text import Corners
from photon.domain.photo.region import Region
from photon.domain.photo.turn import AS_IT_IS
from photon.quick_dataclass import dataclass

Drawn = Literal["same", "jpeg", "webp", "png"]
DRAWN: tuple[Drawn, ...] = ("same", "jpeg", "webp", "png")
_OWN: dict[str, Drawn] = {"JPEG": "jpeg", "WebP": "webp", "PNG": "png"}
Colours = Literal["keep", "srgb"]
COLOURS: tuple[Colours, ...] = ("keep", "srgb")
TableFormat = Literal["csv", "json", "jsonl"]
TABLE_FORMATS: tuple[TableFormat, ...] = ("csv", "json", "jsonl")
TrainingFormat = Literal["texts", "jsonl", "coco", "webdataset"]
TRAINING_FORMATS: tuple[TrainingFormat, ...] = ("texts", "jsonl", "coco", "webdataset")
Text = Literal["caption", "tags", "both"]
TEXTS: tuple[Text, ...] = ("both", "caption", "tags")
Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = ("train", "val", "test")
Location = Literal["exact", "near", "town"]
LOCATIONS: tuple[Location, ...] = ("exact", "near", "town")
GRID: dict[Location, float] = {"near": 0.01, "town": 0.1}
"""Degrees of the grid to which coordinates are moved: by less than 1 and 10 km."""
Reason = Literal[
    "alike",
    "wordless",
    "hidden",
    "missing",
    "offline",
    "unread",
    "illegible",
    "private",
    "damaged",
    "metadata",
    "full",
    "not-allowed",
    "failed",
    "stopped",
]


READ_SIDE = 3500
"""Pixels of the long side at which text in photos is read; smaller print was not looked for."""
ENDS: tuple[Reason, ...] = ("full", "stopped")
"""Reasons that end an export early; they apply to all remaining photos."""


@dataclass(frozen=True, slots=True)
class CopyContents:
    """What a copy contains besides its picture.

    Attributes:
        metadata: Whether the file's metadata is copied at all.
        places: Whether to include coordinates and addresses.
        people: Whether to include names of people, marked faces, and tags below ``People``.
        words: Whether to write Photon's tags, caption, title and rating into the copy.
        albums: How albums are written along with these; not at all without ``words``.
        text: How text in the picture is written along with ``words``, likewise.
        readable: Whether text in the picture stays; else it is covered, and metadata that quote it are left out.
        recognisable: Whether faces in the picture stay as they are; else they are blurred.
        location: How exactly places are included: as they are, within 1 km, or the town.
        private: Whether places that the user called private are included like others; else nothing is said of them.
    """

    metadata: bool = True
    places: bool = True
    people: bool = True
    words: bool = False
    albums: AlbumChoice = "leave"
    text: TextChoice = "leave"
    readable: bool = True
    recognisable: bool = True
    location: Location = "exact"
    private: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all of the file's metadata is copied, and its picture stays as it is."""
        is_placed = self.places and self.location == "exact"
        return self.metadata and is_placed and self.people and self.shows_all

    @property
    def shows_all(self) -> bool:
        """Whether the picture stays as it is."""
        return self.readable and self.recognisable


@dataclass(frozen=True, slots=True)
class Reencode:
    """How to encode a picture again: upright, with 8 bits per channel, never enlarged.

    Attributes:
        format: ``same`` keeps JPEG, WebP and PNG, and turns everything else into JPEG.
        long_side: Maximum number of pixels; None for no limit.
        quality: 1..100, for JPEG and WebP.
        colours: Whether to keep the colour profile or convert to sRGB.
    """

    format: Drawn = "same"
    long_side: int | None = None
    quality: int = 90
    colours: Colours = "keep"

    def format_of(self, own: str) -> Drawn:
        """Target format for a photo of this format: ``jpeg``, ``webp`` or ``png``."""
        return _OWN.get(own, "jpeg") if self.format == "same" else self.format


def covering(redrawn: Reencode | None, carried: CopyContents) -> Reencode | None:
    """Return how to encode pictures in which something may be covered: then again in any case.

    Args:
        redrawn: How they would be encoded otherwise; None for copies as they are.
        carried: What they contain; where text is covered, no print is too small to be read.
    """
    if carried.shows_all:
        return redrawn
    found = redrawn or Reencode()
    return found if carried.readable else replace(found, long_side=min(found.long_side or READ_SIDE, READ_SIDE))


@dataclass(frozen=True, slots=True)
class FileChoice:
    """How to export photos as files.

    Attributes:
        template: Template for names; ``export.naming`` describes it.
        redrawn: How to encode pictures again; None copies files as they are.
        carried: What copies contain.
    """

    template: str = "{name}"
    redrawn: Reencode | None = None
    carried: CopyContents = CopyContents()


@dataclass(frozen=True, slots=True)
class TableChoice:
    """How to export photos as a table.

    Attributes:
        columns: Names of ``export.columns``.
        format: CSV with a header; one JSON array of objects; or one JSON object per line.
        with_mark: Whether a CSV starts with a byte order mark, by which Excel recognises UTF-8.
        decimal_comma: Whether a CSV has decimal commas and semicolons between columns, as Excel has it in some regions.
        verbatim: Whether CSV texts that look like formulas stay unchanged; otherwise an apostrophe is prepended.
        location: How exact coordinates are; None for none.
        private: Whether coordinates of private places are included like others.
    """

    columns: tuple[str, ...]
    format: TableFormat = "csv"
    with_mark: bool = False
    decimal_comma: bool = False
    verbatim: bool = False
    location: Location | None = "exact"
    private: bool = False


@dataclass(frozen=True, slots=True)
class TrainingChoice:
    """How to export photos as a training set.

    Attributes:
        format: A ``.txt`` per picture; one JSON object per line; COCO captions; or tar files.
        told: Which texts to use; photos without any are left out. Journals of exports know it by this name.
        redrawn: How to encode pictures again; None copies files as they are.
        carried: What pictures contain.
        shares: Percentages of training, validation and test.
        folds: Whether to include only one of several near-duplicates.
        licence: Licence of photos that name none themselves.
        credit: Credit of photos that name none themselves.
        per_shard: Photos per tar file.
        reads: Whether the JSON objects of pictures have the text in them, too.
    """

    format: TrainingFormat = "jsonl"
    told: Text = "both"
    redrawn: Reencode | None = None
    carried: CopyContents = CopyContents(metadata=False)
    shares: tuple[int, int, int] = (80, 10, 10)
    folds: bool = True
    licence: str = ""
    credit: str = ""
    per_shard: int = 1000
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Credits:
    """Credit and licence of a photo from its file; empty if unknown."""

    credit: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ExportPhoto:
    """A photo to export, as the library knows it.

    Attributes:
        photo: Photo id.
        path: Path of the file to use.
        size: Size in bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        taken: Capture time in ISO 8601; None if unknown.
        title: The user's title; may be empty.
        format: Format of the file.
        damage: A sentence if only part of the picture can be read, or None.
        obstacle: Why it cannot be exported now, or None.
        pixels: Width and height of the upright picture.
        camera: Its name; empty if unknown.
        album: Names from the root to the first album, by name, that the photo was put into; empty without one.
        names_albums: Whether the file, at this size and time, names albums that Photon wrote into it; None if that is
            unknown.
        still: For the film of a live photo, that photo, with which it shares its number; 0 for all others.
    """

    photo: int
    path: str
    size: int
    mtime_ns: int
    taken: str | None = None
    title: str = ""
    format: str = ""
    damage: str | None = None
    obstacle: Reason | None = None
    pixels: tuple[int, int] = (0, 0)
    camera: str = ""
    album: tuple[str, ...] = ()
    names_albums: bool | None = None
    still: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make one copy.

    Attributes:
        redrawn: How to encode the picture again; None copies the file as it is.
        carried: What the copy contains.
        words: Photon's metadata to write into it, or None.
        names: Names of people, to remove if ``carried.people`` is off.
        hidden: Names of hidden people, to remove in any case.
        unwanted: Keys (``tag_key``) of keywords that are always removed.
        mtime_ns: Modification time of the copy.
        turn: How a person turned the picture beyond the file's orientation, 1..8.
        covered: Lines of text to cover, if ``carried.readable`` is off.
        quoted: What these lines say, to remove from metadata.
        blurred: Faces to blur, if ``carried.recognisable`` is off.
        place: What to say of where the photo was taken; None for what its file says, if ``carried.places``.
    """

    redrawn: Reencode | None
    carried: CopyContents
    words: MetadataEdit | None = None
    names: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    mtime_ns: int = 0
    turn: int = AS_IT_IS
    covered: tuple[Corners, ...] = ()
    quoted: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    blurred: tuple[Region, ...] = ()
    place: PlaceWords | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether the picture is encoded again."""
        return self.redrawn is not None or not self.carried.shows_all

    @property
    def is_discreet(self) -> bool:
        """Whether something must not be in the copy."""
        return not self.carried.is_whole or bool(self.hidden)


@dataclass(frozen=True, slots=True)
class Copied:
    """The result of copying one photo.

    Attributes:
        size: Size of the copy in bytes.
        beside: Content of its sidecar, or None.
        is_short: Whether the sidecar is named ``lake.xmp`` instead of ``lake.jpg.xmp``.
    """

    size: int
    beside: bytes | None = None
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class SkippedPhoto:
    """A photo that was not exported.

    Attributes:
        path: Path of its file.
        reason: Reason code, for programs.
        message: Reason as a sentence, for display.
        hint: What to do; may be empty.
    """

    path: str
    reason: Reason
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A file to make.

    Attributes:
        outgoing: The photo.
        name: Path below the export folder, with ``/`` as separator.
        is_there: Whether an earlier run of the same export has made it.
    """

    outgoing: ExportPhoto
    name: str
    is_there: bool = False


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export of files would do.

    Attributes:
        folder: Absolute path of the export folder.
        choice: How to export.
        targets: Files, in the order of the photos.
        left_out: Photos that cannot be exported.
        bytes: Estimated number of bytes to write.
        free: Free space on the disk in bytes; None if unknown.
        watched: Watched folder that contains the export folder, so that the copies will be indexed; empty for none.
    """

    folder: str
    choice: FileChoice
    targets: tuple[Target, ...]
    left_out: tuple[SkippedPhoto, ...] = ()
    bytes: int = 0
    free: int | None = None
    watched: str = ""

    @property
    def missing(self) -> tuple[Target, ...]:
        """The files still to be made."""
        return tuple(one for one in self.targets if not one.is_there)


@dataclass(frozen=True, slots=True)
class Exported:
    """The result of an export.

    Attributes:
        folder: Path of the export folder, or of the table.
        made: Names of new files.
        there: Number of files made by earlier runs.
        left_out: What was not exported, and why.
        is_whole: Whether the export was completed.
        lines: Number of rows of a table, without header, or of photos in a training set.
    """

    folder: str
    made: tuple[str, ...] = field(default=())
    there: int = 0
    left_out: tuple[SkippedPhoto, ...] = ()
    is_whole: bool = True
    lines: int = 0
