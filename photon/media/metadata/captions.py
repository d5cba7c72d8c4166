"""Caption and title: one order of precedence over all fields that contain them.

Caption: the sidecar's ``dc:description``, then the file's ``dc:description``, IPTC Caption-Abstract, ImageDescription,
UserComment. Title: the sidecar's ``dc:title``, then the file's ``dc:title``, IPTC ObjectName. The first non-empty one
is used; whitespace and texts that cameras write by themselves count as empty, and so does what Photon wrote from the
text in the picture (``text_fields``). ``tiff:ImageDescription`` and ``exif:UserComment`` in XMP are copies of the EXIF
fields and come right after them.

Of several languages, the default (``x-default``) is used, else the first.
"""

import re
from collections.abc import Iterable

from photon.media.metadata import exif
from photon.media.metadata.charsets import guessed, readable, user_comment
from photon.media.metadata.exif import Tags
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties
from photon.media.metadata.text_fields import is_own, own_texts

_LONGEST = 20_000  # characters; the longest real caption seen so far has 2,000
# Texts that cameras and phones write into ImageDescription by themselves (lower case, single spaces)
_PLACEHOLDERS = frozenset(
    ["<untitled>", "untitled", "sony dsc", "binary comment", "default", "exif_jpeg_picture", "samsung camera pictures",
     "user comments", "processed with vsco", "dav", "cof", "mde", "mde_soft", "edf", "btf", "btfmdn", "btfhdr", "btr",
     "fbt", "fbthdr", "frem", "rbt", "rpt", "ptr", "ptfbty", "ptfbth", "qrf", "rhdr", "hdrpl", "hrhdr", "oznor",
     "oznorwo", "frontbhdp", "sdr_hdrb", "burst", "mon", "vivo", "cam_front"]
)  # fmt: skip
_BY_A_CAMERA = re.compile(
    r"[A-Z0-9 .,&_-]*\bDIGITAL (?:STILL )?CAMERA|<[^<>]*(?:Digimax|Samsung)[^<>]*>|(?:[A-Z]:)?[\\/]?DCIM[\\/].*"
)
_FILLING = re.compile(r"\b(?:digital|still|camera|cameras|image|picture|exif|jpeg)\b", re.IGNORECASE)
_PARTS = re.compile(r"[\W_]+")


def caption_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> str | None:
    """Find the caption of a photo.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, which take precedence.

    Returns:
        The caption, or None.
    """
    sidecars, tags = list(sidecars), packets.tags
    makers, own = _makers(tags), own_texts((*sidecars, packets.xmp))
    candidates = [
        *(properties.text("dc:description") for properties in sidecars),
        packets.xmp.text("dc:description"),
        packets.iptc.caption,
        _text(tags, exif.DESCRIPTION),
        packets.xmp.text("tiff:ImageDescription") or packets.xmp.text("exif:ImageDescription"),
        _text(tags, exif.COMMENT),
        packets.xmp.text("exif:UserComment"),
    ]
    for text in map(readable, candidates):
        if text and not is_placeholder(text, makers) and not is_own(text, own):
            return text[:_LONGEST]
    return None


def title_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> str | None:
    """Find the title of a photo.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, which take precedence.

    Returns:
        The title as one line, or None.
    """
    candidates = [*(properties.text("dc:title") for properties in sidecars), packets.xmp.text("dc:title")]
    for text in [*candidates, packets.iptc.title]:
        if line := " ".join(readable(text).split()):
            return line[:_LONGEST]
    return None


def _text(tags: Tags, tag: int) -> str:
    """Return an EXIF field as text, from its proper IFD or from the one in which it is sometimes misplaced."""
    for directory in ("main", "exif") if tag == exif.DESCRIPTION else ("exif", "main"):
        value = tags.get((directory, tag))
        if isinstance(value, bytes):
            value = user_comment(value) if tag == exif.COMMENT else guessed(value.split(b"\0", 1)[0])
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _makers(tags: Tags) -> list[str]:
    """Return the names of manufacturer and camera."""
    return [name for tag in (0x010F, 0x0110) if isinstance(name := tags.get(("main", tag)), str)]


def is_placeholder(text: str, cameras: Iterable[str]) -> bool:
    """Return whether a camera wrote this by itself: a known phrase, or nothing but its own name.

    Args:
        text: A caption.
        cameras: Names of manufacturer and camera.
    """
    if " ".join(text.split()).casefold() in _PLACEHOLDERS or _BY_A_CAMERA.fullmatch(text):
        return True
    makers = {word for name in cameras for word in _PARTS.split(name.casefold()) if word}
    words = [word for word in _PARTS.split(_FILLING.sub(" ", text).casefold()) if word]
    return bool(makers) and set(words) <= makers
