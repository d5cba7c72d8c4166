"""Decisions as lines of JSON: the form in which they leave a catalogue, and in which they come into one.

Each line stands for itself. It names what is decided (``what``), the photo by the hashes of its file and of its picture
and by its path, what was decided, and when (``at``), on which device, and ``by`` whom. Of two decisions about the same
the later one counts.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, Self

from photon.domain.errors import PhotonError
from photon.domain.metadata.album import LONGEST_QUERY, AlbumPath, check_album_path
from photon.domain.metadata.caption import LONGEST_CAPTION, LONGEST_TITLE
from photon.domain.metadata.hybrid_clock import clock_text, next_clock, read_clock
from photon.domain.metadata.tag import TagPath, clean_path, name_key, tag_key
from photon.domain.photo.date_change import is_date
from photon.domain.photo.marks import LABELS
from photon.domain.photo.turn import is_decision
from photon.domain.unseen_characters import clean_line, readable_text
from photon.language import tr
from photon.quick_dataclass import dataclass

Actor = Literal["person", "batch", "file", "decisions", "photon"]
"""Who decided: a person, one by one or many at once; the metadata of a file; a file of decisions; Photon itself."""

FORMAT = 1
"""Of the lines; a file with a higher one is refused."""
_HASH = 16  # bytes
_LONGEST = 100_000  # characters of any other text
_LONGEST_PATTERN = 1000
_LONGEST_NAME = 100  # of a setting
_ACTORS = ("person", "batch", "file", "decisions", "photon")


class BadLine(ValueError):  # noqa: N818 - named after what it is about
    """A line that is no decision; its text is a sentence."""


class NewerFormat(PhotonError):  # noqa: N818
    """Lines of a later Photon."""


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo as another catalogue knows it.

    Attributes:
        file_hash: Hash of the file, 16 bytes.
        image_hash: Hash of the picture in it, 16 bytes; empty where it is not known.
        path: Where it was; paths of other systems are no less good.
    """

    file_hash: bytes
    image_hash: bytes
    path: str


@dataclass(frozen=True, slots=True)
class UserDecision:
    """One decision.

    Attributes:
        what: What is decided, such as ``tag``; a key of ``SHAPES``.
        said: The fields of its shape.
        photo: The photo; None for what concerns none.
        clock: When, as a hybrid logical clock; 0 where that is not known.
        device: Where, a short name.
        actor: By whom.
    """

    what: str
    said: Mapping[str, Any]
    photo: PhotoRef | None = None
    clock: int = 0
    device: str = ""
    actor: Actor = "person"

    @property
    def name(self) -> str:
        """What it decides; two decisions of the same name about a photo are about the same."""
        return "\x1e".join([self.what, *(_key_of(self.said[key]) for key in _KEYS.get(self.what, ()))])

    def by_now(self) -> Self:
        """Return the decision as made now if its clock is in the future, so that later ones remain possible."""
        now = next_clock(0)
        return self if self.clock <= now else replace(self, clock=now)


def _key_of(value: object) -> str:
    return tag_key(value) if isinstance(value, tuple) else name_key(str(value))


_Check = Callable[[Any], Any]


def _text(longest: int = _LONGEST) -> _Check:
    def check(value: object) -> str:
        if not isinstance(value, str) or len(value) > longest:
            raise ValueError
        return value.encode("utf-8", "replace").decode().replace("\0", "")

    return check


def _words(longest: int = _LONGEST) -> _Check:
    """Return a check of a text for people, which keeps no control characters but tabs and line feeds."""

    def check(value: object) -> str:
        return readable_text(str(_text(longest)(value)))

    return check


def _number(lowest: float, highest: float) -> _Check:
    def check(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError
        if not lowest <= value <= highest:
            raise ValueError
        return float(value)

    return check


def _whole(highest: int) -> _Check:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
            raise ValueError
        return value

    return check


def _one_of(*values: object) -> _Check:
    def check(value: object) -> object:
        found = [one for one in values if one == value and type(one) is type(value)]
        if not found:
            raise ValueError
        return found[0]

    return check


def _tag(value: object) -> TagPath:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError
    path = clean_path(value)
    if not path:
        raise ValueError
    return path


def _album(value: object) -> AlbumPath:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError
    return check_album_path(value)


def _position(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 1 << 62:
        raise ValueError
    return value


def _date(value: object) -> str:
    if not isinstance(value, str) or not (value == "" or is_date(value)):
        raise ValueError
    return value


def _pattern(value: object) -> str:
    """Check a pattern of names to skip, which is only offered to the user; one of wildcards alone is refused."""
    if not isinstance(value, str) or len(value) > _LONGEST_PATTERN or not value.strip("*?[]! "):
        raise ValueError
    return clean_line(value)


def _turned(value: object) -> str:
    if not isinstance(value, str) or not (value == "" or is_decision(value)):
        raise ValueError
    return value


def _regions(value: object) -> tuple[tuple[float, ...], ...]:
    share = _number(0.0, 1.0)
    if not isinstance(value, list) or not all(isinstance(box, list) and len(box) == 4 for box in value):
        raise ValueError
    return tuple(tuple(share(side) for side in box) for box in value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_words(), value))


def _maybe_text(value: object) -> str | None:
    return None if value is None else str(_text()(value))


def _setting_name(value: object) -> str:
    """Check the name of a setting, also of one of a newer Photon."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not (value.isascii() and value.isidentifier()):
        raise ValueError
    return value


def _setting(value: object) -> object:
    if value is None or isinstance(value, (bool, str)):
        return _text()(value) if isinstance(value, str) else value
    if not isinstance(value, (int, float)) or not abs(value) < 1 << 63:  # NaN is not less
        raise ValueError
    return value


def _base(value: object) -> Mapping[str, Any]:
    """The fields of a ``MetadataSnapshot``."""
    if not isinstance(value, dict):
        raise TypeError
    tags = value.get("keywords", [])
    return {
        "keywords": tuple(map(_tag, tags)) if isinstance(tags, list) else _tag(tags),
        "caption": _words(LONGEST_CAPTION)(value.get("caption", "")),
        "title": _words(LONGEST_TITLE)(value.get("title", "")),
        "rating": _whole(5)(value.get("rating", 0)),
        "favourite": _YES(value.get("favourite", False)),
        "label": _LABEL(value.get("label", "")),
        "flag": _FLAG(value.get("flag", 0)),
    }


_YES, _YES_OR_NEITHER = (_one_of(*values) for values in ((True, False), (True, False, None)))
_LABEL, _FLAG = _one_of("", *LABELS), _one_of(-1, 0, 1)
_MUST = object()  # no usual value
SHAPES: Mapping[str, Mapping[str, tuple[_Check, object]]] = {
    "tag": {
        "tag": (_tag, _MUST), "state": (_one_of("confirmed", "rejected", "example", "none"), _MUST),
        "certainty": (_number(0.0, 1.0), 1.0), "run": (_text(), ""), "regions": (_regions, ()),
    },
    "caption": {
        "title": (_words(LONGEST_TITLE), ""), "text": (_words(LONGEST_CAPTION), ""),
        "origin": (_one_of("", "draft", "edited"), ""), "run": (_text(), ""),
    },
    "fits": {"caption_hash": (_text(), "")},
    "declined": {"text": (_words(), _MUST), "on": (_YES, True)},
    "rating": {"stars": (_whole(5), _MUST)},
    "favourite": {"on": (_YES, _MUST)},
    "label": {"colour": (_LABEL, _MUST)},
    "flag": {"state": (_FLAG, _MUST)},
    "date": {"taken": (_date, _MUST)},
    "turn": {"turned": (_turned, _MUST)},
    "in_album": {
        "album": (_album, _MUST), "position": (_position, 0), "cover": (_YES, False), "on": (_YES, True),
        "never": (_YES, False),
    },
    "kept_apart": {"among": (_text(64), _MUST), "on": (_YES, True)},
    "in_stack": {"stack": (_text(100), ""), "position": (_position, 0)},
    "agreed": {"file": (_text(), _MUST), "known": (_base, _MUST), "sidecars": (_whole(1 << 40), 0)},
    "branch": {"tag": (_tag, _MUST), "learned": (_YES, False), "kind": (_words(200), ""), "on": (_YES, True)},
    "album": {"album": (_album, _MUST), "query": (_words(LONGEST_QUERY), ""), "on": (_YES, True)},
    "word": {
        "tag": (_tag, _MUST), "synonyms": (_texts, ()), "own": (_YES, True), "suggested": (_YES, True),
        "on": (_YES, True),
    },
    "search": {
        "name": (_words(), _MUST), "query": (_words(), ""), "folder": (_maybe_text, None),
        "made": (_words(100), ""), "on": (_YES, True),
    },
    "setting": {"name": (_setting_name, _MUST), "value": (_setting, None)},
    "folder": {"folder": (_text(), _MUST), "unnamed": (_YES_OR_NEITHER, None)},
    "skip": {"pattern": (_pattern, _MUST), "on": (_YES, True)},
    "run": {
        "run": (_text(), _MUST), "kind": (_one_of("suggest", "confirm", "draft", "accept", "import"), _MUST),
        "encoder": (_words(), ""), "version": (_words(), ""), "title": (_words(), ""), "made": (_words(100), ""),
        "photos": (_whole(1 << 60), 0), "undone": (_words(100), ""),
    },
}  # fmt: skip
"""The fields of each ``what``: how a value is checked, and what stands for one that is left out."""
OF_PHOTOS = frozenset(
    {"tag", "caption", "fits", "declined", "rating", "favourite", "label", "flag", "date", "turn", "in_album",
     "in_stack", "kept_apart", "agreed"}
)  # fmt: skip
_KEYS: Mapping[str, tuple[str, ...]] = {
    "tag": ("tag",), "declined": ("text",), "agreed": ("file",), "branch": ("tag",), "word": ("tag",),
    "kept_apart": ("among",), "album": ("album",), "in_album": ("album",), "search": ("name",), "setting": ("name",),
    "folder": ("folder",), "skip": ("pattern",), "run": ("run",),
}  # fmt: skip


def read_line(line: bytes) -> UserDecision | None:
    """Read a line; None for one that holds no decision: a heading, an empty line, a kind that is not known.

    Raises:
        BadLine: It cannot be read.
        NewerFormat: It is the heading of a later Photon's file.
    """
    if not line.strip():
        return None
    try:
        found = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise BadLine(tr("it is cut or damaged")) from error
    if not isinstance(found, dict):
        raise BadLine(tr("it is no decision"))
    if "photon" in found:
        _check_heading(found)
        return None
    shape = SHAPES.get(str(found.get("what")))
    if shape is None:
        if "what" not in found:
            raise BadLine(tr("it is no decision"))
        return None
    return _read(found, shape)


def _check_heading(found: Mapping[str, Any]) -> None:
    if found.get("photon") != "decisions":
        raise BadLine(tr("it is no decision"))
    if not isinstance(found.get("format"), int) or found["format"] > FORMAT:
        raise NewerFormat(
            tr("This file of decisions was made by a newer version of Photon."),
            tr("Use the newer version to import it."),
        )


def _read(found: Mapping[str, Any], shape: Mapping[str, tuple[_Check, object]]) -> UserDecision:
    said = {}
    for field, (check, usual) in shape.items():
        if field not in found and usual is not _MUST:
            said[field] = usual
            continue
        said[field] = _checked(field, check, found.get(field, _MUST))
    what = str(found["what"])
    if said.get("state") == "example" and not said["regions"]:
        _checked("regions", _regions, None)  # an example is a part of a photo
    photo = _checked("hash", lambda _: _read_photo(found), None) if what in OF_PHOTOS else None
    clock = _checked("at", read_clock, found["at"]) if "at" in found else 0
    actor = _checked("by", _one_of(*_ACTORS), found.get("by", "person"))
    return UserDecision(what, said, photo, clock, _checked("device", _words(100), found.get("device", "")), actor)


def _checked(field: str, check: _Check, value: object) -> Any:  # noqa: ANN401 - what the check returns
    try:
        return check(value)
    except (ValueError, TypeError, LookupError, OverflowError, PhotonError) as error:
        raise BadLine(tr("“{field}” is missing or has no possible value", field=field)) from error


def _read_photo(found: Mapping[str, Any]) -> PhotoRef:
    file_hash, image_hash = bytes.fromhex(found["hash"]), bytes.fromhex(found.get("image", ""))
    if len(file_hash) != _HASH or len(image_hash) not in {0, _HASH}:
        raise ValueError
    return PhotoRef(file_hash, image_hash, _text()(found.get("path", "")))


def heading(library: str, device: str, clock: int) -> str:
    """The first line of a file.

    Args:
        library: Id of the catalogue.
        device: Where it lies, a short name.
        clock: When the file is made.
    """
    return json.dumps(
        {"photon": "decisions", "format": FORMAT, "library": library, "device": device, "made": clock_text(clock)}
    )
