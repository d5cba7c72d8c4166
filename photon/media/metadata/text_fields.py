"""Which text of a file Photon has read in the picture and written, so that it is never taken for a person's caption.

``photon:Text`` has the text. Where it is the description, ``photon:Description`` repeats that: a description is
Photon's as long as both are the same. Once a person changes it, it is a caption.
"""

from collections.abc import Collection, Iterable

from photon.domain.metadata.written_text import WrittenText
from photon.media.metadata.charsets import readable
from photon.media.metadata.rdf import Properties

TEXT, OWN_DESCRIPTION, DESCRIPTION = "photon:Text", "photon:Description", "dc:description"
TEXT_FIELDS = (TEXT, OWN_DESCRIPTION)
_CUT = 1900  # bytes from which another program may have cut a copy: IPTC holds 2,000


def own_description(properties: Properties) -> str:
    """Return the description of a packet if Photon wrote it from the text in the picture; else an empty text.

    Args:
        properties: Properties of the packet.
    """
    text = properties.text(DESCRIPTION)
    return text if text == properties.text(OWN_DESCRIPTION) else ""


def text_of(packets: Iterable[Properties]) -> WrittenText:
    """Find what Photon has written of the text in a picture; the first packet that has any counts.

    Args:
        packets: Properties of the sidecars, then those of the file's packet.
    """
    found = (WrittenText(one.text(TEXT), own_description(one)) for one in packets)
    return next((one for one in found if one != WrittenText()), WrittenText())


def own_texts(packets: Iterable[Properties]) -> frozenset[str]:
    """Return the descriptions that Photon wrote from the text in a picture, which other programs may have copied.

    Args:
        packets: Properties of the sidecars and of the file's packet.
    """
    return frozenset(filter(None, (_plain(readable(one.text(OWN_DESCRIPTION))) for one in packets)))


def is_own(text: str, own: Collection[str]) -> bool:
    """Return whether a description is one of Photon's own, or a copy of it that was cut.

    Args:
        text: The description.
        own: Photon's, from ``own_texts``.
    """
    plain = _plain(text)
    return plain in own or (len(plain.encode()) > _CUT and any(one.startswith(plain) for one in own))


def _plain(text: str) -> str:
    return " ".join(text.split())
