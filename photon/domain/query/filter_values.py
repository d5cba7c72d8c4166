"""Parse the values of filters: ``>=3``, ``10MP``, ``last-summer`` become numbers, sizes and days.

The query language uses ``read_value`` to validate values, and the library to evaluate them.
"""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Literal

from photon.domain.photo.label_names import label_named
from photon.domain.photo.marks import LABELS, Label
from photon.domain.query.event_time import EventFilter, read_event
from photon.domain.query.filter_fields import FIELD_HELP, FilterField
from photon.domain.query.periods import BadValue, When, read_when
from photon.language import tr
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class NameFilter:
    """A name, or part of one, of a tag, album, folder, camera or lens."""

    text: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Numbers from ``low`` to ``high``; None is unbounded, and an ``open`` end is exclusive."""

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class RatingFilter:
    """Ratings from ``least`` to ``most``, inclusive, 0..5."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class LabelFilter:
    """A colour label; empty for none."""

    label: Label


@dataclass(frozen=True, slots=True)
class SizeFilter:
    """Size of the file in bytes, or of the picture in pixels or by its long side."""

    unit: Literal["bytes", "pixels", "side"]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class FormatFilter:
    """Formats by content, as in ``Facts.format``."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShapeFilter:
    """Wider than high, higher than wide, or square."""

    name: Literal["landscape", "portrait", "square"]


@dataclass(frozen=True, slots=True)
class HasFilter:
    """Whether the photo has this information."""

    what: Literal["gps", "camera", "lens", "date", "tags", "rating", "album"]


@dataclass(frozen=True, slots=True)
class IsFilter:
    """Whether the photo is in this state."""

    state: Literal[
        "favourite", "picked", "rejected", "unflagged", "untagged", "unrated", "duplicate", "stacked", "blurry",
        "dark", "rotated", "missing", "offline", "damaged",
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """Great-circle distance of at most ``metres`` from a point in signed decimal degrees."""

    latitude: float
    longitude: float
    metres: float


FilterValue = (
    NameFilter
    | When
    | EventFilter
    | RatingFilter
    | LabelFilter
    | SizeFilter
    | FormatFilter
    | ShapeFilter
    | HasFilter
    | IsFilter
    | PlaceFilter
)

# RAW formats by file extension, as in media.file.file_kinds, and the name for RAW files with any other extension.
RAW = (
    "RAW", "DNG", "3FR", "ARW", "CR2", "CR3", "CRW", "DCR", "DCS", "ERF", "FFF", "GPR", "IIQ", "K25", "KDC", "MDC",
    "MEF", "MOS", "MRW", "NEF", "NRW", "ORF", "ORI", "PEF", "RAF", "RW2", "RWL", "SR2", "SRF", "SRW", "X3F",
)  # fmt: skip
_FORMATS: dict[str, tuple[str, ...]] = {
    "jpeg": ("JPEG",), "jpg": ("JPEG",), "png": ("PNG",), "webp": ("WebP",), "tiff": ("TIFF",), "tif": ("TIFF",),
    "gif": ("GIF",), "bmp": ("BMP",), "heic": ("HEIC",), "heif": ("HEIF", "HEIC"), "avif": ("AVIF",),
    "jxl": ("JPEG XL",), "jpeg-xl": ("JPEG XL",), **{name.lower(): (name,) for name in RAW}, "raw": RAW,
}  # fmt: skip
_HAS = {"gps": "gps", "place": "gps", "location": "gps", "camera": "camera", "lens": "lens", "date": "date",
        "tags": "tags", "tag": "tags", "rating": "rating", "stars": "rating",
        "album": "album", "albums": "album"}  # fmt: skip
_IS = {"favourite": "favourite", "favorite": "favourite", "untagged": "untagged", "unrated": "unrated",
       "missing": "missing", "offline": "offline", "damaged": "damaged",
       "picked": "picked", "pick": "picked", "rejected": "rejected",
       "reject": "rejected", "unflagged": "unflagged", "duplicate": "duplicate", "duplicates": "duplicate",
       "stacked": "stacked", "stack": "stacked", "stacks": "stacked",
       "blurry": "blurry", "blurred": "blurry", "dark": "dark", "underexposed": "dark",
       "rotated": "rotated", "turned": "rotated", "flipped": "rotated"}  # fmt: skip
_SHAPES = {"landscape": "landscape", "portrait": "portrait", "square": "square"}

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_STARS = re.compile(r"(?:(>=|<=|>|<|=)?\s*([0-9]))|(?:([0-9])?\s*\.\.\s*([0-9])?)")
_SIZE = re.compile(rf"(>=|<=|>|<|=)?\s*({_NUMBER})\s*([a-z]+)")
_SIZES = re.compile(rf"(?:({_NUMBER})\s*([a-z]+)?)?\s*\.\.\s*(?:({_NUMBER})\s*([a-z]+)?)?")
_UNITS: dict[str, tuple[Literal["bytes", "pixels", "side"], float]] = {
    "b": ("bytes", 1), "kb": ("bytes", 1e3), "mb": ("bytes", 1e6), "gb": ("bytes", 1e9), "kib": ("bytes", 2**10),
    "mib": ("bytes", 2**20), "gib": ("bytes", 2**30), "mp": ("pixels", 1e6), "px": ("side", 1),
}  # fmt: skip
_PLACE = re.compile(r"([-+]?[0-9.]+)\s*,\s*([-+]?[0-9.]+)(?:\s*,\s*([0-9.]+)\s*(km|m|mi))?")
_METRES = {"km": 1000.0, "m": 1.0, "mi": 1609.344}
_AROUND = 10_000.0  # default radius in metres
_STARS_HINT = tr("For example: rating:3, rating:>=3, rating:1..3.")
_SIZE_HINT = tr("For example: size:>10MP (pixels), size:<2MB (file size), size:>=4000px (long side).")
_PLACE_HINT = tr("Write latitude, longitude and distance: near:38.7,-9.1,20km.")


def state_named(text: str) -> str:
    """The state that a spelling of it names, such as ``favourite`` for ``favorite``; empty if none is."""
    return _IS.get(text.strip().lower(), "")


def read_value(field: FilterField, text: str, today: date) -> FilterValue:
    """Parse the value of a filter.

    Args:
        field: Field of the filter.
        text: Value as typed, without quotation marks.
        today: Reference date for relative times.

    Returns:
        The parsed value.

    Raises:
        BadValue: The value is invalid; the hint tells what to write instead.
    """
    text = " ".join(text.split())
    if not text:
        raise BadValue(
            tr("{field}: needs a value.", field=field),
            tr("For example: {filter}.", filter=f"{field}:{FIELD_HELP[field].example}"),
        )
    if field == "date":
        return read_when(text, today)
    if field == "event":
        return read_event(text, today)
    return _READERS[field](text)


def formats_by_value() -> dict[str, tuple[str, ...]]:
    """For each format its value of ``type:``, e.g. ``jxl``, and the formats as in ``Facts.format`` that it finds."""
    shortest: dict[str, str] = {}
    for value, names in _FORMATS.items():
        shortest.setdefault(names[0], value)
    return {value: _FORMATS[value] for value in shortest.values()}


def _choice(field: FilterField, text: str, known: dict[str, str]) -> str:
    found = known.get(text.casefold())
    if found is None:
        raise _no_choice(field, text, tuple(known))
    return found


def _no_choice(field: FilterField, text: str, known: tuple[str, ...]) -> BadValue:
    near = get_close_matches(text.casefold(), known, 1, 0.7)
    hint = (
        tr("Did you mean {filter}?", filter=f"{field}:{near[0]}")
        if near
        else tr("Use one of: {values}.", values=", ".join(FIELD_HELP[field].values))
    )
    return BadValue(tr("{field}: can't be “{text}”.", field=field, text=text), hint)


def _read_formats(text: str) -> FormatFilter:
    names = _FORMATS.get(text.casefold().lstrip(".").replace(" ", "-"))
    if names is None:
        raise _no_choice("type", text, tuple(_FORMATS))
    return FormatFilter(names)


def _read_stars(text: str) -> RatingFilter:
    found = _STARS.fullmatch(f">={text[:-1]}" if text.endswith("+") else text)
    if not found:
        raise BadValue(tr("“{text}” isn't a star rating.", text=text), _STARS_HINT)
    sign, one, first, last = found.groups()
    if one is None:
        if first is None and last is None:
            raise BadValue(tr("This range has no start and no end."), _STARS_HINT)
        least, most = int(first or 0), int(last or 5)
        if least > most:
            raise BadValue(
                tr("This range ends before it starts."), tr("Write {filter}.", filter=f"rating:{most}..{least}")
            )
    else:
        stars = int(one)
        least, most = {"": (stars, stars), "=": (stars, stars), ">=": (stars, 5), ">": (stars + 1, 5),
                       "<=": (0, stars), "<": (0, stars - 1)}[sign or ""]  # fmt: skip
    if least > most or most > 5:
        raise BadValue(tr("Photos have 0 to 5 stars."), _STARS_HINT)
    return RatingFilter(least, most)


def _read_label(text: str) -> LabelFilter:
    """A colour, also in another language, as files have it."""
    if text.casefold() in {"none", "no"}:
        return LabelFilter("")
    label = label_named(text)
    if not label:
        raise _no_choice("label", text, (*LABELS, "none"))
    return LabelFilter(label)


def _read_size(text: str) -> SizeFilter:
    lower = text.casefold()
    one, two = _SIZE.fullmatch(lower), _SIZES.fullmatch(lower)
    if one:
        unit, scale = _unit(one[3])
        return SizeFilter(unit, _bounds(one[1] or "", one[2], scale))
    if not two or not (two[1] or two[3]):
        raise BadValue(tr("Photon doesn't understand the size “{text}”.", text=text), _SIZE_HINT)
    first, last = two[2] or two[4], two[4] or two[2]
    (unit, low_scale), (other, high_scale) = _unit(first), _unit(last)
    if unit != other:
        raise BadValue(tr("This range mixes different units."), _SIZE_HINT)
    low = _number(two[1]) * low_scale if two[1] else None
    high = _number(two[3]) * high_scale if two[3] else None
    if low is not None and high is not None and low > high:
        raise BadValue(
            tr("This range ends before it starts."),
            tr("Write {filter}.", filter=f"size:{two[3]}{last}..{two[1]}{first}"),
        )
    return SizeFilter(unit, Bounds(low, high))


def _unit(text: str | None) -> tuple[Literal["bytes", "pixels", "side"], float]:
    found = _UNITS.get(text or "")
    if found is None:
        raise BadValue(tr("size: needs a unit, such as MP, MB or px."), _SIZE_HINT)
    return found


def _bounds(sign: str, digits: str, scale: float) -> Bounds:
    number = _number(digits)
    value = number * scale
    if sign in {">", ">="}:
        return Bounds(value, None, low_open=sign == ">")
    if sign in {"<", "<="}:
        return Bounds(None, value, high_open=sign == "<")
    if scale == 1:
        return Bounds(value, value)
    # “12MP” comes from a displayed value, so it matches everything that is rounded to 12
    half = 0.5 * scale * 10.0 ** -len(digits.replace(",", ".").partition(".")[2])
    return Bounds(value - half, value + half, high_open=True)


def _number(digits: str) -> float:
    """Parse a number; commas between groups of three digits separate thousands, one other comma is a decimal point."""
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", digits):
        digits = digits.replace(",", "")
    try:
        return float(digits.replace(",", "."))
    except ValueError as error:
        raise BadValue(tr("“{text}” isn't a number.", text=digits), _SIZE_HINT) from error


def _read_place(text: str) -> PlaceFilter:
    found = _PLACE.fullmatch(text)
    try:
        latitude, longitude, around = (float(part or 0) for part in (found.groups()[:3] if found else ("", "", "")))
    except ValueError:
        found = None
    if not found:
        raise BadValue(tr("near: needs coordinates."), _PLACE_HINT)
    if abs(latitude) > 90 or abs(longitude) > 180:
        hint = _PLACE_HINT
        if abs(longitude) <= 90:
            hint += " " + tr("Did you swap them? Try {filter}.", filter=f"near:{found[2]},{found[1]}")
        raise BadValue(tr("Latitudes go from -90 to 90, longitudes from -180 to 180."), hint)
    metres = around * _METRES[found[4]] if found[4] else _AROUND
    if not metres > 0:
        raise BadValue(tr("The distance must be greater than 0."), _PLACE_HINT)
    return PlaceFilter(latitude, longitude, metres)


_READERS: dict[FilterField, Callable[[str], FilterValue]] = {
    "tag": NameFilter,
    "album": NameFilter,
    "folder": NameFilter,
    "camera": NameFilter,
    "lens": NameFilter,
    "rating": _read_stars,
    "label": _read_label,
    "type": _read_formats,
    "size": _read_size,
    "near": _read_place,
    "orientation": lambda text: ShapeFilter(_choice("orientation", text, _SHAPES)),  # type: ignore[arg-type]
    "has": lambda text: HasFilter(_choice("has", text, _HAS)),  # type: ignore[arg-type]
    "is": lambda text: IsFilter(_choice("is", text, _IS)),  # type: ignore[arg-type]
}
