"""Decisions as lines of JSON: the form in which they leave a catalogue, and in which they come into one.

Each line stands for itself. It names what is decided (``what``), the photo by the hashes of its file and of its picture
and by its path, what was decided, and when (``at``), on which device, and ``by`` whom. Of two decisions about the same
the later one counts.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, Self

from photon.domain.decisions.decision_kind import MUST, LineShape
from photon.domain.decisions.decision_kinds import SHAPES
from photon.domain.decisions.field_checks import Check, check_regions, choice_check, text_check, words_check
from photon.domain.errors import PhotonError
from photon.domain.metadata.hybrid_clock import clock_text, next_clock, read_clock
from photon.domain.metadata.tag import name_key, tag_key
from photon.language import tr
from photon.quick_dataclass import dataclass

Actor = Literal["person", "batch", "file", "decisions", "photon"]
"""Who decided: a person, one by one or many at once; the metadata of a file; a file of decisions; Photon itself."""

FORMAT = 1
"""Of the lines; a file with a higher one is refused."""
_HASH = 16  # bytes
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
        what: What is decided, such as ``tag``; a key of ``decision_kinds.SHAPES``.
        content: The fields of its shape.
        photo: The photo; None for what concerns none.
        clock: When, as a hybrid logical clock; 0 where that is not known.
        device: Where, a short name.
        actor: By whom.
    """

    what: str
    content: Mapping[str, Any]
    photo: PhotoRef | None = None
    clock: int = 0
    device: str = ""
    actor: Actor = "person"

    @property
    def name(self) -> str:
        """What it decides; two decisions of the same name about a photo are about the same."""
        return "\x1e".join([self.what, *(_key_of(self.content[key]) for key in SHAPES[self.what].subject)])

    def by_now(self) -> Self:
        """Return the decision as made now if its clock is in the future, so that later ones remain possible."""
        now = next_clock(0)
        return self if self.clock <= now else replace(self, clock=now)


def _key_of(value: object) -> str:
    return tag_key(value) if isinstance(value, tuple) else name_key(str(value))


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


def _read(found: Mapping[str, Any], shape: LineShape) -> UserDecision:
    content = {}
    for field, one in shape.fields.items():
        if field not in found and one.usual is not MUST:
            content[field] = one.usual
            continue
        content[field] = _checked(field, one.check, found.get(field, MUST))
    what = str(found["what"])
    if content.get("state") == "example" and not content["regions"]:
        _checked("regions", check_regions, None)  # an example is a part of a photo
    if shape.check is not None:
        _checked("value", shape.check, content)
    photo = _checked("hash", lambda _: _read_photo(found), None) if shape.is_about_photo else None
    clock = _checked("at", read_clock, found["at"]) if "at" in found else 0
    actor = _checked("by", choice_check(*_ACTORS), found.get("by", "person"))
    return UserDecision(
        what, content, photo, clock, _checked("device", words_check(100), found.get("device", "")), actor
    )


def _checked(field: str, check: Check, value: object) -> Any:  # noqa: ANN401 - what the check returns
    try:
        return check(value)
    except (ValueError, TypeError, LookupError, OverflowError, PhotonError) as error:
        raise BadLine(tr("“{field}” is missing or has no possible value", field=field)) from error


def _read_photo(found: Mapping[str, Any]) -> PhotoRef:
    file_hash, image_hash = bytes.fromhex(found["hash"]), bytes.fromhex(found.get("image", ""))
    if len(file_hash) != _HASH or len(image_hash) not in {0, _HASH}:
        raise ValueError
    return PhotoRef(file_hash, image_hash, text_check()(found.get("path", "")))


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
