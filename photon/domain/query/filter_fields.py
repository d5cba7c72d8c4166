"""The fields of filters, ``tag:`` to ``is:``, and what the program says about each of them."""

from typing import Literal, get_args

from photon.domain.photo.marks import LABELS
from photon.domain.query.periods import NAMES as PERIODS
from photon.language import tr
from photon.quick_dataclass import dataclass

FilterField = Literal[
    "tag",
    "album",
    "folder",
    "date",
    "event",
    "rating",
    "label",
    "camera",
    "lens",
    "type",
    "size",
    "orientation",
    "has",
    "near",
    "is",
]
FIELDS: tuple[FilterField, ...] = get_args(FilterField)


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """Help on one name before a colon.

    Attributes:
        noun: What it is called in a sentence, as in ``not file type: RAW``.
        about: What it is for, in a few words, for the list of completions.
        example: A value as an example.
        values: Values to complete, besides names that occur in the library.
    """

    noun: str
    about: str
    example: str
    values: tuple[str, ...] = ()


FIELD_HELP: dict[str, FieldHelp] = {
    "tag": FieldHelp(tr("tag"), tr("your tags"), "beach"),
    "album": FieldHelp(tr("album"), tr("your albums"), "Italy"),
    "folder": FieldHelp(tr("folder"), tr("folders by name"), "Italy"),
    "date": FieldHelp(tr("date"), tr("when it was taken"), "2023-07", PERIODS),
    "event": FieldHelp(
        tr("event"),
        tr("photos taken close together, such as a trip"),
        "2023-07-14",
        ("today", "yesterday", "this-week", "last-week", "this-month", "last-month"),
    ),
    "rating": FieldHelp(tr("rating"), tr("stars"), ">=3", (">=3", "5", "0", "1..3")),
    "label": FieldHelp(tr("label"), tr("colour labels"), "red", (*LABELS, "none")),
    "camera": FieldHelp(tr("camera"), tr("cameras"), "canon"),
    "lens": FieldHelp(tr("lens"), tr("lenses"), "50mm"),
    "type": FieldHelp(
        tr("file type"), tr("file formats"), "raw", ("jpeg", "png", "webp", "tiff", "gif", "heic", "avif", "jxl", "raw")
    ),
    "size": FieldHelp(tr("size"), tr("pixels or bytes"), ">10MP", (">10MP", "<2MB", ">=4000px")),
    "orientation": FieldHelp(
        tr("orientation"), tr("landscape, portrait, square"), "portrait", ("landscape", "portrait", "square")
    ),
    "has": FieldHelp(
        tr("has"),
        tr("what is known about a photo"),
        "gps",
        ("gps", "camera", "lens", "date", "tags", "rating", "album"),
    ),
    "near": FieldHelp(tr("place"), tr("near a place"), "38.7,-9.1,20km"),
    "is": FieldHelp(
        tr("state"),
        tr("favourite, picked, untagged"),
        "favourite",
        (
            "favourite",
            "picked",
            "rejected",
            "unflagged",
            "untagged",
            "unrated",
            "duplicate",
            "stacked",
            "blurry",
            "dark",
            "rotated",
            "missing",
            "offline",
            "damaged",
        ),
    ),
}
