"""Tags: names in a tree, given by the user or suggested by Photon, and their text form."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import field
from functools import lru_cache
from typing import Literal

from photon.domain.errors import PhotonError
from photon.domain.photo.region import Region
from photon.domain.unseen_characters import clean_line
from photon.language import tr
from photon.quick_dataclass import dataclass

TagPath = tuple[str, ...]
"""Names from the root to a tag: ``("Places", "Italy")``."""

TagState = Literal["suggested", "confirmed", "rejected"]

PEOPLE = frozenset({"people", "person", "persons", "family", "friends", "personen", "menschen", "pessoas"})
"""Keys (``name_key``) of the root tags whose descendants are people."""
LONGEST = 200  # characters per name; the limit of IPTC keywords (64 bytes) is handled when files are written
DEEPEST = 12  # names per path
_PARTS = re.compile(r"\\.|[,;\n]|[/|]|[^\\,;\n/|]+|\\$", re.DOTALL)
_SEPARATORS, _NESTING = frozenset(",;\n"), frozenset("/|")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag of a photo.

    Attributes:
        path: Path of the tag.
        state: ``confirmed`` if it is the user's, whatever its origin; ``suggested`` if it is undecided; or
            ``rejected``.
        certainty: Photon's certainty 0..1; 1 for tags given by hand.
        run: Batch that suggested it or confirmed it in bulk; 0 for decisions by hand.
    """

    path: TagPath
    state: TagState = "confirmed"
    certainty: float = 1.0
    run: int = 0


@dataclass(frozen=True, slots=True)
class TagMark:
    """What a person decided about one tag of one photo.

    Attributes:
        photo: Its id.
        path: The tag.
        state: ``confirmed``, ``rejected``, ``example`` for a photo that teaches the tag without having it, or None
            for nothing of these.
        certainty: 0..1, what Photon thought of it before; 1 where it was not asked.
        run: The run of Photon that it came from; 0 for what was done by hand.
        regions: The parts of the photo that show the tag, ``WHOLE`` for all of it; empty where none was named. None
            in a mark that is to be written leaves them as they are. Rejecting or taking a tag removes them.
        given: When it was decided, in stored form; empty for now.
    """

    photo: int
    path: TagPath
    state: Literal["confirmed", "rejected", "example"] | None
    certainty: float = 1.0
    run: int = 0
    regions: tuple[Region, ...] | None = None
    given: str = field(default="", compare=False)


@lru_cache(maxsize=4096)
def tag_key(path: TagPath) -> str:
    """Normalise a path for comparison: NFC, case-folded, single spaces; names are joined by U+001F.

    The latest are remembered: a plan for a file asks for 40, and files share most of them.
    """
    return "\x1f".join(name_key(name) for name in path)


def name_key(name: str) -> str:
    """Normalise one name for comparison: NFC, case-folded, single spaces."""
    return " ".join((name if name.isascii() else unicodedata.normalize("NFC", name)).casefold().split())


def belongs(path: TagPath, keys: Collection[str]) -> bool:
    """Whether a tag matches one of these tags: it is equal, has the same name at any level, or is a descendant.

    Args:
        path: The tag; ``Papers/Passport`` matches ``passport``.
        keys: Results of ``tag_key``.
    """
    ways = [path[:depth] for depth in range(1, len(path) + 1)]
    return any(tag_key(way) in keys for way in (*ways, *((name,) for name in path)))


def tag_text(path: TagPath) -> str:
    r"""Format a tag as text: ``Places/Italy``; separators within names are escaped, ``AC\/DC``.

    ``tag_paths`` parses it back to the same path.
    """
    return "/".join(re.sub(r"([\\,;/|])", r"\\\1", name) for name in path)


def tag_paths(text: str) -> tuple[TagPath, ...]:
    r"""Parse a typed text into distinct tags.

    Commas, semicolons and line breaks separate tags; ``/`` and ``|`` separate levels. ``\`` escapes the next character.
    Empty names are skipped.

    Raises:
        PhotonError: A name is too long, or a path too deep.
    """
    found: dict[str, TagPath] = {}
    path: list[str] = []
    name = ""

    def end_tag() -> None:
        path.append(name)
        clean = clean_path(path)
        if clean:
            found.setdefault(tag_key(clean), clean)
        path.clear()

    for part in _PARTS.findall(text):
        if part in _SEPARATORS:
            end_tag()
            name = ""
        elif part in _NESTING:
            path.append(name)
            name = ""
        else:
            name += part[1:] if part.startswith("\\") else part
    end_tag()
    return tuple(found.values())


def clean_path(path: TagPath | list[str]) -> TagPath:
    """Normalise a path for storage: NFC, no invisible characters, single spaces; empty names are dropped.

    Raises:
        PhotonError: A name is too long, or the path too deep.
    """
    names = tuple(filter(None, (_clean_name(name) for name in path)))
    if len(names) > DEEPEST:
        raise PhotonError(
            tr("A tag can't be {levels} levels deep; the maximum is {most}.", levels=len(names), most=DEEPEST),
            tr("Use fewer levels. In a name, write a slash as \\/"),
        )
    return names


def _clean_name(name: str) -> str:
    clean = clean_line(name)
    if len(clean) > LONGEST:
        raise PhotonError(
            tr("A tag can't have {length:,} characters; the maximum is {longest}.", length=len(clean), longest=LONGEST),
            tr("Use a shorter tag, and put the text into the photo's caption."),
        )
    return clean
