"""A backup file: a gzip file whose header describes the compressed catalogue."""

import gzip
import json
import shutil
import struct
import zlib
from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

from photon.domain import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass

Reason = Literal["daily", "batch", "asked", "restore"]
"""Why a backup was made: on schedule, before many changes, on request, or before another one was restored."""

_PHOTON = 1  # version of the description
_MAGIC, _DEFLATE, _COMMENT, _UNKNOWN_SYSTEM = b"\x1f\x8b", 8, 0x10, 255
_HEADER = struct.Struct("<2sBBLBB")
_LONGEST = 64 << 10  # maximum bytes of a header
_LEVEL = 1  # 100 MB take a second; level 6 takes three, for a fifth less
_CHUNK = 1 << 20  # bytes
_MOST_TIMES, _ALWAYS = 256, 64 << 20
"""Limit of unpacking: this many times the size of a backup, plus this many bytes.

Measured at this level: catalogues of 100,000 photos shrink to a third; an empty one to 1/44; one with all decisions
deleted and its pages zeroed to 1/205. Deflate can reach 1/1,032.
"""
_FREE = 0.75  # share of the free space that unpacking may use, which also stops forged backups of many gigabytes


@dataclass(frozen=True, slots=True)
class CatalogCounts:
    """How much of each kind a catalogue contains.

    Attributes:
        photos: Photos, including missing ones.
        tags: Tags of photos: a photo with two tags counts twice.
        captions: Photos with a caption or a title.
        ratings: Photos with stars.
        favourites: Photos marked as favourites.
        labels: Photos with a colour label.
        flags: Photos that are picked or rejected.
        dates: Photos whose date was corrected.
        turns: Photos that were turned.
        locations: Photos of which a person decided where they were taken.
        rejections: Tags that were rejected for a photo.
        examples: Regions and photos that are examples of learned tags.
        searches: Saved searches.
        in_albums: Photos in albums: a photo in two albums counts twice.
        in_stacks: Photos in stacks.
        faces: Faces that were named, or told to be none.
        places: Places that the user named.
        topics: Themes and things that the user named, pinned or hid.
    """

    photos: int = 0
    tags: int = 0
    captions: int = 0
    ratings: int = 0
    favourites: int = 0
    labels: int = 0
    flags: int = 0
    dates: int = 0
    turns: int = 0
    locations: int = 0
    rejections: int = 0
    examples: int = 0
    searches: int = 0
    in_albums: int = 0
    in_stacks: int = 0
    faces: int = 0
    places: int = 0
    topics: int = 0


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """The content of a backup's header.

    Attributes:
        library: Id of the catalogue.
        origin: Identifies the computer and the folder of the library, because a copied library has the same id.
        made: When it was made, in UTC.
        reason: Why it was made.
        counts: Content of the catalogue.
        digest: Digest of all decisions of the user; equal digests mean equal decisions.
        length: Bytes of the unpacked catalogue.
        proof: ``computer.proof_of`` the catalogue; empty if the backup is older.
    """

    library: str
    origin: str
    made: datetime
    reason: Reason
    counts: CatalogCounts
    digest: str
    length: int
    proof: str = ""


class _Bomb(Exception):  # noqa: N818 - named after what it is
    """A file that unpacks to far more than any backup."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in a folder.

    Attributes:
        path: The file.
        size: Its size in bytes.
        facts: Content of its header.
    """

    path: Path
    size: int
    facts: BackupFacts


def compress_catalog(catalog: Path, target: BinaryIO, facts: BackupFacts) -> int:
    """Write a catalogue as a backup.

    Args:
        catalog: A closed catalogue file.
        target: Destination.
        facts: Content of the header.

    Returns:
        CRC-32 of the catalogue.

    Raises:
        OSError: It cannot be read or written.
    """
    seconds = int(facts.made.timestamp())
    target.write(_HEADER.pack(_MAGIC, _DEFLATE, _COMMENT, seconds & 0xFFFFFFFF, 0, _UNKNOWN_SYSTEM))
    target.write(_described(facts).encode("ascii") + b"\0")
    packing, check, length = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS), 0, 0
    with catalog.open("rb") as source:
        while chunk := source.read(_CHUNK):
            check, length = zlib.crc32(chunk, check), length + len(chunk)
            target.write(packing.compress(chunk))
    target.write(packing.flush())
    target.write(struct.pack("<LL", check, length & 0xFFFFFFFF))
    return check


def is_whole(path: Path, check: int | None = None) -> bool:
    """Return whether a backup can be unpacked, to a catalogue with this CRC-32 if given.

    Raises:
        OSError: It cannot be read.
    """
    found = 0
    try:
        with closing(_unpacked(path)) as chunks:
            for chunk in chunks:
                found = zlib.crc32(chunk, found)
    except (EOFError, zlib.error, gzip.BadGzipFile, _Bomb):
        return False
    return check is None or found == check


def read_backup(path: Path) -> Backup | None:
    """Read the header of a backup; None if the file is not a backup, or cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(_LONGEST)
        size = path.stat().st_size
    except OSError:
        return None
    if len(start) < _HEADER.size:
        return None
    magic, method, flags, _, _, _ = _HEADER.unpack_from(start)
    end = start.find(b"\0", _HEADER.size)
    if (magic, method, flags) != (_MAGIC, _DEFLATE, _COMMENT) or end < 0:
        return None
    facts = _facts(start[_HEADER.size : end])
    return Backup(path, size, facts) if facts else None


def expand_backup(path: Path, target: Path) -> None:
    """Unpack a backup, or copy an uncompressed catalogue, such as a copy that the user made.

    Args:
        path: The backup.
        target: An existing file, which is overwritten.

    Raises:
        PhotonError: It is truncated or damaged, or there is no space for it.
        OSError: It cannot be read, or ``target`` cannot be written.
    """
    known = read_backup(path)
    most = round(shutil.disk_usage(target.parent).free * _FREE)
    if known and known.facts.length > most:
        raise _no_room(path)
    with path.open("rb") as file:
        is_packed = file.read(2) == _MAGIC
    length = 0
    try:
        with target.open("wb") as out, closing(_unpacked(path) if is_packed else _plain(path)) as chunks:
            for chunk in chunks:
                length += len(chunk)
                if known and length > known.facts.length:
                    raise cut_backup(path)
                if length > most:
                    raise _no_room(path)
                out.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise cut_backup(path) from error
    except _Bomb as error:
        raise PhotonError(
            tr(
                "{file} unpacks to more than {count:,} times its size, which no backup does.",
                file=path,
                count=_MOST_TIMES,
            ),
            tr("It is damaged or forged; nothing was changed. To see the other backups: photon backup list"),
        ) from error
    if known and length != known.facts.length:
        raise cut_backup(path)


def cut_backup(path: Path, reason: str = "") -> PhotonError:
    """Return the error for an incomplete backup; ``reason`` is SQLite's message."""
    what = (
        tr("{file} is not a complete backup ({reason}); nothing was changed.", file=path, reason=reason)
        if reason
        else tr("{file} is cut or damaged; nothing was changed.", file=path)
    )
    return PhotonError(what, tr("To see the other backups: photon backup list"))


def _no_room(path: Path) -> PhotonError:
    return PhotonError(
        tr("There is no room to unpack {file}; nothing was changed.", file=path),
        tr("Free some space on the disk with the photo library, then try again."),
    )


def _unpacked(path: Path) -> Generator[bytes, None, None]:
    left = path.stat().st_size * _MOST_TIMES + _ALWAYS
    with gzip.open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _Bomb
            yield chunk


def _plain(path: Path) -> Generator[bytes, None, None]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _described(facts: BackupFacts) -> str:
    return json.dumps({"photon": _PHOTON, **asdict(facts), "made": facts.made.isoformat(timespec="seconds")})


def _facts(comment: bytes) -> BackupFacts | None:
    """Parse a header; None if Photon did not write it. It may be forged, so every value is checked."""
    try:
        values: dict[str, Any] = json.loads(comment)
        names = [field.name for field in fields(CatalogCounts)]
        counts = CatalogCounts(**{name: int(values["counts"].get(name, 0)) for name in names})
        made = datetime.fromisoformat(values["made"]).astimezone(UTC)
        texts = [str(values[name]) for name in ("library", "origin", "digest")]
        reason: Reason = values["reason"] if values["reason"] in get_args(Reason) else "asked"
        proof = str(values.get("proof", ""))
        return BackupFacts(texts[0], texts[1], made, reason, counts, texts[2], int(values["length"]), proof)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
