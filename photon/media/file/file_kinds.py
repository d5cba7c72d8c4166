"""File names that may belong to photos; the content decides later."""

_PHOTO = "jpg jpeg jpe jfif mpo png apng webp tif tiff gif bmp dib heic heics heif heifs hif avif avifs jxl"
_RAW = (
    "3fr arw cr2 cr3 crw dcr dcs dng erf fff gpr iiq k25 kdc mdc mef mos mrw nef nrw orf ori pef raf raw rw2 "
    "rwl sr2 srf srw x3f"
)
_VIDEO = "mp4 m4v mov qt avi mkv webm mpg mpeg m2v mts m2ts 3gp 3g2 wmv asf flv ogv insv lrv mxf vob"  # not ts: code
# Image formats that Photon cannot read; they are reported, not silently skipped.
_OTHER = "jp2 j2k j2c jpc jpf jpx jpm jxr wdp hdp psd psb xcf tga pcx sgi ico ppm pgm pbm pnm exr hdr"
PHOTO_ENDINGS = frozenset(_PHOTO.split())
RAW_ENDINGS = frozenset(_RAW.split())
VIDEO_ENDINGS = frozenset(_VIDEO.split())
OTHER_ENDINGS = frozenset(_OTHER.split())


def ending(name: str) -> str:
    """Return the file extension in lower case without its dot; empty for ``.jpg`` and ``photo``.

    Args:
        name: File name.
    """
    stem, dot, tail = name.rpartition(".")
    return tail.lower() if dot and stem and not stem.endswith("/") else ""


def is_photo(name: str) -> bool:
    """Return whether a file of this name is treated as a photo.

    Args:
        name: File name.
    """
    tail = ending(name)
    return tail in PHOTO_ENDINGS or tail in RAW_ENDINGS


def is_raw(name: str) -> bool:
    """Return whether the extension is that of a camera RAW file.

    Args:
        name: File name.
    """
    return ending(name) in RAW_ENDINGS


def is_video(name: str) -> bool:
    """Return whether the extension is that of a video.

    Args:
        name: File name.
    """
    return ending(name) in VIDEO_ENDINGS


def is_other_picture(name: str) -> bool:
    """Return whether the extension is that of an image format that Photon does not read.

    Args:
        name: File name.
    """
    return ending(name) in OTHER_ENDINGS
