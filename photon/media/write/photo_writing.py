"""Writing words into a photo itself: planned in full, read back and compared before anything is touched.

What comes out of planning is the ranges of bytes that change; writing exchanges them if the file still is what it was.
A photo for which that is not certain to do no harm is never written into; the reason is a clause that goes on from
"… is not written into, because".
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import ModuleType

from photon.domain import UnreadableFile
from photon.domain.metadata.byte_patch import BytePatch, from_way_back, splice_between
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.merge import said_in, unheld_in
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.writing import (  # fmt: skip
    FieldChange,
    MetadataEdit,
    PatchedPhoto,
    Profile,
    TargetMetadata,
    Unsafe,
    Unwritable,
    whole_stars,
)
from photon.media.decode import decoding, image_header, opening
from photon.media.file import failures, file_kinds
from photon.media.file.atomic_replace import exchange_file
from photon.media.file.source import FileSource, source_of
from photon.media.metadata import exif
from photon.media.metadata.charsets import readable, xml_safe
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.merge_rules import words_of
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties
from photon.media.write import heif_writing, jpeg_writing, jxl_writing, png_writing, tiff_writing, webp_writing
from photon.media.write.embedded_blocks import check_kept, with_words
from photon.media.write.xmp_writing import as_read, fields_in

LARGEST = 128 << 20  # bytes; old and new file have to fit into a decoder process side by side
_TIMES = 3  # a photo is in memory while it is written: before, after, and as it is on the disk
_SHARE, _SHARES = 32 << 20, 12
ROOM = _SHARE * _SHARES
"""Bytes of a decoder process that files have together while they are written; enough for the largest photo."""
_TURNS, _QUEUE = BoundedSemaphore(_SHARES), Lock()
_CONTAINERS: dict[str, ModuleType] = {
    "JPEG": jpeg_writing,
    "PNG": png_writing,
    "WebP": webp_writing,
    "TIFF": tiff_writing,
    "DNG": tiff_writing,
    "JXL": jxl_writing,
    "HEIF": heif_writing,
    "AVIF": heif_writing,
}
_NEVER = {
    "RAW": "it is a RAW file, which Photon never changes",
    "GIF": "programs do not look for words in a GIF",
    "BMP": "a BMP cannot hold words",
}


def plan_photo(path: str, wanted: TargetMetadata, profile: Profile) -> PatchedPhoto | None:
    """What writing words into a photo would do; nothing is written.

    Args:
        path: The photo.
        wanted: What it shall say.
        profile: In which fields.

    Returns:
        The bytes that would change; None where the photo says everything already.

    Raises:
        Unsafe: It must not be written into; the message is a clause that says why.
    """
    data, kind = _content(path)
    try:
        return _planned(path, data, kind, wanted, profile)
    except MemoryError as error:
        raise Unsafe("it is too large for the memory that Photon allows itself") from error
    except failures.DECODING_ERRORS as error:  # broken in a way that nobody thought of
        raise Unsafe("it is damaged") from error


def _planned(path: str, data: bytes, kind: str, wanted: TargetMetadata, profile: Profile) -> PatchedPhoto | None:
    made, changes = with_words_in(path, data, kind, wanted, profile)
    return None if made == data else PatchedPhoto(path, splice_between(data, made), changes)


def with_words_in(
    path: str, data: bytes, kind: str, wanted: TargetMetadata, profile: Profile
) -> tuple[bytes, tuple[FieldChange, ...]]:
    """A photo that says what it shall, and what is different in it; the same bytes where it says that already.

    Args:
        path: For sentences.
        data: The photo.
        kind: Its format; see ``kind_of``.
        wanted: What it shall say.
        profile: In which fields.

    Raises:
        Unsafe: It must not be written into.
        Exception: Any of ``failures.DECODING_ERRORS``.
    """
    container = _container(kind)
    before, _ = _told(path, data, kind)
    words = wanted.beyond(said_in(before), unheld_in(before))
    if words == MetadataEdit():
        return data, ()
    old = container.blocks_of(data)
    new, changes = with_words(old, words, profile, (before.caption or "").strip())
    if new == old:
        return data, ()
    made = container.with_blocks(data, old, new)
    try:
        check_kept(old, container.blocks_of(made), words, profile)
        if container.skeleton(made) != container.skeleton(data):
            raise ValueError("something besides words would change")
        _check_said(_told(path, made, kind), before, words, profile)
    except ValueError as error:
        raise Unsafe(f"it would not be right afterwards ({error})") from error
    return made, changes


def write_photo(plan: PatchedPhoto) -> None:
    """Carry out what was planned; the photo keeps its time and permissions. ``flush_folder`` has to follow.

    Raises:
        Unwritable: It could not be written, or is not any more what it was when it was planned.
    """
    _exchange(Path(plan.path), lambda _: plan.splice)


def put_back_photo(path: str, way_back: bytes) -> None:
    """Let a photo be as it was, to the last byte; ``flush_folder`` has to follow.

    Args:
        path: The photo.
        way_back: As a journal keeps it.

    Raises:
        Unwritable: As ``write_photo``.
    """
    _exchange(Path(path), lambda data: from_way_back(way_back, data))


def _exchange(path: Path, splice: Callable[[bytes], BytePatch]) -> None:
    try:
        with room(_TIMES * path.stat().st_size):
            data = path.read_bytes()
            new = splice(data).applied(data)
            # what is on the disk is compared with these bytes, and their hash is the one that was planned
            exchange_file(path, new, data, lambda _: None, keep_time=True)
    except OSError as error:
        raise Unwritable("failed", f"{path} could not be read ({error.strerror}).", "Check its drive.") from error
    except ValueError as error:
        raise Unwritable(
            "changed", f"{path} was changed since; Photon left it alone.", "Write again: it is read anew then."
        ) from error


@contextmanager
def room(size: int) -> Iterator[None]:
    """Wait until there is memory for so many bytes; who asks for more than there ever is has all of it."""
    shares = min(_SHARES, 1 + size // _SHARE)
    with _QUEUE:  # one that waits for many shares must not be overtaken for ever, nor wait for another such one
        for _ in range(shares):
            _TURNS.acquire()
    try:
        yield
    finally:
        for _ in range(shares):
            _TURNS.release()


def _content(path: str) -> tuple[bytes, str]:
    """The bytes of a photo that may be written, and its kind."""
    place = Path(path)
    try:
        status = place.stat()
        if not os.access(place, os.W_OK):
            raise Unsafe("it is read-only")
        if not os.access(place.parent, os.W_OK):
            raise Unsafe("its folder is read-only")
        if status.st_size > LARGEST:
            raise Unsafe(f"it is larger than {LARGEST >> 20} MB")
        if status.st_nlink > 1:
            raise Unsafe("it is one file under several names (hard links)")
        data = place.read_bytes()
    except OSError as error:
        raise Unsafe(f"it cannot be read ({error.strerror})") from error
    return data, kind_of(data, path)


def kind_of(data: bytes, path: str) -> str:
    """The format of a photo that may be written.

    Raises:
        Unsafe: It is none that Photon reads.
    """
    source = source_of(data, path)
    try:
        kind: str = opening.identify(source)
    except UnreadableFile as error:
        raise Unsafe("it is no photo that Photon can read") from error
    is_dng = kind == "RAW" and ("main", exif.DNG_VERSION) in exif.read_tags(source.stream)
    return "DNG" if is_dng and file_kinds.ending(path) in {"dng", "tif", "tiff"} else kind


def _container(kind: str) -> ModuleType:
    if kind in _NEVER:
        raise Unsafe(_NEVER[kind])
    if kind not in _CONTAINERS:
        raise Unsafe(f"Photon does not write into {kind} files")
    return _CONTAINERS[kind]


def _told(path: str, data: bytes, kind: str) -> tuple[Metadata, Properties]:
    """What the photo itself says, without sidecars, and its XMP."""
    try:
        packets, turn = _packets(source_of(data, path), kind)
        return words_of(packets, (), turn), packets.xmp
    except UnreadableFile as error:
        raise Unsafe("it is damaged") from error


def _packets(source: FileSource, kind: str) -> tuple[Packets, int]:
    """The metadata of a photo and how it is turned; nothing is decoded for that."""
    if kind in {"TIFF", "DNG"}:
        tags = exif.read_tags(source.stream)
        return Packets(tags, image_header.parts_of_tiff(tags)), exif.orientation(tags)
    if kind == "JXL":
        blocks = jxl_writing.blocks_of(source.data or b"")
        tags = exif.read_tags(io.BytesIO(blocks.exif)) if blocks.exif else {}
        return Packets(tags, ContainerParts(xmp=blocks.xmp or b"")), 1
    with decoding.quiet():
        picture = opening.open_picture(source, kind, 1)  # type: ignore[arg-type]
    return Packets(picture.tags, picture.parts), picture.orientation


def _check_said(told: tuple[Metadata, Properties], before: Metadata, words: MetadataEdit, profile: Profile) -> None:
    """See that a photo says what it shall, and of everything else what it said."""
    now, said, was = told[0], said_in(told[0]), said_in(before)
    if said.caption != (was.caption if words.caption is None else readable(xml_safe(words.caption))):
        raise ValueError("the caption would be another one")
    if said.title != (was.title if words.title is None else " ".join(readable(xml_safe(words.title)).split())):
        raise ValueError("the title would be another one")
    if said.rating != whole_stars(words.rating) if words.rating is not None else now.rating != before.rating:
        raise ValueError("the rating would be another one")
    asked = before.keywords
    if words.keywords is not None:
        asked = as_read(words.keywords, fields_in(told[1], profile))
    if {tag_key(path) for path in now.keywords} != {tag_key(path) for path in asked}:
        raise ValueError("the keywords would be others")
    if (now.label, now.pick, now.faces, now.people) != (before.label, before.pick, before.faces, before.people):
        raise ValueError("labels or faces would be others")
