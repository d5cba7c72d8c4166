"""Drawn pictures that test whether this computer's libraries write and read each format; no user photo is used."""

import io
import struct
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from photon.domain import PhotonError
from photon.domain.arrays import Pixels
from photon.language import tr
from photon.media.decode.decoding import Fit, decode
from photon.media.file.source import source_of
from photon.media.metadata.xmp import parse

COLOURS: Final = {"red": (200, 20, 20), "green": (20, 140, 30), "blue": (20, 40, 200)}
FORMATS: Final = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "AVIF": "AVIF", "HEIC": "HEIF", "JPEG XL": "JXL"}
"""Format names of Pillow, by the names that people use."""
_SIDE = 64  # pixels
_RATE = 10  # frames of a second
_FARTHEST = 40  # maximum change of a channel, in levels, by a lossy format


def draw_photo(path: Path, colour: str) -> None:
    """Write a JPEG of one of ``COLOURS``."""
    Image.new("RGB", (4 * _SIDE, 3 * _SIDE), COLOURS[colour]).save(path)


def draw_words(words: str) -> Pixels:
    """Draw large black words on white, uint8 (height, width, 3)."""
    picture = Image.new("RGB", (8 * _SIDE, 2 * _SIDE), "white")
    ImageDraw.Draw(picture).text((_SIDE / 2, _SIDE / 2), words, "black", ImageFont.load_default(_SIDE))
    return np.asarray(picture)


def draw_film(path: Path, colour: str) -> None:
    """Write a film of a second in one of ``COLOURS``: JPEGs in an AVI file, which needs no encoder of films."""
    buffer = io.BytesIO()
    Image.new("RGB", (_SIDE, _SIDE), COLOURS[colour]).save(buffer, "JPEG")
    frame = _chunk(b"00dc", buffer.getvalue())
    kind = struct.pack("<10I", 1_000_000 // _RATE, 0, 0, 16, _RATE, 0, 1, 0, _SIDE, _SIDE) + bytes(16)
    stream = struct.pack("<4s4s10I4H", b"vids", b"MJPG", 0, 0, 0, 1, _RATE, 0, _RATE, 0, 0, 0, 0, 0, _SIDE, _SIDE)
    picture = struct.pack("<3i2H4s5I", 40, _SIDE, _SIDE, 1, 24, b"MJPG", 3 * _SIDE**2, 0, 0, 0, 0)
    heads = _chunk(b"LIST", b"strl" + _chunk(b"strh", stream) + _chunk(b"strf", picture))
    index = b"".join(struct.pack("<4s3I", b"00dc", 16, 4 + at * len(frame), len(frame) - 8) for at in range(_RATE))
    parts = _chunk(b"LIST", b"hdrl" + _chunk(b"avih", kind) + heads), _chunk(b"LIST", b"movi" + _RATE * frame)
    path.write_bytes(_chunk(b"RIFF", b"AVI " + b"".join(parts) + _chunk(b"idx1", index)))


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def round_trip(name: str) -> str:
    """Write a picture in one of ``FORMATS``, and read it with Photon's decoder.

    Args:
        name: The format's name.

    Returns:
        The library with its version.

    Raises:
        PhotonError: The decoded picture is wrong. Exceptions of a broken library are not caught.
    """
    red = COLOURS["red"]
    data, library = _encoded(FORMATS[name], Image.new("RGB", (_SIDE, _SIDE), red))
    _, image = decode(source_of(data), Fit(_SIDE))
    found = image.convert("RGB").resize((1, 1)).tobytes()
    if any(abs(ours - theirs) > _FARTHEST for ours, theirs in zip(red, found, strict=True)):
        raise PhotonError(tr("The colours are wrong."))
    return library


def _encoded(kind: str, image: Image.Image) -> tuple[bytes, str]:
    """Encode a picture in this format; return the file and the library that wrote it."""
    buffer = io.BytesIO()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(image).save(buffer)
        return buffer.getvalue(), f"pillow_heif {pillow_heif.__version__}, libheif {pillow_heif.libheif_version()}"
    if kind == "JXL":
        import pillow_jxl  # noqa: F401 - it registers the format
    image.save(buffer, kind)
    package = "pillow-jxl-plugin" if kind == "JXL" else "pillow"
    return buffer.getvalue(), f"{package} {version(package)}"


def raw_version() -> str:
    """Return LibRaw and its version; this only loads it, because camera files cannot be drawn."""
    import rawpy

    return "LibRaw " + ".".join(map(str, rawpy.libraw_version))


def xml_version() -> str:
    """Return the XML library for sidecars and its version, after parsing one line as a test.

    Raises:
        PhotonError: The line was parsed wrongly.
    """
    from lxml import etree

    if parse("<a xmlns:b='b'><b:c>é</b:c></a>".encode(), strict=True).findtext("{b}c") != "é":
        raise PhotonError(tr("A text was not read again."))
    return "libxml2 " + ".".join(map(str, etree.LIBXML_VERSION))
