"""One file, told in full: format, size, time, place, camera, and all words in it and beside it."""

from photon.domain import Facts, UnreadableFile
from photon.domain.metadata import Account
from photon.media import exif, facts
from photon.media.decoding import Fit, decode
from photon.media.metadata import words_of
from photon.media.packets import Packets
from photon.media.reading import LONG, SHORT
from photon.media.sidecar import Sidecars, read_sidecars
from photon.media.source import opened


def understand(path: str, *, sidecars: bool = True) -> Account:
    """Everything that a photo and its sidecars say.

    The picture is decoded, at a preview's size: only that tells whether the file is a photo, and how large it is.

    Args:
        path: The file; it is only read.
        sidecars: Whether files beside it are asked too.

    Returns:
        With a problem and nothing else where there is no picture in it.
    """
    try:
        with opened(path) as source:
            picture, _ = decode(source, Fit(short=SHORT, long=LONG))
    except UnreadableFile as error:
        return Account(path, problem=error.at(path))
    beside = read_sidecars(path) if sidecars else Sidecars()
    packets = Packets(picture.tags, picture.parts)
    # Pillow turns TIFFs by itself, but the marks on them count before that
    turn = exif.orientation(picture.tags) if picture.format == "TIFF" else picture.orientation
    width, height = picture.upright
    return Account(
        path,
        Facts(picture.format, width, height, **facts.describe(packets, beside.properties)),
        words_of(packets, beside.properties, turn),
        sidecars=tuple(beside.paths),
        passed_over=tuple(beside.passed_over),
    )
