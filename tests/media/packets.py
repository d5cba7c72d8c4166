"""Metadata built byte by byte, as programs write it."""

import struct
from pathlib import Path

from photon.media.metadata.container import ContainerParts
from photon.media.metadata.exif import Tags
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import NAMESPACES

_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix not in {"xml", "x"})


def packet(body: str, attributes: str = "") -> bytes:
    """Return an XMP packet around the elements of one description."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {_DECLARED}><rdf:Description rdf:about="" {attributes}>{body}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def bag(name: str, *items: str, kind: str = "Bag") -> str:
    return f"<{name}><rdf:{kind}>{''.join(f'<rdf:li>{item}</rdf:li>' for item in items)}</rdf:{kind}></{name}>"


def languages(name: str, **texts: str) -> str:
    """Return a text in several languages; ``x_default`` means ``x-default``."""
    items = "".join(
        f'<rdf:li xml:lang="{language.replace("_", "-")}">{text}</rdf:li>' for language, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def branch(name: str, *below: str, applied: bool | None = None, more: str = "") -> str:
    """Return a node of the MWG's hierarchy of keywords, with its children and other fields."""
    said = "" if applied is None else f"<mwg-kw:Applied>{applied}</mwg-kw:Applied>"
    children = f"<mwg-kw:Children><rdf:Bag>{''.join(below)}</rdf:Bag></mwg-kw:Children>" if below else ""
    return f'<rdf:li rdf:parseType="Resource"><mwg-kw:Keyword>{name}</mwg-kw:Keyword>{said}{more}{children}</rdf:li>'


def hierarchy(*branches: str) -> str:
    """Return the MWG's hierarchy of keywords."""
    inside = f"<mwg-kw:Hierarchy><rdf:Bag>{''.join(branches)}</rdf:Bag></mwg-kw:Hierarchy>"
    return f'<mwg-kw:Keywords rdf:parseType="Resource">{inside}</mwg-kw:Keywords>'


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return b"\x1c" + bytes([record, number]) + struct.pack(">H", len(value)) + value


def resource(iptc: bytes, kind: int = 0x0404) -> bytes:
    """Return a Photoshop resource."""
    return b"8BIM" + struct.pack(">H", kind) + b"\0\0" + struct.pack(">I", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)


def packets(tags: Tags | None = None, **parts: bytes) -> Packets:
    return Packets(tags or {}, ContainerParts(**parts))  # type: ignore[arg-type]


def with_segment(path: str, marker: int, payload: bytes) -> str:
    """Insert a segment into a JPEG, directly after its start."""
    data = Path(path).read_bytes()
    segment = bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload
    Path(path).write_bytes(data[:2] + segment + data[2:])
    return path


def with_xmp(path: str, xmp: bytes) -> str:
    """Insert an XMP packet into a JPEG."""
    return with_segment(path, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
