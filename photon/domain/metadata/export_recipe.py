"""Photos on their way out: what is asked for, what shall be made of each, and what was left out."""

from dataclasses import dataclass, field
from typing import Literal

from photon.domain.metadata.writing import MetadataEdit

Drawn = Literal["same", "jpeg", "webp", "png"]
DRAWN: tuple[Drawn, ...] = ("same", "jpeg", "webp", "png")
_OWN: dict[str, Drawn] = {"JPEG": "jpeg", "WebP": "webp", "PNG": "png"}
Colours = Literal["keep", "srgb"]
COLOURS: tuple[Colours, ...] = ("keep", "srgb")
TableFormat = Literal["csv", "json", "jsonl"]
TABLE_FORMATS: tuple[TableFormat, ...] = ("csv", "json", "jsonl")
TrainingFormat = Literal["texts", "jsonl", "coco", "webdataset"]
TRAINING_FORMATS: tuple[TrainingFormat, ...] = ("texts", "jsonl", "coco", "webdataset")
Told = Literal["caption", "tags", "both"]
TOLD: tuple[Told, ...] = ("both", "caption", "tags")
Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = ("train", "val", "test")
Reason = Literal[
    "alike",
    "wordless",
    "hidden",
    "missing",
    "offline",
    "damaged",
    "metadata",
    "full",
    "not-allowed",
    "failed",
    "stopped",
]


ENDS: tuple[Reason, ...] = ("full", "stopped")
"""What ends an export before its last photo: the same for all that are left."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a copy tells besides its picture.

    Attributes:
        metadata: Whether what the file says goes along at all.
        places: Coordinates and addresses.
        people: Names of those shown, marked faces, and tags below ``People``.
        words: Photon's tags, caption, title and rating are written into the copy.
    """

    metadata: bool = True
    places: bool = True
    people: bool = True
    words: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether everything that the file says goes along."""
        return self.metadata and self.places and self.people


@dataclass(frozen=True, slots=True)
class Reencode:
    """How a picture is drawn anew: upright, with 8 bits per channel, never larger than it is.

    Attributes:
        format: ``same`` is the photo's own where that is JPEG, WebP or PNG, else JPEG.
        long_side: At most this many pixels; None for all.
        quality: 1..100, of JPEG and WebP.
        colours: Whether they keep their profile or become sRGB.
    """

    format: Drawn = "same"
    long_side: int | None = None
    quality: int = 90
    colours: Colours = "keep"

    def format_of(self, own: str) -> Drawn:
        """The format that a photo gets whose own is this: ``jpeg``, ``webp`` or ``png``."""
        return _OWN.get(own, "jpeg") if self.format == "same" else self.format


@dataclass(frozen=True, slots=True)
class FileChoice:
    """How photos become files.

    Attributes:
        template: Names them; see ``export.naming``.
        redrawn: None copies them as they are.
        carried: What they tell.
    """

    template: str = "{name}"
    redrawn: Reencode | None = None
    carried: Carried = Carried()


@dataclass(frozen=True, slots=True)
class TableChoice:
    """How photos become lines of a table.

    Attributes:
        columns: Their names; see ``export.columns``.
        format: CSV with a head line; one JSON array of objects; or one JSON object a line.
        with_mark: Whether a CSV begins with the mark by which Excel knows UTF-8.
        verbatim: Whether texts of a CSV that a spreadsheet would take for a formula stay as they are; else an
            apostrophe goes before them.
    """

    columns: tuple[str, ...]
    format: TableFormat = "csv"
    with_mark: bool = False
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class TrainingChoice:
    """How photos become a training set.

    Attributes:
        format: A ``.txt`` beside each picture; one JSON object a line; captions as COCO has them; tar files.
        told: What is taught of a photo; one of which there is nothing of that kind is left out.
        redrawn: None takes photos as they are.
        carried: What the pictures themselves tell.
        shares: Of training, validation and test, in percent.
        folds: Whether of nearly identical photos one goes only.
        licence: Of photos that name none themselves.
        credit: The same, who is to be named.
        per_shard: Photos of a tar file.
    """

    format: TrainingFormat = "jsonl"
    told: Told = "both"
    redrawn: Reencode | None = None
    carried: Carried = Carried(metadata=False)
    shares: tuple[int, int, int] = (80, 10, 10)
    folds: bool = True
    licence: str = ""
    credit: str = ""
    per_shard: int = 1000


@dataclass(frozen=True, slots=True)
class Credits:
    """Whose a photo is, as its file says; empty where it does not."""

    credit: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A photo that is to be exported, as the library knows it.

    Attributes:
        photo: Its id.
        path: The file that is taken.
        size: Bytes.
        mtime_ns: When it was changed last.
        taken: ISO 8601; None where nobody knows.
        title: Of the person; may be empty.
        format: Its name of the format.
        damage: A sentence when only part of the picture can be read.
        obstacle: Why it cannot be taken now, else None.
        pixels: Width and height of the upright picture.
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one copy is made.

    Attributes:
        redrawn: None takes the file as it is.
        carried: What it tells.
        words: Photon's, to be written into it; None for none.
        names: Of people, who must not be told where ``carried.people`` is off.
        unwanted: Keys of keywords (``tag_key``) that go out in no case.
        mtime_ns: The time that the copy gets.
    """

    redrawn: Reencode | None
    carried: Carried
    words: MetadataEdit | None = None
    names: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Copied:
    """What was made of one photo.

    Attributes:
        size: Bytes of the copy.
        beside: What its sidecar shall hold; None for none.
        is_short: Whether that is called ``lake.xmp`` and not ``lake.jpg.xmp``.
    """

    size: int
    beside: bytes | None = None
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A photo that was not exported.

    Attributes:
        path: Its file.
        reason: In one word, for programs.
        message: As a sentence, for people.
        hint: What to do; may be empty.
    """

    path: str
    reason: Reason
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One file that shall be made.

    Attributes:
        outgoing: From which photo.
        name: Below the folder, ``/`` between its parts.
        is_there: An earlier run of the same export has made it.
    """

    outgoing: Outgoing
    name: str
    is_there: bool = False


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What exporting files would do.

    Attributes:
        folder: Absolute path.
        choice: How.
        targets: In the order of the photos.
        left_out: Photos that cannot go.
        bytes: About how many will be written.
        watched: The watched folder in which it lies, so that the copies come into the library; empty for none.
        free: How many the disk has room for; None where nobody knows.
    """

    folder: str
    choice: FileChoice
    targets: tuple[Target, ...]
    left_out: tuple[LeftOut, ...] = ()
    bytes: int = 0
    free: int | None = None
    watched: str = ""

    @property
    def missing(self) -> tuple[Target, ...]:
        """What is still to be made."""
        return tuple(one for one in self.targets if not one.is_there)


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export.

    Attributes:
        folder: Where it lies; of a table the file.
        made: Names of new files.
        there: How many had been made before.
        left_out: What was not exported, and why.
        is_whole: Whether it came to its end.
        lines: Of a table, without its head; of a training set its photos.
    """

    folder: str
    made: tuple[str, ...] = field(default=())
    there: int = 0
    left_out: tuple[LeftOut, ...] = ()
    is_whole: bool = True
    lines: int = 0
