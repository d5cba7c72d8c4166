"""XMP packets and sidecars: bytes to a tree, safely, and the properties in it.

Safe means: a document type or an entity of its own is refused before anything is parsed, so that nothing is expanded
and nothing is fetched; the size has a limit; and libxml2 keeps its own limits on depth and on the length of one text.

Packets inside pictures are read leniently, because cut and hand-made ones are common and the good fields in front of
the fault are worth having. Sidecars are read strictly: half a sidecar would pass for the whole, and a program that
merges must never write back what it could not read.
"""

import re
from typing import Any

from photon.media.metadata.charsets import xml_text
from photon.media.metadata.rdf import Properties, properties

LARGEST = 64 << 20  # bytes; depth maps in extended XMP take a few million
_UNSAFE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class UnreadableXmp(Exception):  # noqa: N818 - it names the state of a packet, and never reaches a person
    """A packet that must not or cannot be read; its text is a sentence."""


def read_packet(raw: bytes) -> Properties:
    """The properties of a packet inside a picture; empty when nothing can be had from it. Never raises.

    Args:
        raw: The packet, in any of Unicode's encodings, with or without padding and wrapper.
    """
    if not raw or len(raw) > LARGEST:
        return Properties()
    try:
        root = parse(raw, strict=False)
    except UnreadableXmp:
        return Properties()
    return properties(root)


def read_sidecar(raw: bytes) -> Properties:
    """The properties of a sidecar.

    Raises:
        UnreadableXmp: It is empty, too large, not well-formed, not XMP, or declares a document type.
    """
    return properties(parse(raw, strict=True))


def parse(raw: bytes, *, strict: bool) -> Any:  # noqa: ANN401 - lxml has no types of its own
    """The root element of a document.

    Raises:
        UnreadableXmp: As ``read_sidecar``; faults in the form alone only where ``strict``.
    """
    from lxml import etree  # 10 ms at the first packet, which many a library never meets

    if len(raw) > LARGEST:
        raise UnreadableXmp(f"It is larger than {LARGEST >> 20} MB.")
    text = xml_text(raw)
    text = text[max(0, text.find("<")) :] if not strict else text
    if not text:
        raise UnreadableXmp("It is empty.")
    if _UNSAFE.search(text):
        raise UnreadableXmp("It declares a document type or entities, which no XMP needs and which can do harm.")
    # an encoding that the parser is given wins over one that the text declares
    parser = etree.XMLParser(
        encoding="utf-8", recover=not strict, resolve_entities=False, load_dtd=False, no_network=True,
        remove_comments=not strict, remove_pis=not strict, strip_cdata=not strict,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableXmp("It is not well-formed XML.") from error
    if root is None:
        raise UnreadableXmp("It is not XML.")
    return root
