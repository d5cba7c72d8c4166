"""The metadata blocks of a photo, and changing all of them consistently.

Photon writes XMP. IPTC and EXIF are updated where they contain the same fields already, because Photon and other
programs read the union of all blocks: a removed keyword must not reappear from another field.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from photon.domain.metadata.writing import FieldChange, MetadataEdit, Profile, UnsafeToEmbed
from photon.language import tr
from photon.media.metadata.rdf import Properties
from photon.media.metadata.xmp import UnreadableXmp
from photon.media.write import exif_writing, iptc_writing
from photon.media.write.album_writing import with_album_keywords
from photon.media.write.date_writing import EXIF_DATE_TAGS
from photon.media.write.iptc_writing import UnknownIptc
from photon.media.write.place_writing import EXIF_PLACE_TAGS
from photon.media.write.tiff_fields import TiffFields, UnknownStructure
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import OWNED, album_levels, check_for, fields_in, merged
from photon.quick_dataclass import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The metadata blocks of a container; None for a missing block.

    Attributes:
        xmp: The XMP packet.
        exif: EXIF as a TIFF structure.
        photoshop: Photoshop image resources, including IPTC.
        iptc: Bare IPTC.
        more_xmp: Packets of extended XMP; they are read only.
    """

    xmp: bytes | None = None
    exif: bytes | None = None
    photoshop: bytes | None = None
    iptc: bytes | None = None
    more_xmp: bytes | None = None


def only(found: Sequence[T]) -> T | None:
    """Return the only block of its kind; None if there is none.

    Args:
        found: All blocks of a kind.

    Raises:
        UnsafeToEmbed: There are several, and programs differ in which they read.
    """
    if len(found) > 1:
        raise UnsafeToEmbed(tr("it contains the same kind of metadata more than once"))
    return found[0] if found else None


def check_unsigned(is_signed: bool) -> None:  # noqa: FBT001 - what is checked
    """Check that a file has no signature that a change would invalidate.

    Args:
        is_signed: Whether it has one.

    Raises:
        UnsafeToEmbed: It has one.
    """
    if is_signed:
        raise UnsafeToEmbed(tr("its content credentials (C2PA) would no longer be valid"))


def with_words(
    blocks: Blocks, words: MetadataEdit, profile: Profile, former_caption: str
) -> tuple[Blocks, tuple[FieldChange, ...]]:
    """Change metadata blocks.

    Args:
        blocks: The current blocks.
        words: The edit.
        profile: Which fields to write.
        former_caption: The current caption, to find the fields that repeat it.

    Returns:
        The new blocks, and the changes field by field.

    Raises:
        UnsafeToEmbed: A block cannot be changed safely.
    """
    try:
        _check_more(blocks, words)
        xmp, changes = merged(blocks.xmp, words, profile)
        before = _properties(blocks.xmp)
        words, album = with_album_keywords(words, before), album_levels(words, before, profile)
        new, found = replace(blocks, xmp=xmp if changes else blocks.xmp), list(changes)
        if new.xmp is not None:  # other path fields there also keep the flat names of their levels
            profile = replace(profile, paths=tuple(fields_in(_properties(new.xmp), profile)))
        if blocks.exif is not None:
            fields = TiffFields(blocks.exif)
            some = exif_writing.put_words(fields, words, profile, former_caption, album)
            new, found = replace(new, exif=fields.to_bytes() if some else blocks.exif), found + some
        if blocks.iptc is not None:
            iptc, some = iptc_writing.with_words(blocks.iptc, words, profile, album)
            new, found = replace(new, iptc=iptc), found + some
        if blocks.photoshop is not None:
            bare = new.iptc if new.iptc != blocks.iptc else None
            photoshop, some = iptc_writing.photoshop_with_words(blocks.photoshop, words, profile, bare, album)
            new, found = replace(new, photoshop=photoshop), found + some
    except UnreadableXmp as error:
        raise UnsafeToEmbed(tr("its XMP can't be read. {reason}", reason=error)) from error
    except UnknownStructure as error:
        raise UnsafeToEmbed(tr("its EXIF is damaged")) from error
    except UnknownIptc as error:
        raise UnsafeToEmbed(tr("its IPTC is damaged, or in a character set that Photon can't write")) from error
    return new, tuple(found)


def _properties(xmp: bytes | None) -> Properties:
    return Properties() if xmp is None else XmpDocument(xmp, OWNED).properties


def _check_more(blocks: Blocks, words: MetadataEdit) -> None:
    """Check that extended XMP contains none of the properties to be changed."""
    if blocks.more_xmp is None:
        return
    try:
        there = set(XmpDocument(blocks.more_xmp, OWNED).properties.values)
    except UnreadableXmp:
        there = set(OWNED)
    if there & set(OWNED) and words != MetadataEdit():
        raise UnsafeToEmbed(tr("its XMP is split into several packets (extended XMP)"))


def check_kept(before: Blocks, after: Blocks, words: MetadataEdit, profile: Profile) -> None:
    """Check that all fields that are not Photon's are unchanged.

    Args:
        before: The old blocks.
        after: The new blocks.
        words: The edit.
        profile: Which fields were written.

    Raises:
        ValueError: A field has changed.
    """
    if after.xmp != before.xmp:
        check_for(before.xmp, words, profile)(after.xmp or b"")
    if after.exif != before.exif:
        owned = exif_writing.OWNED | (EXIF_DATE_TAGS if words.taken is not None else frozenset())
        owned |= EXIF_PLACE_TAGS if words.place and words.place.located else frozenset()
        old, new = (TiffFields(one.exif or b"").all_values(owned) for one in (before, after))
        if old != new:
            raise ValueError(tr("an unrelated EXIF field would change"))
    if after.photoshop != before.photoshop:
        old_resources, new_resources = (iptc_writing.other_resources(one.photoshop or b"") for one in (before, after))
        if old_resources != new_resources:
            raise ValueError(tr("an unrelated resource would change"))
    if after.iptc != before.iptc and iptc_writing.others(before.iptc or b"") != iptc_writing.others(after.iptc or b""):
        raise ValueError(tr("an unrelated IPTC field would change"))
    if after.more_xmp != before.more_xmp:
        raise ValueError(tr("another packet would change"))
