"""The filter ``type:``, by file format, or whether it is a video."""

from dataclasses import replace

from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind, unknown_choice
from photon.domain.query.filter_values import Bounds, OneOf, State, Within
from photon.domain.query.query import Filter
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
    "mp4": ("MP4",), "m4v": ("MP4",), "mov": ("MOV",), "3gp": ("3GP",), "webm": ("WebM",), "mkv": ("MKV",),
    "avi": ("AVI",), "mts": ("MTS",), "m2ts": ("MTS",), "mpeg": ("MPEG",), "mpg": ("MPEG",), "wmv": ("WMV",),
    "flv": ("FLV",), "ogv": ("OGV",), "mxf": ("MXF",),
}  # fmt: skip
_SECOND_NAMES = ("jpg", "tif", "jpeg-xl", "m4v", "m2ts", "mpg")
_VIDEO, _PHOTO = "video", "photo"


def _read_format(text: str) -> OneOf | Within | State:
    if text.casefold() in {_VIDEO, _PHOTO}:
        return Within("seconds", Bounds(None, None)) if text.casefold() == _VIDEO else State(_PHOTO)
    names = _FORMATS.get(text.casefold().lstrip(".").replace(" ", "-"))
    if names is None:
        raise unknown_choice("type", text, (*_FORMATS, _VIDEO, _PHOTO), TYPE.help.values)
    return OneOf("format", names)


def finds_videos(part: Filter) -> bool:
    """Return whether a filter leaves nothing but videos."""
    return not part.unwanted and (part.field == "length" or (part.field, part.value.casefold()) == ("type", _VIDEO))


TYPE = FilterKind(
    "type",
    FieldHelp(
        tr("file type"),
        tr("file formats"),
        "raw",
        (_PHOTO, _VIDEO, "jpeg", "png", "webp", "tiff", "gif", "heic", "avif", "jxl", "raw", "mp4", "mov"),
    ),
    "image-square",
    lambda text, _: _read_format(text),
    lambda value: {_VIDEO: tr("video"), _PHOTO: tr("photo")}.get(value.casefold(), value.upper()),
    tr("{words} files"),
    {_VIDEO: tr("videos"), _PHOTO: tr("photos")},
    also=("format", "ext", "filetype"),
)

FORMATS = replace(
    TYPE.group(
        tr("File type"),
        tr("Find a file type"),
        *(value for value in (_VIDEO, *_FORMATS) if value not in _SECOND_NAMES),
    ),
    is_most_first=True,
)
