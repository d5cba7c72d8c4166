"""Errors of reading and decoding a file, with messages for the user."""

import errno
import struct
import zlib

from PIL import Image, ImageCms

from photon.domain import ProblemKind, UnreadableFile

# Everything that Pillow, libheif, LibRaw and Photon's parsers are known to raise for malformed images. Anything else is
# a bug and must surface.
DECODING_ERRORS: tuple[type[Exception], ...] = (
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

_BY_ERRNO: dict[int, tuple[ProblemKind, str, str]] = {
    errno.ENOENT: ("vanished", "The file went away before Photon could read it.", ""),
    errno.ENOTDIR: ("vanished", "The file went away before Photon could read it.", ""),
    errno.ESTALE: ("vanished", "The file went away before Photon could read it.", ""),
    errno.EACCES: (
        "unreadable",
        "Photon is not allowed to read this file.",
        "Change its permissions, then press F5.",
    ),
    errno.EPERM: (
        "unreadable",
        "Photon is not allowed to read this file.",
        "Change its permissions, then press F5.",
    ),
    errno.EISDIR: ("not-a-file", "This is a folder with a photo's name; Photon skipped it.", ""),
    errno.ENXIO: ("not-a-file", "This is no ordinary file; Photon skipped it.", ""),
    errno.ENODEV: ("not-a-file", "This is no ordinary file; Photon skipped it.", ""),
    errno.ELOOP: (
        "loop",
        "This symbolic link leads back to itself; Photon skipped it.",
        "Delete or correct the link.",
    ),
    errno.ENAMETOOLONG: ("name", "The path is too long to be opened.", "Shorten the name or move the file."),
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
        f"The disk could not deliver this file ({reason}).",
        "Check the disk and its cable, then press F5.",
    )


def from_decoder(error: Exception, kind: str) -> UnreadableFile:
    """Convert an error while decoding a file.

    Args:
        error: One of ``DECODING_ERRORS``.
        kind: Format of the file, by its first bytes.
    """
    if isinstance(error, UnreadableFile):
        return error
    if isinstance(error, MemoryError):
        return UnreadableFile(
            "too-large",
            "Decoding this picture needs more memory than Photon allows for one picture.",
            "Save a smaller copy of it to see it here.",
        )
    if isinstance(error, OSError) and error.errno in {errno.EIO, errno.ESTALE}:
        return from_disk(error)
    return damaged(kind)


def damaged(kind: str) -> UnreadableFile:
    """The error for an image that cannot be decoded.

    Args:
        kind: Format of the file, by its first bytes.
    """
    return UnreadableFile(
        "damaged",
        f"The file begins like {kind}, but its picture cannot be decoded.",
        "If you have a backup of it, restore it from there.",
    )


def too_large(width: int, height: int) -> UnreadableFile:
    """The error for an image with too many pixels.

    Args:
        width: Pixels.
        height: Pixels.
    """
    millions = max(1, round(width * height / 1e6))
    return UnreadableFile(
        "too-large",
        f"The picture claims {width:,} × {height:,} pixels ({millions:,} megapixels), more than Photon decodes.",
        "Save a smaller copy of it to see it here.",
    )


def too_heavy(size: int) -> UnreadableFile:
    """The error for a file that is larger than any photo.

    Args:
        size: Bytes.
    """
    return UnreadableFile(
        "too-large",
        f"The file has {size / 1e9:.1f} GB, more than any photo; Photon did not read it.",
        "Save a smaller copy of it to see it here.",
    )


_Parts = tuple[ProblemKind, str, str]
EMPTY: _Parts = ("empty", "The file is empty: it holds no bytes.", "Copy it again from where it came, or delete it.")
ZEROS: _Parts = (
    "damaged",
    "The file holds nothing but zeros, as after a power cut while it was copied.",
    "Copy it again from where it came.",
)
UNKNOWN: _Parts = (
    "unsupported",
    "There is no picture in this file that Photon can read.",
    "If another program shows it, save it from there as JPEG or PNG.",
)
FILM: _Parts = ("video", "This is a film with a photo's name; Photon does not show films yet.", "")
NOT_A_FILE: _Parts = ("not-a-file", "This is no ordinary file; Photon skipped it.", "")
BAD_NAME: _Parts = ("name", "The file's name is not valid text; Photon cannot keep track of it.", "Rename the file.")
