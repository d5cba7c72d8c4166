"""Write metadata into a photo: planned completely, parsed again and compared before the file is touched.

A plan consists of the byte ranges to change; they are applied if the file is still the same. A photo is never written
if that might damage it; the reason is a clause that continues "… is not written into, because".
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, replace
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import ModuleType

from photon.domain import UnreadableFile
from photon.domain.metadata.byte_patch import BytePatch, from_way_back, splice_between
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.merge import people_in, snapshot_of
from photon.domain.metadata.people_words import are_same_people
from photon.domain.metadata.place_words import FiledPlace, PlaceWords, is_located
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.writing import (  # fmt: skip
    ORIENTATION_FIELD,
    FieldChange,
    MetadataEdit,
    PatchedPhoto,
    Profile,
    TargetMetadata,
    UnsafeToEmbed,
    Unwritable,
    whole_stars,
)
from photon.domain.photo.turn import AS_IT_IS, join_turns
from photon.domain.places.stated_place import clean_stated
from photon.language import tr
from photon.media.decode import decoding, image_header, opening
from photon.media.file import failures, file_kinds
from photon.media.file.atomic_replace import exchange_file
from photon.media.file.source import FileSource, source_of
from photon.media.metadata import exif, facts
from photon.media.metadata.album_fields import owned_in
from photon.media.metadata.charsets import readable, xml_safe
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.faces import FACE
from photon.media.metadata.merge_rules import merge_metadata
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties
from photon.media.write import heif_writing, jpeg_writing, jxl_writing, png_writing, tiff_writing, webp_writing
from photon.media.write.embedded_blocks import check_kept, with_words
from photon.media.write.orientation_writing import orientation_in, turn_file
from photon.media.write.xmp_writing import as_read, fields_in

LARGEST = 128 << 20  # bytes; old and new file must fit into a decoder process together
_TIMES = 3  # copies of a photo in memory while it is written: old, new, and read back from disk
_SHARE, _SHARES = 32 << 20, 12  # memory in bytes for files that are written at the same time; enough for the largest
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
    "RAW": tr("it is a RAW file, which Photon never changes"),
    "GIF": tr("other programs don't read metadata in GIF files"),
    "BMP": tr("BMP files can't contain metadata"),
}


def plan_turned_photo(
    path: str, wanted: TargetMetadata, profile: Profile, turn: int
) -> tuple[PatchedPhoto | None, str]:
    """Plan to write metadata into a photo and to turn it by its orientation; nothing is written.

    Args:
        path: The photo.
        wanted: The target metadata.
        profile: Which fields to write.
        turn: How to turn it in addition to its current orientation, 1..8.

    Returns:
        The byte ranges to change (None if the photo is up to date), and why it can't be turned, as a clause; empty if
        it can. The metadata are written in any case.

    Raises:
        UnsafeToEmbed: It must not be written; the message is a clause with the reason.
    """
    data, kind = _content(path)
    try:
        return _planned(path, data, kind, (wanted, profile), turn)
    except MemoryError as error:
        raise UnsafeToEmbed(tr("it is too large for Photon's memory limit")) from error
    except failures.DECODING_ERRORS as error:  # malformed in an unforeseen way
        raise UnsafeToEmbed(tr("it is damaged")) from error


def _planned(
    path: str, data: bytes, kind: str, words: tuple[TargetMetadata, Profile], turn: int
) -> tuple[PatchedPhoto | None, str]:
    made, changes = with_words_in(path, data, kind, *words)
    why = ""
    if turn != AS_IT_IS:
        try:
            made, more = _turned(path, made, kind, turn)
            changes += more
        except UnsafeToEmbed as error:
            turn, why = AS_IT_IS, error.message
    plan = PatchedPhoto(path, splice_between(data, made), changes, turn != AS_IT_IS) if made != data else None
    return plan, why


def _turned(path: str, data: bytes, kind: str, turn: int) -> tuple[bytes, tuple[FieldChange, ...]]:
    """Turn a photo by its orientation, and check that nothing else is different."""
    made = turn_file(data, kind, turn)
    was, now = orientation_in(data, kind), orientation_in(made, kind)
    try:
        if now != join_turns((was, turn)):
            raise ValueError(tr("the orientation would be different"))
        container = _container(kind)
        if container.non_metadata_bytes(made) != container.non_metadata_bytes(data):
            raise ValueError(tr("something other than metadata would change"))
        (before, _, taken), (after, _, taken_now) = (_read_metadata(path, one, kind) for one in (data, made))
        marks = [one.turned(turn) for one in people_in(before)]
        same = (replace(snapshot_of(one), people=()) for one in (before, after))
        is_same = next(same) == next(same) and are_same_people(marks, people_in(after))
        if not is_same or (after.people, after.place, taken_now) != (before.people, before.place, taken):
            raise ValueError(tr("other metadata would be different"))
    except ValueError as error:
        raise UnsafeToEmbed(tr("the result would not be correct ({reason})", reason=error)) from error
    return made, (FieldChange(ORIENTATION_FIELD, (str(was),), (str(now),)),)


def has_turned(path: str, way_back: bytes) -> bool:
    """Return whether writing a photo turned it; true if that can't be told.

    Args:
        path: The photo as it was written.
        way_back: The undo patch from the journal.
    """
    try:
        with room(_TIMES * Path(path).stat().st_size):
            now = Path(path).read_bytes()
            former = from_way_back(way_back, now).applied(now)
            return orientation_in(now, kind_of(now, path)) != orientation_in(former, kind_of(former, path))
    except (OSError, MemoryError, ValueError, UnsafeToEmbed, UnreadableFile):
        return True
    except failures.DECODING_ERRORS:  # malformed in an unforeseen way
        return True


def with_words_in(
    path: str, data: bytes, kind: str, wanted: TargetMetadata, profile: Profile
) -> tuple[bytes, tuple[FieldChange, ...]]:
    """Write metadata into the bytes of a photo.

    Args:
        path: For error messages.
        data: The photo.
        kind: Its format, from ``kind_of``.
        wanted: The target metadata.
        profile: Which fields to write.

    Returns:
        The new bytes, and the changes; the same bytes if the photo is up to date.

    Raises:
        UnsafeToEmbed: It must not be written.
        Exception: Any of ``failures.DECODING_ERRORS``.
    """
    container = _container(kind)
    before, _, taken = _read_metadata(path, data, kind)
    words = wanted.beyond(snapshot_of(before), taken, before.albums, before.text, before.place)
    if words == MetadataEdit():
        return data, ()
    old = container.read_blocks(data)
    new, changes = with_words(old, words, profile, (before.caption or "").strip())
    if new == old:
        return data, ()
    made = container.replace_blocks(data, old, new)
    try:
        check_kept(old, container.read_blocks(made), words, profile)
        if container.non_metadata_bytes(made) != container.non_metadata_bytes(data):
            raise ValueError(tr("something other than metadata would change"))
        _check_metadata(_read_metadata(path, made, kind), before, words, profile)
    except ValueError as error:
        raise UnsafeToEmbed(tr("the result would not be correct ({reason})", reason=error)) from error
    return made, changes


def write_photo(plan: PatchedPhoto) -> None:
    """Apply a plan. The photo keeps its modification time and permissions. Call ``flush_folder`` afterwards.

    Args:
        plan: The plan.

    Raises:
        Unwritable: The file cannot be written, or has changed since it was planned.
    """
    _exchange(Path(plan.path), lambda _: plan.splice)


def revert_photo(path: str, way_back: bytes) -> None:
    """Restore the former content of a photo, byte for byte. Call ``flush_folder`` afterwards.

    Args:
        path: The photo.
        way_back: The undo patch from the journal.

    Raises:
        Unwritable: The file cannot be written, or has changed since.
    """
    _exchange(Path(path), lambda data: from_way_back(way_back, data))


def _exchange(path: Path, splice: Callable[[bytes], BytePatch]) -> None:
    try:
        with room(_TIMES * path.stat().st_size):
            data = path.read_bytes()
            new = splice(data).applied(data)
            # the file is compared with these bytes, whose hash is that of the plan
            exchange_file(path, new, data, lambda _: None, keep_time=True)
    except OSError as error:
        raise Unwritable(
            "failed",
            tr("{path} couldn't be read ({reason}).", path=path, reason=error.strerror),
            tr("Check its drive."),
        ) from error
    except ValueError as error:
        raise Unwritable(
            "changed",
            tr("{path} has changed meanwhile; Photon skipped it.", path=path),
            tr("Try again to use the new version."),
        ) from error


@contextmanager
def room(size: int) -> Iterator[None]:
    """Wait until there is memory for a file.

    Args:
        size: Bytes of the file; if there is never enough memory, wait for all of it.
    """
    shares = min(_SHARES, 1 + size // _SHARE)
    with _QUEUE:  # prevents starvation and deadlock of threads that wait for many shares
        for _ in range(shares):
            _TURNS.acquire()
    try:
        yield
    finally:
        for _ in range(shares):
            _TURNS.release()


def _content(path: str) -> tuple[bytes, str]:
    """Return the bytes of a writable photo, and its format."""
    if file_kinds.is_video(path):
        raise UnsafeToEmbed(tr("it is a video, which Photon never changes"))
    file = Path(path)
    try:
        status = file.stat()
        if not os.access(file, os.W_OK):
            raise UnsafeToEmbed(tr("it is read-only"))
        if not os.access(file.parent, os.W_OK):
            raise UnsafeToEmbed(tr("its folder is read-only"))
        if status.st_size > LARGEST:
            raise UnsafeToEmbed(tr("it is larger than {limit} MB", limit=LARGEST >> 20))
        if status.st_nlink > 1:
            raise UnsafeToEmbed(tr("it has several names (hard links)"))
        data = file.read_bytes()
    except OSError as error:
        raise UnsafeToEmbed(tr("it can't be read ({reason})", reason=error.strerror)) from error
    return data, kind_of(data, path)


def kind_of(data: bytes, path: str) -> str:
    """Detect the format of a photo.

    Args:
        data: The photo.
        path: Its path.

    Raises:
        UnsafeToEmbed: It is of no supported format.
    """
    source = source_of(data, path)
    try:
        kind: str = opening.identify(source)
    except UnreadableFile as error:
        raise UnsafeToEmbed(tr("it isn't a photo that Photon can read")) from error
    is_dng = kind == "RAW" and ("main", exif.DNG_VERSION) in exif.read_tags(source.stream)
    return "DNG" if is_dng and file_kinds.ending(path) in {"dng", "tif", "tiff"} else kind


def _container(kind: str) -> ModuleType:
    if kind in _NEVER:
        raise UnsafeToEmbed(_NEVER[kind])
    if kind not in _CONTAINERS:
        raise UnsafeToEmbed(tr("Photon can't write to {format} files", format=kind))
    return _CONTAINERS[kind]


def _read_metadata(path: str, data: bytes, kind: str) -> tuple[Metadata, Properties, str | None]:
    """Return the metadata of the photo itself, without sidecars, its XMP, and its capture date."""
    try:
        packets, turn = _packets(source_of(data, path), kind)
        return merge_metadata(packets, (), turn), packets.xmp, facts.describe(packets)["taken"]
    except UnreadableFile as error:
        raise UnsafeToEmbed(tr("it is damaged")) from error


def _packets(source: FileSource, kind: str) -> tuple[Packets, int]:
    """Return the metadata packets of a photo and its orientation; nothing is decoded."""
    if kind in {"TIFF", "DNG"}:
        tags = exif.read_tags(source.stream)
        return Packets(tags, image_header.parts_of_tiff(tags)), exif.orientation(tags)
    if kind == "JXL":
        blocks = jxl_writing.read_blocks(source.data or b"")
        tags = exif.read_tags(io.BytesIO(blocks.exif)) if blocks.exif else {}
        return Packets(tags, ContainerParts(xmp=blocks.xmp or b"")), 1
    with decoding.quiet():
        picture = opening.open_picture(source, kind, 1)  # type: ignore[arg-type]
    return Packets(picture.tags, picture.parts), picture.orientation


def _check_metadata(
    written: tuple[Metadata, Properties, str | None], before: Metadata, words: MetadataEdit, profile: Profile
) -> None:
    """Check that the new metadata is present and all other metadata unchanged."""
    now, snapshot, was = written[0], snapshot_of(written[0]), snapshot_of(before)
    if snapshot.caption != (was.caption if words.caption is None else readable(xml_safe(words.caption))):
        raise ValueError(tr("the caption would be different"))
    if snapshot.title != (was.title if words.title is None else " ".join(readable(xml_safe(words.title)).split())):
        raise ValueError(tr("the title would be different"))
    _check_marks(now, before, words)
    _check_place(now.place, before.place, words.place or PlaceWords())
    if words.taken is not None and written[2] != words.taken:
        raise ValueError(tr("the date would be different"))
    asked = before.keywords
    albums = before.albums if words.albums is None else words.albums
    if words.keywords is not None:
        whole = (*words.keywords, *albums.keywords)
        asked = as_read(whole, fields_in(written[1], profile), owned_in(written[1]))
        albums = albums.beside(set(map(tag_key, words.keywords)))
    else:
        albums = replace(before.albums, collections=albums.collections)
    if now.albums.keys != albums.keys:
        raise ValueError(tr("the albums would be different"))
    if {tag_key(path) for path in now.keywords} != {tag_key(path) for path in asked}:
        raise ValueError(tr("the keywords would be different"))
    _check_people(now, before, words)


def _check_place(now: FiledPlace, before: FiledPlace, words: PlaceWords) -> None:
    """Check that words and coordinates are those of the edit, or the former ones if the edit sets none."""
    stated = before.stated if words.stated is None else clean_stated(astuple(words.stated))
    is_right = is_located(words.located, now.gps) != words.is_private if words.located else now.gps == before.gps
    if now.stated != stated or not is_right:
        raise ValueError(tr("the place would be different"))


def _check_people(now: Metadata, before: Metadata, words: MetadataEdit) -> None:
    """Check that people are those of the edit, or the former ones if the edit sets none; regions of others stay."""
    if words.people is None:
        is_right = (now.faces, now.people) == (before.faces, before.people)
    else:
        others = ([face for face in one.faces if face.kind != FACE] for one in (now, before))
        is_right = are_same_people(words.people.marks, people_in(now)) and next(others) == next(others)
    if not is_right:
        raise ValueError(tr("faces would change"))


def _check_marks(now: Metadata, before: Metadata, words: MetadataEdit) -> None:
    """Check that rating, label and flag are those of the edit, or the former ones if the edit sets none."""
    snapshot = snapshot_of(now)
    if words.rating is None:
        is_right = _keeps_rating(now, before, words)
    else:
        is_right = snapshot.rating == whole_stars(words.rating)
    if not is_right:
        raise ValueError(tr("the rating would be different"))
    if snapshot.label != words.label if words.label is not None else now.label != before.label:
        raise ValueError(tr("the label would be different"))
    if snapshot.flag != (snapshot_of(before).flag if words.flag is None else words.flag):
        raise ValueError(tr("the flag would be different"))


def _keeps_rating(now: Metadata, before: Metadata, words: MetadataEdit) -> bool:
    """Return whether the rating is unchanged; a rating that meant "rejected" becomes 0 with another flag."""
    is_lifted = words.flag is not None and words.flag >= 0 and before.rating is not None and before.rating < 0
    return now.rating == (0 if is_lifted else before.rating)
