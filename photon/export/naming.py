"""Name exported files by a template; the names are valid on every file system.

``{name}`` is the file's name without extension, ``{title}`` the title or else the name, ``{folder}`` the name of its
folder, ``{date}`` the day it was taken or else of the file, ``{date:%Y/%m}`` the same in another format, ``{number}``
its position among the photos, ``{number:5}`` with that many digits, ``{album}`` the first album that the photo is in,
as folders within folders, or nothing. ``/`` creates folders. The extension is added automatically.
"""

import posixpath
import re
import unicodedata
from datetime import UTC, datetime

from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import ExportPhoto
from photon.language import tr
from photon.quick_dataclass import dataclass

PLACEHOLDERS = ("name", "title", "folder", "camera", "album", "date", "number")
_PIECES = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_DAY = "%Y-%m-%d"
_CODES = re.compile(r"%(.)")
_KNOWN_CODES = frozenset("YymdHMSBbAajUV")
# Bytes per path component: with a number and the extensions of photo and sidecar it fits into 255 bytes, and into
# encrypted folders.
_LONGEST = 150
_DEEPEST = 16
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameTemplate:
    """A parsed template: texts, and placeholders with their formats."""

    pieces: tuple[tuple[str, str], ...]

    def name(self, photo: ExportPhoto, number: int, among: int) -> str:
        """Return the path of a photo without extension, with ``/`` as separator and safe components.

        Args:
            photo: The photo.
            number: Its position, from 1.
            among: Number of photos.

        Returns:
            The path.
        """
        text = "".join(
            form if kind == "text" else _filled(kind, form, photo, (number, among)) for kind, form in self.pieces
        )
        return "/".join(map(safe_part, filter(str.strip, text.split("/")))) or "photo"


def read_template(text: str) -> NameTemplate:
    """Parse a template.

    Raises:
        PhotonError: It is invalid; the message tells what is wrong.
    """
    pieces: list[tuple[str, str]] = []
    for inside, plain, stray in _PIECES.findall(text):
        if stray:
            raise PhotonError(
                tr("The name contains a single “{sign}”.", sign=stray), tr("Placeholders look like {name}.")
            )
        pieces.append(("text", plain) if plain else _placeholder(inside))
    _check_folders(text, pieces)
    return NameTemplate(tuple(pieces))


def safe_part(text: str) -> str:
    """Change a file or folder name as little as possible to make it valid on Linux, Windows, macOS and memory cards."""
    clean = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    clean = " ".join(_FORBIDDEN.sub("_", clean).split())
    clean = clean.encode()[:_LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if clean.startswith("."):  # would be hidden
        clean = "_" + clean.lstrip(".")
    if _RESERVED.fullmatch(clean):
        stem, dot, rest = clean.partition(".")
        clean = f"{stem}_{dot}{rest}"
    return clean or "_"


def name_for_comparison(name: str) -> str:
    """Normalise a name, so that names that collide on some file system compare equal."""
    return unicodedata.normalize("NFC", name).casefold()


def numbered(name: str, time: int) -> str:
    """Return the name for the ``time``-th file of this name: ``lake``, ``lake (2)`` and so on."""
    return name if time < 2 else f"{name} ({time})"


def _placeholder(inside: str) -> tuple[str, str]:
    kind, _, form = inside.partition(":")
    if kind not in PLACEHOLDERS:
        known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
        raise PhotonError(
            tr("There is no placeholder {placeholder}.", placeholder=f"{{{inside}}}"),
            tr("Available: {names}", names=known),
        )
    if kind == "date":
        unknown = [code for code in _CODES.findall(form) if code not in _KNOWN_CODES]
        if unknown or form.endswith("%"):
            sign = f"%{unknown[0]}" if unknown else "%"
            raise PhotonError(
                tr("“{sign}” isn't part of a date.", sign=sign), tr("For example {date:%Y-%m-%d}, or {date:%Y/%m}")
            )
        return kind, form or _DAY
    if kind == "number" and form and form.lstrip("0") not in set("123456789"):
        raise PhotonError(
            tr("“{form}” isn't a number of digits.", form=form), tr("For example {number:4}, which gives 0001")
        )
    if kind in {"name", "title", "folder", "camera", "album"} and form:
        raise PhotonError(
            tr("{placeholder} has no format “{form}”.", placeholder=f"{{{kind}}}", form=form),
            tr("Write {placeholder}.", placeholder=f"{{{kind}}}"),
        )
    return kind, form


def _check_folders(text: str, pieces: list[tuple[str, str]]) -> None:
    if not text.strip().strip("/"):
        raise PhotonError(tr("The name is empty."), tr("For example {name}, or {date:%Y}/{name}"))
    if text.startswith("/") or "\\" in text or any(part.strip() in {".", ".."} for part in text.split("/")):
        raise PhotonError(tr("The name leads out of the folder."), tr("Use “/” to make folders: {date:%Y}/{name}"))
    if sum(form.count("/") for _, form in pieces) > _DEEPEST:
        raise PhotonError(tr("The name has too many folders in it."))
    if text.rstrip().endswith("/"):
        raise PhotonError(tr("The name ends with “/”."), tr("Put the file name after the last “/”: {name}"))


def _filled(kind: str, form: str, photo: ExportPhoto, place: tuple[int, int]) -> str:
    folder, _, name = photo.path.rpartition("/")
    number, among = place
    if kind == "number":
        return str(number).zfill(int(form or len(str(among))))
    if kind == "date":
        return moment_of(photo).strftime(form)
    if kind == "album":
        return "/".join(map(safe_part, photo.album))
    stem = posixpath.splitext(name)[0]
    found = {"name": stem, "title": photo.title, "folder": folder.rpartition("/")[2], "camera": photo.camera}[kind]
    return safe_part(found if found.strip() else stem)


def moment_of(photo: ExportPhoto) -> datetime:
    """Return the capture time of a photo by its camera's clock, or the time of its file."""
    try:
        return datetime.fromisoformat(photo.taken or "")
    except ValueError:
        return datetime.fromtimestamp(photo.mtime_ns / 1e9, UTC)
