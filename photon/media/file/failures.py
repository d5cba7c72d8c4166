"""Errors of reading and decoding a file, with messages for the user."""

import errno
import struct
import zlib

from photon.domain import ProblemKind, UnreadableFile
from photon.language import tr

DECODING_ERRORS: tuple[type[Exception], ...]
"""Everything that Pillow, libheif, LibRaw and Photon's parsers are known to raise for malformed images.

Anything else is a bug and must surface.
"""
UNREADABLE: tuple[type[Exception], ...]
"""The same, and what Photon raises for such images."""


def __getattr__(name: str) -> tuple[type[Exception], ...]:
    """Put these errors together when a file is decoded: Pillow has two of them, and the window starts without it."""
    if name not in {"DECODING_ERRORS", "UNREADABLE"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from PIL import Image, ImageCms

    known: tuple[type[Exception], ...] = (
        ArithmeticError,
        AssertionError,
        AttributeError,
        BufferError,
        EOFError,
        Image.DecompressionBombError,
        ImageCms.PyCMSError,
        LookupError,
        MemoryError,
        OSError,
        RuntimeError,
        SyntaxError,
        TypeError,
        ValueError,
        Warning,
        struct.error,
        zlib.error,
    )
    globals().update(DECODING_ERRORS=known, UNREADABLE=(UnreadableFile, *known))
    found: tuple[type[Exception], ...] = globals()[name]
    return found


_Parts = tuple[ProblemKind, str, str]
NOT_A_FILE: _Parts = ("not-a-file", tr("This isn't a regular file; Photon skipped it."), "")
_VANISHED: _Parts = ("vanished", tr("The file disappeared before Photon could read it."), "")
_FORBIDDEN: _Parts = (
    "unreadable",
    tr("You don't have permission to read this file."),
    tr("Change its permissions, then rescan folders."),
)
_BY_ERRNO: dict[int, _Parts] = {
    errno.ENOENT: _VANISHED,
    errno.ENOTDIR: _VANISHED,
    errno.ESTALE: _VANISHED,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EISDIR: ("not-a-file", tr("This is a folder named like a photo; Photon skipped it."), ""),
    errno.ENXIO: NOT_A_FILE,
    errno.ENODEV: NOT_A_FILE,
    errno.ELOOP: (
        "loop",
        tr("This symbolic link points back to itself; Photon skipped it."),
        tr("Delete or fix the link."),
    ),
    errno.ENAMETOOLONG: ("name", tr("The path is too long to open."), tr("Shorten the name or move the file.")),
}


def from_disk(error: OSError) -> UnreadableFile:
    """Convert an error while opening or reading a file.

    Args:
        error: The error.
    """
    known = _BY_ERRNO.get(error.errno or 0)
    if known:
        return UnreadableFile(*known)
    reason = error.strerror or type(error).__name__
    return UnreadableFile(
        "unreadable",
        tr("The disk couldn't read this file ({reason}).", reason=reason),
        tr("Check the disk and its cable, then rescan folders."),
    )


def from_decoder(error: Exception, kind: str) -> UnreadableFile:
    """Convert an error while decoding a file.

    Args:
        error: One of ``DECODING_ERRORS``.
        kind: Format of the file, by its first bytes.
    """
    if isinstance(error, MemoryError):
        return UnreadableFile(
            "too-large",
            tr("Decoding this image needs more memory than Photon allows for one image."),
            tr("To see it here, save a smaller copy."),
        )
    if isinstance(error, OSError) and error.errno in {errno.EIO, errno.ESTALE}:
        return from_disk(error)
    return damaged(kind)


def damaged(kind: str) -> UnreadableFile:
    """Return the error for an image that cannot be decoded.

    Args:
        kind: Format of the file, by its first bytes.
    """
    return UnreadableFile(
        "damaged",
        tr("The file looks like {format}, but it can't be decoded.", format=kind),
        tr("If you have a backup, restore it from there."),
    )


def too_large(width: int, height: int) -> UnreadableFile:
    """Return the error for an image with too many pixels.

    Args:
        width: Pixels.
        height: Pixels.
    """
    millions = max(1, round(width * height / 1e6))
    return UnreadableFile(
        "too-large",
        tr(
            "The image claims {width:,} × {height:,} pixels ({millions:,} megapixels), more than Photon can decode.",
            width=width,
            height=height,
            millions=millions,
        ),
        tr("To see it here, save a smaller copy."),
    )


def too_heavy(size: int) -> UnreadableFile:
    """Return the error for a file that is larger than any photo.

    Args:
        size: Bytes.
    """
    return UnreadableFile(
        "too-large",
        tr("The file is {size:.1f} GB, too large for a photo; Photon skipped it.", size=size / 1e9),
        tr("To see it here, save a smaller copy."),
    )


EMPTY: _Parts = ("empty", tr("The file is empty (0 bytes)."), tr("Copy it again from the original, or delete it."))
ZEROS: _Parts = (
    "damaged",
    tr("The file contains only zeros, as after a power failure while copying."),
    tr("Copy it again from the original."),
)
UNKNOWN: _Parts = (
    "unsupported",
    tr("Photon can't read this format, or the file isn't an image."),
    tr("If another program can open it, save it as JPEG or PNG."),
)
FILM: _Parts = (
    "video",
    tr("This is a video named like a photo; Photon skipped it."),
    tr("Give its name the ending of a video, such as .mp4."),
)
ONLY_PICTURES: _Parts = ("video", tr("This is a video; Photon does that with photos only."), "")
BAD_NAME: _Parts = ("name", tr("The file name isn't valid text; Photon can't add it."), tr("Rename the file."))
