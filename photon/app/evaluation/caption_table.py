"""A table of captions from the user's disk: which photo each row means, and its caption."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from photon.domain import PhotonError

_NEEDED = ("image", "caption")
_HINT = "The first line must name the columns image and caption, separated by commas, semicolons or tabs."


@dataclass(frozen=True, slots=True)
class CaptionTable:
    """Rows of the table.

    Attributes:
        rows: (image, caption) pairs as written, without outer blanks.
        empty: Images of rows without a caption.
    """

    rows: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which photos the images of a table are.

    Attributes:
        photos: Photo by image as written.
        unknown: Images that no photo of the library has.
        ambiguous: Images that several photos could be.
    """

    photos: dict[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


def read_captions(path: Path) -> CaptionTable:
    """Read a CSV file with the columns image and caption; further columns are passed over.

    Raises:
        PhotonError: It cannot be read, is not UTF-8, lacks a column or has no rows.
    """
    text = _text(path)
    heading = text.partition("\n")[0]
    # Counted in the heading: csv.Sniffer guesses from the captions and trips over their commas and apostrophes.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        if not set(_NEEDED) <= set(columns):
            found = ", ".join(columns) or "none"
            raise PhotonError(f"{path}: the columns image and caption are needed, found: {found}.", _HINT)
        places = [columns.index(name) for name in _NEEDED]
        cells = [tuple(row[at].strip() if at < len(row) else "" for at in places) for row in reader if any(row)]
    except csv.Error as error:
        raise PhotonError(f"{path} is not a table that can be read: {error}.", _HINT) from error
    if not cells:
        raise PhotonError(f"{path} has no rows below the first line.", "Write one image and caption per line.")
    rows = tuple((image, " ".join(caption.split())) for image, caption in cells if image and caption)
    return CaptionTable(rows, tuple(image for image, caption in cells if not (image and caption)))


def resolve(images: Iterable[str], files: Iterable[tuple[int, str]], base: Path | None) -> Resolved:
    """Find the photos that images name: by path, else by the one path that ends in these names.

    Args:
        images: Absolute paths, paths below some folder, or file names.
        files: (photo, absolute path) of everything in the library.
        base: Only files below this folder are meant; None: all.
    """
    folder = "/" if base is None else f"{str(base.expanduser().resolve()).rstrip('/')}/"
    by_path: dict[str, int] = {}
    by_name: dict[str, list[str]] = {}
    for photo, path in files:
        by_path[path] = photo
        if path.startswith(folder):
            by_name.setdefault(path.rpartition("/")[2], []).append(path)
    found: dict[str, int] = {}
    unknown: list[str] = []
    ambiguous: list[str] = []
    for image in dict.fromkeys(images):
        whole = Path(folder, Path(image).expanduser())  # an absolute one stays as it is
        named = [name for name in (str(whole), str(whole.resolve())) if name in by_path]
        if not named and not Path(image).is_absolute():
            named = [name for name in by_name.get(whole.name, ()) if name.endswith(f"/{Path(image).as_posix()}")]
        photos = {by_path[name] for name in named}
        if len(photos) == 1:
            found[image] = photos.pop()
        else:
            (ambiguous if photos else unknown).append(image)
    return Resolved(found, tuple(unknown), tuple(ambiguous))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PhotonError(f"{path} is not written in UTF-8.", "Save it as “CSV UTF-8” and try again.") from error
    except OSError as error:
        raise PhotonError(f"{path} cannot be read: {error.strerror}.", "Check the name and its permissions.") from error
