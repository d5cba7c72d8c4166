"""Parse XMP packets and sidecars safely.

Safely means: a document type or entity declaration is rejected before parsing, so that nothing is expanded or fetched;
the size is limited; and libxml2 keeps its own limits on depth and text length.

Packets inside pictures are parsed leniently, because truncated and hand-made ones are common and the fields before the
error are useful. Sidecars are parsed strictly: half a sidecar would be taken for the whole, and a program that merges
must never write back what it could not read.
"""

import re
from typing import Any

from photon.language import tr
from photon.media.metadata.charsets import xml_text
from photon.media.metadata.rdf import Properties, properties

LARGEST = 64 << 20  # bytes; depth maps in extended XMP need a few megabytes
_UNSAFE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class UnreadableXmp(Exception):  # noqa: N818 - named after the state of the packet; never shown to users
    """A packet that is unsafe or malformed; the message is a sentence."""


def read_packet(raw: bytes) -> Properties:
    """Read the properties of a packet inside a picture; empty if nothing can be read. Never raises.

    Args:
        raw: The packet, in any Unicode encoding, with or without padding and wrapper.
    """
    if not raw or len(raw) > LARGEST:
        return Properties()
    try:
        root = parse(raw, strict=False)
    except UnreadableXmp:
        return Properties()
    return properties(root)


def read_sidecar(raw: bytes) -> Properties:
    """Read the properties of a sidecar.

    Args:
        raw: The sidecar.

    Raises:
        UnreadableXmp: It is empty, too large, not well-formed, not XMP, or declares a document type.
    """
    return properties(parse(raw, strict=True))


def parse(raw: bytes, *, strict: bool) -> Any:  # noqa: ANN401 - lxml has no types of its own
    """Parse a document.

    Args:
        raw: The document.
        strict: Whether it must be well-formed.

    Returns:
        The root element.

    Raises:
        UnreadableXmp: It is empty, too large, not XML, or declares a document type; if ``strict``, also if it is not
            well-formed.
    """
    from lxml import etree  # takes 10 ms; many libraries contain no XMP

    if len(raw) > LARGEST:
        raise UnreadableXmp(tr("It is larger than {limit} MB.", limit=LARGEST >> 20))
    text = xml_text(raw)
    text = text[max(0, text.find("<")) :] if not strict else text
    if not text:
        raise UnreadableXmp(tr("It is empty."))
    if _UNSAFE.search(text):
        raise UnreadableXmp(tr("It declares a document type or entities, which are unsafe and not used in XMP."))
    # The parser's encoding overrides the declared one.
    parser = etree.XMLParser(
        encoding="utf-8", recover=not strict, resolve_entities=False, load_dtd=False, no_network=True,
        remove_comments=not strict, remove_pis=not strict, strip_cdata=not strict,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableXmp(tr("It isn't well-formed XML.")) from error
    if root is None:
        raise UnreadableXmp(tr("It isn't XML."))
    return root
