"""The header of a film: what its container says of it, in the form of a picture's header."""

from PIL import Image

from photon.domain import ProblemKind, UnreadableFile
from photon.language import tr
from photon.media.decode.image_header import ImageHeader
from photon.media.file import failures
from photon.media.file.source import FileSource
from photon.media.films.film_boxes import BoxFacts, read_boxes
from photon.media.films.film_kinds import HEAD, kind_of_film
from photon.media.films.local_date import local_date
from photon.media.metadata.container import ContainerParts

_DIGITIZED = ("exif", 0x9004)  # counts if nothing better is known


def film_header(source: FileSource, created: str | None = None) -> tuple[ImageHeader, str]:
    """Read the header of a film; nothing is decoded.

    Args:
        source: The file.
        created: When it was made in UTC, if the player says so.

    Returns:
        The header, without size and picture, and the identifier of a live photo, which may be empty.

    Raises:
        UnreadableFile: It is no film.
    """
    head = source.slice(0, HEAD)
    kind = kind_of_film(head)
    if kind is None:
        raise UnreadableFile(*(_NO_FILM if any(head) else failures.ZEROS))
    try:
        said = read_boxes(source)
    except failures.DECODING_ERRORS:  # the picture is worth showing even if its index is odd
        said = BoxFacts({})
    created = said.created or created
    tags = {_DIGITIZED: local_date(created, source.name), **said.tags} if created else said.tags
    return ImageHeader(kind, Image.new("L", (1, 1)), 1, tags, ContainerParts(xmp=said.xmp)), said.pairing


_NO_FILM: tuple[ProblemKind, str, str] = (
    "video",
    tr("This file is named like a video, but it isn't one that Photon knows; Photon skipped it."),
    tr("If another program plays it, save it there as MP4 with H.264."),
)
