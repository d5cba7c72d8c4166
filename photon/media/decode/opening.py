"""What kind of picture a file holds, and its header, read by the module of that kind."""

from photon.domain import UnreadableFile
from photon.media.decode.image_header import Opened, open_with_pillow
from photon.media.file import failures, signature
from photon.media.file.file_kinds import is_raw
from photon.media.file.source import FileSource
from photon.media.metadata import exif


def identify(source: FileSource) -> signature.Kind:
    """The kind of picture in a file.

    Raises:
        UnreadableFile: None that Photon reads.
    """
    head = source.slice(0, signature.HEAD)
    kind = signature.identify(head, source.name)
    if kind == "film":
        raise UnreadableFile(*failures.FILM)
    if kind == "TIFF" and _is_raw(exif.read_tags(source.stream)):
        return "RAW"
    if kind is None:
        empty = not any(head) and (source.data is None or not source.data.strip(b"\0"))
        raise UnreadableFile(*(failures.ZEROS if empty else failures.UNKNOWN))
    return kind


def _is_raw(tags: exif.Tags) -> bool:
    """Whether a TIFF is a RAW file under another name: a DNG, or one that leads with its thumbnail."""
    purpose = tags.get(("main", 0x00FE))
    leads_with_thumbnail = isinstance(purpose, tuple) and int(purpose[0]) & 1 == 1
    return ("main", 0xC612) in tags or leads_with_thumbnail


def open_picture(source: FileSource, kind: signature.Kind, least: int) -> Opened:
    """Read the header of a picture.

    Args:
        source: The file.
        kind: What it is.
        least: Pixels that the short side should have at least, where a RAW file holds several sizes.

    Raises:
        UnreadableFile: It has more pixels than Photon decodes.
        Exception: Any of ``failures.DECODING_ERRORS``.
    """
    if kind == "RAW":
        return _open_raw(source, least)
    if kind == "HEIF":
        from photon.media.decode import heif

        return heif.open_heif(source)
    if kind == "JXL":
        from photon.media.decode import jxl

        return jxl.open_jxl(source)
    return open_with_pillow(source, kind)


def _open_raw(source: FileSource, least: int) -> Opened:
    from photon.media.decode import raw

    try:
        return raw.open_raw(source, least)
    except ValueError:
        # Not every TIFF that leads with a thumbnail comes from a camera; but no name of a RAW file goes on
        # here, where its thumbnail would pass for the picture
        if is_raw(source.name) or signature.identify(source.slice(0, signature.HEAD), "") != "TIFF":
            raise
        return open_with_pillow(source, "TIFF")
