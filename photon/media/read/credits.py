"""Read the credits of a photo: its creator and its licence.

Creator: ``dc:creator``, then ``photoshop:Credit``, EXIF Artist. Licence: the URL in ``cc:license`` or
``xmpRights:WebStatement``, then ``xmpRights:UsageTerms``, ``dc:rights``, EXIF Copyright. A sidecar takes precedence
over the file.
"""

from collections.abc import Iterable

from photon.domain.metadata.export_recipe import Credits
from photon.media.decode import decoding, opening
from photon.media.file import failures
from photon.media.file.source import opened
from photon.media.metadata import exif
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties
from photon.media.sidecar.sidecar import read_sidecars

_LICENCE = "{http://creativecommons.org/ns#}license"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_LONGEST = 500  # characters


def read_credits(path: str) -> Credits:
    """Read the credits of a photo; empty if it cannot be read.

    Args:
        path: The file; it is only read.
    """
    try:
        with opened(path) as source, decoding.quiet():
            picture = opening.open_picture(source, opening.identify(source), 1)
            return credits_of(Packets(picture.tags, picture.parts), read_sidecars(path).properties)
    except failures.UNREADABLE:
        return Credits()


def credits_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> Credits:
    """Find the credits in metadata packets.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, which take precedence.
    """
    properties = [*sidecars, packets.xmp]
    makers = [", ".join(one.texts("dc:creator")) or one.text("photoshop:Credit") for one in properties]
    names = (_LICENCE, f"{_RIGHTS}WebStatement", f"{_RIGHTS}UsageTerms", "dc:rights")
    licences = [one.text(name) for one in properties for name in names]
    return Credits(
        _first([*makers, _tag(packets, exif.ARTIST)]),
        _first([*licences, _tag(packets, exif.COPYRIGHT)]),
    )


def _tag(packets: Packets, tag: int) -> str:
    value = packets.tags.get(("main", tag))
    return value if isinstance(value, str) else ""


def _first(texts: Iterable[str]) -> str:
    return next((" ".join(text.split())[:_LONGEST] for text in texts if text.strip()), "")
