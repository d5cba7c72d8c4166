"""Update EXIF where it contains a caption, keywords or a rating already, so that it does not contradict XMP.

ImageDescription follows the caption unless a camera wrote it; UserComment follows if it repeated the caption;
XPKeywords, Rating and RatingPercent follow if present. For a corrected date see ``date_writing``,
for coordinates ``place_writing``. No other field is added: Photon writes XMP, and missing EXIF fields cannot contradict
it (Metadata Working Group, Guidelines for handling image metadata 2.0, 5.1 and 5.3).
"""

import math

from photon.domain.metadata.writing import FieldChange, MetadataEdit, Profile
from photon.media.metadata import exif
from photon.media.metadata.captions import is_placeholder
from photon.media.metadata.charsets import guessed, readable, user_comment, utf16
from photon.media.metadata.exif import COMMENT, DESCRIPTION, RATING, RATING_PERCENT, XP_KEYWORDS
from photon.media.metadata.keywords import edits
from photon.media.write.album_writing import NO_LEVELS, AlbumLevels
from photon.media.write.date_writing import put_exif_date
from photon.media.write.place_writing import put_exif_place
from photon.media.write.tiff_fields import BYTES, TEXT, UNDEFINED, Directory, TiffFields
from photon.media.write.xmp_writing import PERCENTS, flat_names, levels_kept

OWNED = {DESCRIPTION, COMMENT, RATING, RATING_PERCENT, XP_KEYWORDS, exif.XMP, exif.IPTC, exif.PHOTOSHOP}
_MAKERS = (0x010F, 0x0110)
_UNICODE = b"UNICODE\0"


def put_words(
    fields: TiffFields, words: MetadataEdit, profile: Profile, former: str, album: AlbumLevels = NO_LEVELS
) -> list[FieldChange]:
    """Update EXIF.

    Args:
        fields: The structure; modified in place.
        words: The edit.
        profile: Decides which flat keywords to write.
        former: The previous caption of the file.
        album: Which flat keywords stay because of albums.

    Returns:
        The changes.
    """
    changes: list[FieldChange] = []
    if words.caption is not None:
        _put_description(fields, words.caption, changes)
        _put_comment(fields, words.caption, former, changes)
    if words.keywords is not None and (raw := fields.value("main", XP_KEYWORDS)) is not None:
        was = utf16(raw).rstrip("\0")
        there = [name for name in was.split(";") if name.strip()]
        levels = levels_kept(there, words.keywords, profile.paths, album)
        gone, more = edits(there, (name for name in flat_names(words.keywords, profile, levels) if ";" not in name))
        if gone or more:
            _set_text(
                fields, XP_KEYWORDS, (was, ";".join([*(name for name in there if name not in gone), *more])), changes
            )
    if words.rating is not None:
        _put_rating(fields, words.rating, changes)
    if words.taken is not None:
        changes += put_exif_date(fields, words.taken)
    return changes + put_exif_place(fields, words.place) if words.place and words.place.located else changes


def _put_description(fields: TiffFields, caption: str, changes: list[FieldChange]) -> None:
    raw = fields.value("main", DESCRIPTION)
    if raw is None:
        return
    makers = [guessed(value.split(b"\0", 1)[0]) for tag in _MAKERS if (value := fields.value("main", tag))]
    was = readable(guessed(raw.split(b"\0", 1)[0]))
    if was and not is_placeholder(was, makers):
        _set_text(fields, DESCRIPTION, (was, caption), changes)


def _put_comment(fields: TiffFields, caption: str, former: str, changes: list[FieldChange]) -> None:
    for directory in ("exif", "main"):
        raw = fields.value(directory, COMMENT)
        if raw is not None and former and user_comment(raw) == former:
            _set_text(fields, COMMENT, (former, caption), changes, directory)


def _set_text(
    fields: TiffFields, tag: int, texts: tuple[str, str], changes: list[FieldChange], directory: Directory = "main"
) -> None:
    was, text = texts
    if was == text:
        return
    if not text:
        fields.drop(directory, tag)
    elif tag == DESCRIPTION:
        fields.set_field(directory, tag, text.encode() + b"\0", TEXT)
    elif tag == XP_KEYWORDS:
        fields.set_field(directory, tag, text.encode("utf-16-le") + b"\0\0", BYTES)
    else:
        fields.set_field(directory, tag, _comment(text), UNDEFINED)
    names = {DESCRIPTION: "EXIF ImageDescription", XP_KEYWORDS: "EXIF XPKeywords", COMMENT: "EXIF UserComment"}
    changes.append(FieldChange(names[tag], (was,) if was else (), (text,) if text else ()))


def _comment(text: str) -> bytes:
    if text.isascii():
        return b"ASCII\0\0\0" + text.encode()
    return _UNICODE + b"\xff\xfe" + text.encode("utf-16-le")  # with byte order mark, as EXIF does not define the order


def _put_rating(fields: TiffFields, rating: float, changes: list[FieldChange]) -> None:
    stars = 0 if math.isnan(rating) else max(0, min(5, math.floor(rating + 0.5)))
    for tag, name, value in (
        (RATING, "EXIF Rating", stars),
        (RATING_PERCENT, "EXIF RatingPercent", PERCENTS[stars]),
    ):
        was = fields.number("main", tag)
        if was is None:
            continue
        if math.isnan(rating):
            fields.drop("main", tag)
            changes.append(FieldChange(name, (str(was),), ()))
        elif was != value:
            fields.put_number("main", tag, value)
            changes.append(FieldChange(name, (str(was),), (str(value),)))
