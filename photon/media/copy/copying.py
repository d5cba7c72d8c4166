"""Copy one photo according to a recipe, to a temporary place; the photo itself is only read.

There are three ways, each building on the previous one: the bytes unchanged; the same pixel data with other metadata;
re-encoded pixels. The metadata of the file is filtered (``copied_metadata``), put around the bare picture
(``stripped_copy``), and completed by Photon's own (``photo_writing``); if a format cannot hold that, it goes into a
sidecar of the copy. Finally, the finished copy is read again with the full reader to check that nothing is left that
must not be shared.
"""

import io
import mmap
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PIL import Image

from photon.domain import UnreadableFile
from photon.domain.metadata.export_recipe import Copied, Recipe, Reencode
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.people_words import PeopleWords
from photon.domain.metadata.place_words import is_located
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata, UnsafeToEmbed
from photon.domain.photo.file_time import modified_ns
from photon.domain.photo.label_names import label_named
from photon.domain.photo.turn import AS_IT_IS, reverse_turn
from photon.language import tr
from photon.media.copy.copied_metadata import (
    CopiedPicture,
    copied_exif,
    copied_iptc,
    copied_xmp,
    essential_xmp,
    iptc_of,
    only_orientation,
)
from photon.media.copy.face_blur import blur_faces
from photon.media.copy.privacy_filter import PrivacyFilter
from photon.media.copy.stripped_copy import rebuilt
from photon.media.copy.text_cover import cover_lines
from photon.media.copy.tiff_building import from_values
from photon.media.decode import colour_conversion, decoding, opening
from photon.media.decode.image_header import ImageHeader
from photon.media.file import failures
from photon.media.file.file_kinds import is_video
from photon.media.file.source import FileSource, opened, source_of
from photon.media.metadata import exif, facts
from photon.media.metadata.album_fields import may_name_albums
from photon.media.metadata.container import ContainerParts, find_exif
from photon.media.metadata.merge_rules import merge_metadata
from photon.media.metadata.packets import Packets
from photon.media.read.metadata_reading import understand
from photon.media.sidecar.sidecar import ENDING, read_sidecars
from photon.media.write.embedded_blocks import Blocks
from photon.media.write.orientation_writing import turn_file
from photon.media.write.photo_writing import LARGEST, kind_of, with_words_in
from photon.media.write.xmp_writing import merged

_EVERYWHERE = PROFILES["everywhere"]
_FORMATS = {"jpeg": "JPEG", "webp": "WEBP", "png": "PNG"}
_KINDS = {"jpeg": "JPEG", "webp": "WebP", "png": "PNG"}
_TURNED_BY_EXIF = {"JPEG", "PNG", "WebP"}
_SEGMENT = 65_000  # maximum bytes of XMP in a JPEG
_TIFF = {b"II*\0", b"MM\0*"}
_FINE = 90  # quality from which chroma is not subsampled
_MOST_PIXELS = 120_000_000  # maximum pixels to re-encode, limited by the memory of a decoder process


def copy_file(path: str, place: str, mtime_ns: int) -> Copied:
    """Copy a file and its sidecar unchanged.

    Args:
        path: The photo.
        place: Destination, which must not exist.
        mtime_ns: Modification time of the copy.

    Returns:
        Size of the copy, and the sidecar for it.

    Raises:
        OSError: A file cannot be read or written.
        UnreadableFile: The photo changed meanwhile.
    """
    size = Path(path).stat().st_size
    shutil.copyfile(path, place)
    copied = _flush_copy(place, mtime_ns)
    if copied != size:
        raise UnreadableFile("damaged", tr("It changed while it was being copied."), tr("Export it again."))
    sidecar, is_short = _sidecar_of(path)
    return Copied(copied, sidecar, is_short)


def file_names_albums(path: str) -> bool:
    """Return whether a photo's file may name albums; takes as long as reading it.

    Args:
        path: The photo; if it cannot be read, copying it reports that.
    """
    if is_video(path):  # Photon never writes into videos
        return False
    with (
        suppress(OSError, ValueError),  # an empty file cannot be mapped
        Path(path).open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return may_name_albums(data)
    return False


def sidecar_names_albums(path: str) -> bool:
    """Return whether the sidecar that is copied with a photo may name albums.

    Args:
        path: The photo.
    """
    return any(map(file_names_albums, read_sidecars(path).paths[:1]))


def make_copy(path: str, recipe: Recipe, place: str) -> Copied:
    """Copy a photo with other metadata, or re-encoded; runs in a decoder process.

    Args:
        path: The photo.
        recipe: How to make the copy.
        place: Destination.

    Returns:
        Size of the copy, and the sidecar for it.

    Raises:
        UnreadableFile: It is no photo, or damaged.
        UnsafeToEmbed: A copy without the excluded information is not possible; the message is a clause with the reason.
        OSError: The copy cannot be written.
    """
    if is_video(path):
        return _copy_film(path, recipe, place)
    with opened(path) as source:
        if not recipe.carried.shows_all and modified_ns(Path(path).stat()) != recipe.mtime_ns:
            raise UnreadableFile("damaged", tr("It changed while it was being copied."), tr("Export it again."))
        try:
            data, kind = _reencode(source, recipe) if recipe.is_drawn else _copy_with_own_pixels(source, recipe)
            data, beside = _with_own_words(path, data, kind, recipe)
            if not recipe.is_drawn and recipe.turn != AS_IT_IS:
                data = turn_file(data, kind, recipe.turn)
        except MemoryError as error:
            raise UnsafeToEmbed(tr("it is too large for Photon's memory limit")) from error
    if recipe.is_discreet or recipe.unwanted:
        _check_private(data, beside, recipe)
    with Path(place).open("xb") as file:
        file.write(data)
    is_short = beside is not None and _sidecar_of(path)[1] and not recipe.is_drawn
    return Copied(_flush_copy(place, recipe.mtime_ns), beside, is_short)


def _copy_film(path: str, recipe: Recipe, place: str) -> Copied:
    """Copy a video as it is; what Photon has to say of it goes into the sidecar of the copy."""
    reason = tr("it is a video, which Photon copies only unchanged")
    if recipe.is_drawn or recipe.is_discreet:
        raise UnsafeToEmbed(reason)
    keywords = (understand(path, sidecars=False).metadata or Metadata()).keywords
    if _privacy_filter(recipe).keywords(keywords) != keywords:
        raise UnsafeToEmbed(tr("a sensitive keyword in it can't be removed, because {reason}", reason=reason))
    copied, words = copy_file(path, place, recipe.mtime_ns), _words_for(recipe, Metadata(), None)
    if recipe.place is not None:
        words = replace(words or MetadataEdit(), place=recipe.place)
    if copied.beside is not None:
        return replace(copied, beside=_sidecar_with_words(copied.beside, recipe, None))
    return copied if words is None else replace(copied, beside=merged(None, words, _EVERYWHERE)[0])


def _flush_copy(place: str, mtime_ns: int) -> int:
    """Flush a new file to disk and return its size."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        size = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    os.utime(place, ns=(mtime_ns, mtime_ns))
    return size


def _sidecar_of(path: str) -> tuple[bytes | None, bool]:
    """Return the sidecar of a photo, and whether it has the short name."""
    found = read_sidecars(path).paths
    if not found:
        return None, False
    return Path(found[0]).read_bytes(), Path(found[0]).name.casefold() == (Path(path).stem + ENDING).casefold()


def _copy_with_own_pixels(source: FileSource, recipe: Recipe) -> tuple[bytes, str]:
    """Return the photo with its own pixel data; metadata is filtered unless all of it is copied."""
    if source.size > LARGEST:
        raise UnsafeToEmbed(tr("it is larger than {limit} MB; export it as JPEG instead", limit=LARGEST >> 20))
    data = source.slice(0, source.size)
    kind = kind_of(data, source.path)
    if not recipe.is_discreet:
        return data, kind
    try:
        with decoding.quiet():
            picture = opening.open_picture(source, opening.identify(source), 1)
        blocks = _blocks(data, picture, recipe, CopiedPicture())
        return rebuilt(data, kind, blocks), kind
    except failures.DECODING_ERRORS as error:
        if isinstance(error, MemoryError):
            raise
        raise failures.from_decoder(error, kind) from error


def _reencode(source: FileSource, recipe: Recipe) -> tuple[bytes, str]:
    """Return the re-encoded picture with the metadata to be copied."""
    asked = recipe.redrawn or Reencode()
    fit = decoding.Fit(long=asked.long_side or 1 << 30, area=_MOST_PIXELS, own_colours=asked.colours == "keep")
    picture, image = decoding.decode(source, fit, recipe.turn)
    if picture.damage:
        raise UnreadableFile("damaged", picture.damage, tr("Export it unchanged, or repair it."))
    blur_faces(image, recipe.blurred)
    cover_lines(image, recipe.covered)
    kind = asked.format_of(picture.format)
    was_turned = exif.orientation(picture.tags) != 1 or recipe.turn != AS_IT_IS
    about = CopiedPicture(image.size, was_turned, is_srgb=asked.colours == "srgb")
    data = _encoded(image, kind, asked)
    # A TIFF-based RAW file is itself the EXIF structure.
    is_own = not picture.parts.exif and source.slice(0, 4) in _TIFF and source.size <= LARGEST
    whole = source.slice(0, source.size) if is_own else b""
    blocks = _blocks(whole, picture, recipe, about)
    if kind == "jpeg" and blocks.xmp is not None and len(blocks.xmp) > _SEGMENT:
        blocks = replace(blocks, xmp=essential_xmp(blocks.xmp))
    return rebuilt(data, _KINDS[kind], blocks), _KINDS[kind]


def _encoded(image: Image.Image, kind: str, asked: Reencode) -> bytes:
    profile = colour_conversion.srgb_profile() if asked.colours == "srgb" else image.info.get("icc_profile")
    image.info = {}
    options: dict[str, object] = {"icc_profile": profile} if profile else {}
    if kind == "jpeg":
        options |= {"quality": asked.quality, "optimize": True, "subsampling": 0 if asked.quality >= _FINE else 2}
    elif kind == "webp":
        options |= {"quality": asked.quality, "method": 4}
    made = io.BytesIO()
    image.save(made, _FORMATS[kind], **options)
    return made.getvalue()


def _blocks(data: bytes, picture: ImageHeader, recipe: Recipe, about: CopiedPicture) -> Blocks:
    """Return the filtered metadata for a copy."""
    turn = picture.orientation if about.size is None and picture.format in _TURNED_BY_EXIF else 1
    if not recipe.carried.metadata:
        return Blocks(exif=only_orientation(turn))
    packets = Packets(picture.tags, picture.parts)
    rule = _privacy_filter(recipe).knowing(_words(packets))
    block = picture.parts.exif or (data if data[:4] in _TIFF else from_values(picture.tags))
    copied = copied_exif(find_exif(block) or block, rule, about) if block else None
    iptc = iptc_of(picture.parts.photoshop, picture.parts.iptc)
    return Blocks(
        exif=copied or only_orientation(turn),
        xmp=copied_xmp(picture.parts.xmp, rule, about) if picture.parts.xmp else None,
        iptc=copied_iptc(iptc, rule) if iptc else None,
    )


def _privacy_filter(recipe: Recipe) -> PrivacyFilter:
    carried = recipe.carried
    private = (not carried.places, not carried.people, recipe.names, recipe.unwanted, recipe.quoted)
    return PrivacyFilter(*private, text=not carried.readable, hidden=recipe.hidden)


def _with_own_words(path: str, data: bytes, kind: str, recipe: Recipe) -> tuple[bytes, bytes | None]:
    """Return the copy with Photon's metadata, and the content of its sidecar."""
    sidecar = None if recipe.is_discreet or recipe.redrawn is not None else _sidecar_of(path)[0]
    metadata, people = _metadata(data, kind), _people_for(recipe, data, kind)
    beside = None if sidecar is None else _sidecar_with_words(sidecar, recipe, people)
    words = _words_for(recipe, metadata, people)
    if recipe.place is not None:
        words = replace(words or MetadataEdit(), place=recipe.place)
    if words is None:
        return data, beside
    try:
        return with_words_in(path, data, kind, TargetMetadata(words), _EVERYWHERE)[0], beside
    except UnsafeToEmbed as error:
        if recipe.words is None:
            raise UnsafeToEmbed(
                tr("a sensitive keyword in it can't be removed, because {reason}", reason=error.message)
            ) from error
    except MemoryError:
        raise
    except failures.DECODING_ERRORS as error:
        raise failures.from_decoder(error, kind) from error
    return data, beside or merged(None, words, _EVERYWHERE)[0]


def _people_for(recipe: Recipe, data: bytes, kind: str) -> PeopleWords | None:
    """Return the people to write into a copy, which is turned afterwards if its picture isn't encoded again."""
    people = recipe.words.people if recipe.words else None
    if people is None:
        return None
    turn = AS_IT_IS if recipe.is_drawn else reverse_turn(recipe.turn)
    try:
        with decoding.quiet():
            source = source_of(data, "photo." + kind)
            picture = opening.open_picture(source, opening.identify(source), 1)
    except failures.UNREADABLE:
        return None
    orientation = exif.orientation(picture.tags) if picture.format == "TIFF" else picture.orientation
    return replace(
        people, marks=tuple(one.turned(turn) for one in people.marks), orientation=orientation, size=picture.size
    )


def _sidecar_with_words(sidecar: bytes, recipe: Recipe, people: PeopleWords | None) -> bytes:
    """Return the photo's sidecar, changed for the copy; a malformed one is copied unchanged if it needs no edit."""
    present = _words(Packets({}, ContainerParts(xmp=sidecar)))
    words = _words_for(recipe, present, people)
    if recipe.place is not None:  # what a person decided before may be marked there, and would win over the copy's
        words = replace(words or MetadataEdit(), place=recipe.place)
    return sidecar if words is None else merged(sidecar, words, _EVERYWHERE)[0]


def _words_for(recipe: Recipe, before: Metadata, people: PeopleWords | None) -> MetadataEdit | None:
    """Return the metadata edit for a copy; None if nothing has to change."""
    rule = _privacy_filter(recipe).knowing(before)
    albums = before.albums.filtered(rule.allows)
    if recipe.words is None:
        kept = rule.keywords(before.keywords)
        is_kept = kept == before.keywords and albums == before.albums
        return None if is_kept else MetadataEdit(keywords=kept, albums=albums)
    words = recipe.words
    if words.albums is not None:
        albums = words.albums.filtered(rule.allows)
    return MetadataEdit(
        keywords=rule.keywords(words.keywords or ()),
        caption="" if words.caption and rule.reveals(words.caption) else words.caption,
        title="" if words.title and rule.reveals(words.title) else words.title,
        rating=words.rating,
        label=None if words.label == label_named(before.label) else words.label,
        flag=None if words.flag == (before.pick or 0) else words.flag,
        taken=words.taken if recipe.carried.metadata else None,
        albums=albums.beside({tag_key(path) for path in words.keywords or ()}),
        text=words.text and words.text.filtered(lambda line: not rule.reveals(line)),
        people=people,
    )


def _metadata(data: bytes, kind: str) -> Metadata:
    try:
        with decoding.quiet():
            source = source_of(data, "photo." + kind)
            picture = opening.open_picture(source, opening.identify(source), 1)
            return _words(Packets(picture.tags, picture.parts))
    except failures.UNREADABLE:
        return Metadata()


def _words(packets: Packets) -> Metadata:
    try:
        return merge_metadata(packets)
    except failures.DECODING_ERRORS:
        return Metadata()


def _check_private(data: bytes, beside: bytes | None, recipe: Recipe) -> None:
    """Check with the full reader that nothing is left that must not be shared.

    Raises:
        UnsafeToEmbed: Something is left.
    """
    source = source_of(data)
    kind = opening.identify(source)
    with decoding.quiet():
        picture = opening.open_picture(source, kind, 1)
    packets = [Packets(picture.tags, picture.parts)]
    if beside is not None:
        packets.append(Packets({}, ContainerParts(xmp=beside)))
    rule = _privacy_filter(recipe)
    for one in packets:
        left = _words(one)
        gps, wanted = facts.coordinates_of(one), recipe.place.located if recipe.place else ""
        is_placed = rule.places and gps is not None and not (wanted and is_located(wanted, gps))
        is_peopled = (rule.people and (left.faces or left.people)) or any(map(rule.reveals, left.people))
        is_tagged = rule.keywords(left.keywords) != left.keywords or left.albums.filtered(rule.allows) != left.albums
        is_quoted = any(
            rule.reveals(text) for text in (left.caption, left.title) if text and (rule.quoted or rule.hidden)
        )
        if is_placed or is_peopled or is_tagged or is_quoted:
            raise UnsafeToEmbed(tr("something that must be left out would still be in it"))
