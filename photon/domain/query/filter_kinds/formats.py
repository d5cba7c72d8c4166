"""The filter ``type:``, by file format."""

from dataclasses import replace

from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind, unknown_choice
from photon.domain.query.filter_values import OneOf
from photon.language import tr

# RAW formats by file extension, as in media.file.file_kinds, and the name for RAW files with any other extension.
RAW = (
    "RAW", "DNG", "3FR", "ARW", "CR2", "CR3", "CRW", "DCR", "DCS", "ERF", "FFF", "GPR", "IIQ", "K25", "KDC", "MDC",
    "MEF", "MOS", "MRW", "NEF", "NRW", "ORF", "ORI", "PEF", "RAF", "RW2", "RWL", "SR2", "SRF", "SRW", "X3F",
)  # fmt: skip
_FORMATS: dict[str, tuple[str, ...]] = {
    "jpeg": ("JPEG",), "jpg": ("JPEG",), "png": ("PNG",), "webp": ("WebP",), "tiff": ("TIFF",), "tif": ("TIFF",),
    "gif": ("GIF",), "bmp": ("BMP",), "heic": ("HEIC",), "heif": ("HEIF", "HEIC"), "avif": ("AVIF",),
    "jxl": ("JPEG XL",), "jpeg-xl": ("JPEG XL",), **{name.lower(): (name,) for name in RAW}, "raw": RAW,
}  # fmt: skip
_SECOND_NAMES = ("jpg", "tif", "jpeg-xl")


def _read_format(text: str) -> OneOf:
    names = _FORMATS.get(text.casefold().lstrip(".").replace(" ", "-"))
    if names is None:
        raise unknown_choice("type", text, _FORMATS, TYPE.help.values)
    return OneOf("format", names)


TYPE = FilterKind(
    "type",
    FieldHelp(
        tr("file type"), tr("file formats"), "raw", ("jpeg", "png", "webp", "tiff", "gif", "heic", "avif", "jxl", "raw")
    ),
    "image-square",
    lambda text, _: _read_format(text),
    str.upper,
    tr("{words} files"),
    also=("format", "ext", "filetype"),
)

FORMATS = replace(
    TYPE.group(tr("File type"), tr("Find a file type"), *(value for value in _FORMATS if value not in _SECOND_NAMES)),
    is_most_first=True,
)
