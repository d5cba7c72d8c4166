"""Write a corrected capture date in the form that programs read.

- XMP: ``exif:DateTimeOriginal`` and ``photoshop:DateCreated``. ``photon:DateTaken`` marks the date as a person's
choice,
  so that a sidecar takes precedence over the photo itself, whose EXIF cannot always be changed.
- EXIF: DateTimeOriginal with fraction and offset, if there is an inner directory. Programs read it before XMP.

Other dates, such as the date of digitising, are not changed.
"""

import re

from photon.domain.metadata.writing import FieldChange, MetadataEdit, Profile
from photon.media.metadata.facts import DECIDED
from photon.media.metadata.rdf import Properties
from photon.media.write.tiff_fields import TEXT, TiffFields
from photon.media.write.xmp_document import XmpDocument

_ORIGINAL, _CREATED = "exif:DateTimeOriginal", "photoshop:DateCreated"
_PARTS = ("exif:SubSecTimeOriginal", "exif:OffsetTimeOriginal")
"""Fields of other programs that would be combined with ours, which already contains fraction and zone."""
DATE_FIELDS = (_ORIGINAL, _CREATED, *_PARTS, DECIDED)
EXIF_DATE_TAGS = frozenset({0x9003, 0x9291, 0x9011})
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(.*)", re.ASCII)
_NAMES = {0x9003: "EXIF DateTimeOriginal", 0x9291: "EXIF SubSecTimeOriginal", 0x9011: "EXIF OffsetTimeOriginal"}


def put_date(document: XmpDocument, words: MetadataEdit, _: Profile) -> None:
    """Write the date of an edit into XMP.

    Args:
        document: The document.
        words: The edit.
        _: The profile; dates are written the same for all.
    """
    if words.taken is None:
        return
    for field in (_ORIGINAL, _CREATED, DECIDED):
        if document.properties.text(field) != words.taken:
            document.set_text(field, words.taken)
    for field in _PARTS:
        if field in document.properties.values:
            document.remove(field)


def says_date(before: Properties, after: Properties, words: MetadataEdit) -> bool:
    """Return whether a document has the date of an edit, or the former date if the edit sets none.

    Args:
        before: Properties of the document before.
        after: Its properties now.
        words: The edit.
    """
    if words.taken is None:
        return all(after.text(field) == before.text(field) for field in DATE_FIELDS)
    return all(after.text(field) == words.taken for field in (_ORIGINAL, _CREATED, DECIDED))


def put_exif_date(fields: TiffFields, taken: str) -> list[FieldChange]:
    """Write a date into EXIF, unless it has no directory for it.

    Args:
        fields: The structure; modified in place.
        taken: The date in ISO 8601.

    Returns:
        The changes.
    """
    found = _DATE.fullmatch(taken)
    if not found or not fields.fields("exif"):
        return []
    year, month, day, clock, fraction, zone = found.groups()
    changes = []
    for tag, text in ((0x9003, f"{year}:{month}:{day} {clock}"), (0x9291, fraction or ""), (0x9011, zone)):
        was = (fields.value("exif", tag) or b"").split(b"\0", 1)[0].decode("latin-1").strip()
        if was == text:
            continue
        if text:
            fields.set_field("exif", tag, text.encode() + b"\0", TEXT)
        else:
            fields.drop("exif", tag)
        changes.append(FieldChange(_NAMES[tag], (was,) if was else (), (text,) if text else ()))
    return changes
