"""Metadata for a copy: EXIF, XMP and IPTC, rebuilt from the fields that may be shared.

Blocks that cannot be parsed cannot be filtered, so they are dropped. Also dropped is what only makes sense for the
original: maker notes (some contain locations and names), thumbnails, RAW development settings, and lists of further
pictures in the file.
"""

from photon.domain.metadata.album_words import AlbumWords
from photon.domain.metadata.writing import PROFILES, MetadataEdit
from photon.media.copy.privacy_filter import CREDITS, PrivacyFilter
from photon.media.copy.tiff_building import TiffEntry, built, entries_of, number
from photon.media.metadata.album_fields import OWNED_KEYWORDS, collections_in
from photon.media.metadata.charsets import guessed, user_comment, utf16
from photon.media.metadata.exif import BYTES_PER_VALUE
from photon.media.metadata.iptc import CHARSET, CHARSETS, KEYWORD, TEXT_RECORD, blocks, datasets
from photon.media.metadata.keyword_tree import CATEGORIES, HIERARCHY
from photon.media.metadata.keywords import owned_paths_in
from photon.media.metadata.packets import unswapped
from photon.media.metadata.xmp import UnreadableXmp
from photon.media.write.album_writing import keywords_in
from photon.media.write.iptc_writing import joined
from photon.media.write.tiff_fields import TEXT, TiffFields, UnknownStructure
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import OWNED, merged
from photon.quick_dataclass import dataclass

_EVERYWHERE = PROFILES["everywhere"]

# XMP about the original file: development settings, further pictures, thumbnail
_OF_THE_FILE = (
    "{http://ns.adobe.com/camera-raw-", "{http://ns.google.com/photos/1.0/", "{http://ns.adobe.com/hdr-gain-map/",
    "{http://ns.apple.com/", "xmpNote:", "xmp:Thumbnails", "{http://ns.adobe.com/photoshop/1.0/}EmbeddedXMPDigest",
    "photoshop:DocumentAncestors", "{http://ns.google.com/photos/dd/",
)  # fmt: skip
_OF_THE_PIXELS = (
    "tiff:Orientation", "tiff:ImageWidth", "tiff:ImageLength", "exif:PixelXDimension", "exif:PixelYDimension",
    "tiff:BitsPerSample", "tiff:Compression", "exif:ColorSpace", "photoshop:ICCProfile", "photoshop:ColorMode",
)  # fmt: skip
_OF_TURNED_PIXELS = ("mwg-rs:", "MP:RegionInfo")

_ORIENTATION, _WIDTH, _HEIGHT = 0x0112, 0xA002, 0xA003
_COLOUR_SPACE = 0xA001
# Pixel layout and pointers of the original; packets that are copied separately; maker notes and private data
_NOT_COPIED = {
    0x00FE, 0x00FF, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0111, 0x0115, 0x0116, 0x0117, 0x011C, 0x0142, 0x0143,
    0x0144, 0x0145, 0x014A, 0x015B, 0x0201, 0x0202, 0x02BC, 0x83BB, 0x8649, 0x8769, 0x8773, 0x8825, 0x927C, 0xA005,
    0x935C, 0xC4A5,
}  # fmt: skip
_TEXTS = {TEXT, 129}  # the second in UTF-8 (Exif 3.0)
_SMALL = 64  # bytes, in which a picture of the text has no room
_LAST_OF_EXIF = 0xA500  # what follows and is no text is private to a program
_FIRST_OF_DNG = 0xC600  # tags from here on describe RAW data
_XP = {0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F}
_XP_KEYWORDS, _COMMENT, _OWNER = 0x9C9E, 0x9286, 0xA430
_CREDITED = {0x013B, 0x8298, 0x9C9D}  # Artist, Copyright, XPAuthor
_PLACE_SETS = {26, 27, 90, 92, 95, 100, 101}
_PREVIEW_SETS = {200, 201, 202}
_CREDIT_SETS = {80, 85, 110, 115, 116, 118, 122}


@dataclass(frozen=True, slots=True)
class CopiedPicture:
    """The picture that the metadata will describe.

    Attributes:
        size: Width and height, if it was re-encoded; None if it is the original's.
        was_turned: Whether its orientation was applied.
        is_srgb: Whether it was converted to sRGB.
    """

    size: tuple[int, int] | None = None
    was_turned: bool = False
    is_srgb: bool = False


def copied_exif(block: bytes, discretion: PrivacyFilter, pixels: CopiedPicture) -> bytes | None:
    """Rebuild EXIF for a copy.

    Args:
        block: EXIF of the original.
        discretion: What must not be shared.
        pixels: The picture of the copy.

    Returns:
        The block; None if nothing is left.
    """
    try:
        fields = TiffFields(block)
        order = "<" if block[:2] == b"II" else ">"
        main = [one for one in entries_of(fields, "main") if _goes(one, discretion)]
        inner = [one for one in entries_of(fields, "exif") if _goes(one, discretion)]
        gps = [] if discretion.places else entries_of(fields, "gps")
    except UnknownStructure:
        return None
    main = [_without_names(one, discretion) for one in main]
    if pixels.size is not None:
        main = [one for one in main if one.tag != _ORIENTATION]
        inner = [one for one in inner if one.tag not in {_WIDTH, _HEIGHT}]
        inner += [number(order, tag, side) for tag, side in zip((_WIDTH, _HEIGHT), pixels.size, strict=True)]
    if pixels.is_srgb:
        inner = [one for one in inner if one.tag != _COLOUR_SPACE] + [number(order, _COLOUR_SPACE, 1, 3)]
    return built(order, {"main": main, "exif": inner, "gps": gps}) if main or inner or gps else None


def only_orientation(orientation: int) -> bytes | None:
    """Return EXIF with nothing but an orientation; None for an upright picture.

    Args:
        orientation: EXIF orientation, 1..8.
    """
    return built(">", {"main": [number(">", _ORIENTATION, orientation, 3)]}) if orientation != 1 else None


def _goes(entry: TiffEntry, discretion: PrivacyFilter) -> bool:
    if entry.tag in _NOT_COPIED or entry.tag >= _FIRST_OF_DNG or (discretion.people and entry.tag == _OWNER):
        return False
    if entry.tag in _CREDITED or entry.tag == _XP_KEYWORDS:
        return True
    is_suspect = entry.tag > _LAST_OF_EXIF or (discretion.text and len(entry.raw) > _SMALL)
    if is_suspect and entry.kind not in _TEXTS and entry.tag not in {*_XP, _COMMENT}:
        return False
    return not discretion.reveals(_text(entry))


def _text(entry: TiffEntry) -> str:
    if entry.tag in _XP:
        return utf16(entry.raw)
    if entry.tag == _COMMENT:
        return user_comment(entry.raw)
    return guessed(entry.raw.split(b"\0", 1)[0]) if BYTES_PER_VALUE[entry.kind] == 1 else ""


def _without_names(entry: TiffEntry, discretion: PrivacyFilter) -> TiffEntry:
    if entry.tag != _XP_KEYWORDS:
        return entry
    names = [name for name in utf16(entry.raw).rstrip("\0").split(";") if name]
    kept = [path[0] for path in discretion.keywords((name,) for name in names)]
    return entry if kept == names else TiffEntry(entry.tag, entry.kind, ";".join(kept).encode("utf-16-le") + b"\0\0")


def copied_xmp(raw: bytes, discretion: PrivacyFilter, pixels: CopiedPicture) -> bytes | None:
    """Filter an XMP packet for a copy.

    Args:
        raw: XMP of the original.
        discretion: What must not be shared.
        pixels: The picture of the copy.

    Returns:
        The packet; None if nothing is left or it cannot be parsed.
    """
    dropped = (*_OF_THE_FILE, *(_OF_THE_PIXELS if pixels.size else ()))
    dropped += _OF_TURNED_PIXELS if pixels.was_turned else ()
    # Keyword trees also name branches that the photo does not have; the lists contain the same keywords.
    dropped += (CATEGORIES, HIERARCHY) if discretion != PrivacyFilter() else ()
    try:
        document = XmpDocument(raw)
        keywords, albums = keywords_in(document.properties), _albums(document)
        document.prune(
            lambda name: name.startswith(dropped) or discretion.hides(name),
            lambda name, text: name not in CREDITS and not name.startswith("xmpRights:") and discretion.reveals(text),
            spared=_KEYWORD_FIELDS,
        )
        kept, shelved = discretion.keywords(keywords), albums.filtered(discretion.allows)
        made = document.to_bytes()
        if (kept, shelved) != (keywords_in(XmpDocument(made).properties), _albums(XmpDocument(made))):
            made, _ = merged(made, MetadataEdit(keywords=kept, albums=shelved), _EVERYWHERE)
        return made if XmpDocument(made).properties.values else None
    except UnreadableXmp:
        return None


def _albums(document: XmpDocument) -> AlbumWords:
    """Return what Photon has written of albums into a document."""
    found = document.properties
    return AlbumWords(owned_paths_in(found), collections_in([found]))


def essential_xmp(raw: bytes) -> bytes:
    """Reduce an XMP packet to metadata and credits, for a format that cannot hold all of it.

    Args:
        raw: The packet.
    """
    document = XmpDocument(raw)
    kept = {*OWNED, *CREDITS}
    document.prune(
        lambda _: False,
        lambda name, _: name not in kept and not name.startswith(("rdf:", "xml:", "xmpRights:")),
    )
    return document.to_bytes()


_KEYWORD_FIELDS = frozenset({
    "dc:subject", "lr:hierarchicalSubject", "digiKam:TagsList", "MicrosoftPhoto:LastKeywordXMP",
    "mediapro:CatalogSets", CATEGORIES, HIERARCHY, OWNED_KEYWORDS,
})  # fmt: skip


def copied_iptc(block: bytes, discretion: PrivacyFilter) -> bytes | None:
    """Filter IPTC for a copy.

    Args:
        block: IPTC of the original.
        discretion: What must not be shared.

    Returns:
        The block; None if nothing is left.
    """
    sets = list(datasets(block))
    charset = next((CHARSETS.get(raw, "") for record, which, raw in sets if (record, which) == (1, CHARSET)), "")
    kept = [one for one in sets if _may_stay(one, discretion, charset)]
    return joined(kept) if any(record == TEXT_RECORD and which for record, which, _ in kept) else None


def _may_stay(one: tuple[int, int, bytes], discretion: PrivacyFilter, charset: str) -> bool:
    record, which, raw = one
    if record != TEXT_RECORD:
        return record == 1
    if which in _PREVIEW_SETS or (discretion.places and which in _PLACE_SETS):
        return False
    text = guessed(raw, charset)
    if which == KEYWORD:
        return bool(discretion.keywords([(text,)]))
    return which in _CREDIT_SETS or not discretion.reveals(text)


def iptc_of(photoshop: bytes, bare: bytes) -> bytes:
    """Find the IPTC of a file; empty if there is none.

    Args:
        photoshop: Photoshop image resources.
        bare: Bare IPTC.
    """
    return unswapped(bare) or next(blocks(photoshop), b"")
