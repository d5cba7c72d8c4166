"""Which file names may hold a photo; the content decides later."""

_PHOTO = "jpg jpeg jpe jfif mpo png apng webp tif tiff gif bmp dib heic heics heif heifs hif avif avifs jxl"
_RAW = (
    "3fr arw cr2 cr3 crw dcr dcs dng erf fff gpr iiq k25 kdc mdc mef mos mrw nef nrw orf ori pef raf raw rw2 "
    "rwl sr2 srf srw x3f"
)
_VIDEO = "mp4 m4v mov qt avi mkv webm mpg mpeg m2v mts m2ts 3gp 3g2 wmv asf flv ogv insv lrv mxf vob"  # not ts: code
# Pictures that Photon cannot read: told, not silently dropped
_OTHER = "jp2 j2k j2c jpc jpf jpx jpm jxr wdp hdp psd psb xcf tga pcx sgi ico ppm pgm pbm pnm exr hdr"
PHOTO_ENDINGS = frozenset(_PHOTO.split())
RAW_ENDINGS = frozenset(_RAW.split())
VIDEO_ENDINGS = frozenset(_VIDEO.split())
OTHER_ENDINGS = frozenset(_OTHER.split())


def ending(name: str) -> str:
    """The file ending in lower case without its dot; empty for ``.jpg`` and ``photo``."""
    stem, dot, tail = name.rpartition(".")
    return tail.lower() if dot and stem and not stem.endswith("/") else ""


def is_photo(name: str) -> bool:
    """Whether a file of this name is looked at as a photo."""
    tail = ending(name)
    return tail in PHOTO_ENDINGS or tail in RAW_ENDINGS


def is_raw(name: str) -> bool:
    """Whether this name belongs to a camera's RAW file."""
    return ending(name) in RAW_ENDINGS


def is_video(name: str) -> bool:
    """Whether this name belongs to a film."""
    return ending(name) in VIDEO_ENDINGS


def is_other_picture(name: str) -> bool:
    """Whether this name belongs to a picture of a format that Photon does not read."""
    return ending(name) in OTHER_ENDINGS
