"""Detect the format of a file by its first bytes."""

from pathlib import Path
from typing import Literal

from photon.media.file.file_kinds import is_raw

Kind = Literal["JPEG", "PNG", "WebP", "TIFF", "GIF", "BMP", "HEIF", "AVIF", "JXL", "RAW", "film"]

HEAD = 512
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_RAW = (
    b"FUJIFILMCCD-RAW",
    b"FOVb",
    b"\0MRM",
    b"IIU\0",
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"MMRO",
    b"IIII",
    b"MMMM",
)
_PLAIN: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\xff\x0a", "JXL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JXL"),
    (b"\x1aE\xdf\xa3", "film"),
    (b"\0\0\x01\xba", "film"),
)
_AVIF = {b"avif", b"avis"}
_HEIF = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1"}
_FILM = {b"qt  ", b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"3gp4", b"3gp5", b"dash"}


def identify(head: bytes, name: str) -> Kind | None:
    """Detect the format of an image.

    Args:
        head: The first HEAD bytes of the file.
        name: File name; only used to distinguish a RAW file from the TIFF that it is based on.

    Returns:
        The format, or None if Photon doesn't support it.
    """
    for magic, kind in _PLAIN:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "WebP", b"AVI ": "film"}.get(head[8:12])  # type: ignore[return-value]
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[:2] == b"BM" and head[6:10] != b"":
        return "BMP"
    return _by_tiff(head, name)


def begins_like_picture(path: str) -> bool:
    """Return whether the first bytes of a file are those of a supported image format; False if it cannot be read.

    Args:
        path: The file; its name is ignored.
    """
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    kind = identify(head, "")
    if kind == "BMP":  # a two-byte signature is weak, so also check that the four reserved bytes are zero
        return head[6:10] == bytes(4)
    return kind not in {None, "film"}


def _by_brand(head: bytes) -> Kind | None:
    end = min(int.from_bytes(head[:4], "big") or HEAD, HEAD)
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, end - 3, 4)}
    if b"crx " in brands:
        return "RAW"
    if brands & _AVIF:
        return "AVIF"
    if brands & _HEIF:
        return "HEIF"
    return "film" if brands & _FILM else None


def _by_tiff(head: bytes, name: str) -> Kind | None:
    if head.startswith(_RAW) or head[6:14] == b"HEAPCCDR":
        return "RAW"
    if head.startswith(_TIFF):
        raw = is_raw(name) or head[8:10] == b"CR" or head[8:12] in {b"IIII", b"MMMM"}
        return "RAW" if raw else "TIFF"
    # LibRaw supports more cameras than are listed here; only try it for names of RAW files.
    return "RAW" if is_raw(name) else None
