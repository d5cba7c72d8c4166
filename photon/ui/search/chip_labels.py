"""What a chip says: icon and words for each kind of a query's parts."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QDate, QLocale

from photon.domain import AnyOf, Exact, Filter, FilterField, Like, Part, QueryWords
from photon.domain.query.filter_fields import FIELD_HELP
from photon.language import counted

ChipKind = Literal["words", "photo", "filter", "concept"]

FILTER_ICONS: dict[FilterField, str] = {
    "tag": "tag",
    "folder": "folder",
    "date": "calendar-blank",
    "rating": "star",
    "camera": "camera",
    "lens": "aperture",
    "type": "image-square",
    "size": "arrows-out-simple",
    "orientation": "frame-corners",
    "has": "check-circle",
    "near": "map-pin",
    "is": "funnel",
}
_HAS_WORDS = {"gps": "with a location", "caption": "with a caption", "tag": "with tags", "tags": "with tags"}
_PHOTOS: dict[FilterField, str] = {
    "date": "photos from {}",
    "rating": "photos with {}",
    "type": "{} files",
    "orientation": "{} photos",
    "has": "photos {}",
    "is": "{} photos",
    "near": "photos {}",
}
"""How photos that pass a filter are called, with what stands on its chip."""
_COMPARED = re.compile(r"(<=|>=|<|>|=)?\s*(.+)")
_NEAR = re.compile(r"(-?[\d.]+),(-?[\d.]+)(?:,(.+))?")
_MEGAPIXELS = re.compile(r"(?i)([\d.]+)\s*(MP|MB|KB|GB|px)?")


@dataclass(frozen=True, slots=True)
class ChipFace:
    """How a part looks as a chip.

    Attributes:
        kind: What it is.
        icon: Phosphor icon, or empty.
        words: What stands on it.
        spoken: The whole of it for a tooltip and a screen reader.
    """

    kind: ChipKind
    icon: str
    words: str
    spoken: str


def face_of(part: Part, name: str = "") -> ChipFace:
    """How this part looks as a chip.

    Args:
        part: Of a query.
        name: For an example picture, what it is called.
    """
    face = _face(part, name)
    sign = "not " if part.unwanted else ""
    weight = "" if isinstance(part, Filter) or part.weight == 1 else f", weight {weight_words(part.weight)}"
    return ChipFace(face.kind, face.icon, face.words, f"{sign}{face.spoken}{weight}")


def spoken(parts: Iterable[Part]) -> str:
    """All of a search in words; photos of the library have no name in it."""
    names = ((part, "a photo" if isinstance(part, Like) and not part.path else "") for part in parts)
    return ", ".join(face_of(part, name).spoken for part, name in names)


def left_out_words(parts: Iterable[Part]) -> str:
    """What a search leaves out: ``without people or photos from 2023``; empty where it leaves out nothing."""
    unwanted = sorted((part for part in parts if part.unwanted), key=lambda part: isinstance(part, Filter))
    names = [_left_out(part) for part in unwanted]
    return f"without {' or '.join(names)}" if names else ""


def _left_out(part: Part) -> str:
    if isinstance(part, Like):
        return "photos like the example"
    if not isinstance(part, Filter):
        return part.spoken if isinstance(part, QueryWords) else phrase_words(part)
    words = filter_words(part)
    if part.field in _PHOTOS:
        return _PHOTOS[part.field].format(words)
    return f"{FIELD_HELP[part.field].noun}: {words}"


def weight_words(weight: float) -> str:
    """``×2``, ``×0.5``."""
    return f"×{weight:.2g}"


def _face(part: Part, name: str) -> ChipFace:
    if isinstance(part, Filter):
        words = filter_words(part)
        return ChipFace("filter", FILTER_ICONS[part.field], words, f"{FIELD_HELP[part.field].noun}: {words}")
    if isinstance(part, Like):
        called = name or part.path.replace("\\", "/").rpartition("/")[2] or "example photo"
        where = f"part of {called}" if part.region else called
        return ChipFace("photo", "crop" if part.region else "image", where, where)
    if isinstance(part, QueryWords) and part.concepts:
        words = " ".join(filter(None, part.pieces))
        return ChipFace("concept", "star-fill", words, words)
    words = phrase_words(part)
    return ChipFace("words", "", words, words)


def phrase_words(part: QueryWords | Exact | AnyOf) -> str:
    """Words, an exact text in quotes, alternatives with “or”."""
    if isinstance(part, Exact):
        return f"“{part.text}”"
    if isinstance(part, QueryWords):
        return part.text
    return " or ".join(("not " if option.unwanted else "") + _face(option, "").words for option in part.options)


def filter_words(part: Filter) -> str:
    """A condition as one would say it, e.g. ``3 stars or more``; what is not understood stays as typed."""
    value = part.value.strip().strip('"“”„«»')
    describe = _DESCRIBE.get(part.field)
    return (describe(value) if describe is not None else value) or part.value


def _folder_words(value: str) -> str:
    return value.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or value


def _date_words(value: str) -> str:
    first, gap, last = value.partition("..")
    if gap:
        return " – ".join(filter(None, (_day_words(first), _day_words(last)))) if first and last else _half_open(value)
    sign, day = _split_sign(value)
    words = {">=": "from {}", ">": "after {}", "<=": "until {}", "<": "before {}"}.get(sign, "{}")
    return words.format(_day_words(day))


def _half_open(value: str) -> str:
    first, _, last = value.partition("..")
    return f"from {_day_words(first)}" if first else f"until {_day_words(last)}" if last else value


def _day_words(text: str) -> str:
    locale = QLocale()
    if re.fullmatch(r"\d{4}-\d{1,2}", text) and (month := QDate.fromString(f"{text}-1", "yyyy-M-d")).isValid():
        return locale.toString(month, "MMMM yyyy")
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text) and (day := QDate.fromString(text, "yyyy-M-d")).isValid():
        return locale.toString(day, "d MMMM yyyy")
    return text.replace("-", " ")


def _rating_words(value: str) -> str:
    first, gap, last = value.partition("..")
    if gap and first and last:
        return f"{first} – {last} stars"
    sign, stars = _split_sign(value)
    if not stars.isdigit():
        return value
    if stars == "0" and sign in ("", "="):
        return "no stars"
    many = counted(int(stars), "star")
    words = {">=": "{} or more", "<=": "{} or fewer", ">": "more than {}", "<": "fewer than {}"}
    return words.get(sign, "{}").format(many)


def _size_words(value: str) -> str:
    sign, size = _split_sign(value)
    found = _MEGAPIXELS.fullmatch(size)
    if found is None:
        return value
    words = {">=": "{} or more", "<=": "{} or less", ">": "over {}", "<": "under {}"}
    return words.get(sign, "{}").format(f"{found[1]} {found[2]}" if found[2] else found[1])


def _near_words(value: str) -> str:
    found = _NEAR.fullmatch(value)
    if found is None:
        return f"near {value}"
    around = re.sub(r"(?<=\d)(?=[a-z])", " ", found[3] or "")
    return f"within {around} of {found[1]}, {found[2]}" if around else f"near {found[1]}, {found[2]}"


def _split_sign(value: str) -> tuple[str, str]:
    found = _COMPARED.fullmatch(value)
    return (found[1] or "", found[2]) if found else ("", value)


_DESCRIBE: dict[FilterField, Callable[[str], str]] = {
    "date": _date_words,
    "rating": _rating_words,
    "size": _size_words,
    "near": _near_words,
    "has": lambda value: _HAS_WORDS.get(value.lower(), f"with {value}"),
    "is": lambda value: value.replace("-", " "),
    "type": str.upper,
    "folder": _folder_words,
}
