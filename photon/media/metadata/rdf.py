"""RDF as XMP writes it (ISO 16684-1, 7): from the tree of a packet to properties by name.

All notations of a property are equivalent: attribute or element; structures as ``rdf:parseType``, nested description or
attributes; values with qualifiers. Names are identified by their namespace, never by their prefix; if a malformed
packet does not declare its prefixes, the usual ones are assumed.
"""

from collections.abc import Container, Iterator
from dataclasses import field
from functools import lru_cache
from typing import Any

from photon.quick_dataclass import dataclass

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "rdf": _RDF,
    "x": "adobe:ns:meta/",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "mwg-coll": "http://www.metadataworkinggroup.com/schemas/collections/",
    "mwg-kw": "http://www.metadataworkinggroup.com/schemas/keywords/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "stArea": "http://ns.adobe.com/xmp/sType/Area#",
    "photon": "urn:x-photon:xmp:1.0/",
    "stDim": "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
}
# Older spellings, also known to ExifTool.
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    "http://ns.microsoft.com/photo/1.0": "MicrosoftPhoto",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://ns.adobe.com/xmp/1.0/": "xmp",
    "http://ns.acdsee.com/regions/": "acdsee-rs",
    "http://ns.adobe.com/xmp/sType/Area": "stArea",
}
_SYNONYMS = {"xap": "xmp", "xapDM": "xmpDM", "microsoft": "MicrosoftPhoto"}
LISTS = {"rdf:Bag", "rdf:Seq", "rdf:Alt"}
_NOT_DATA = {"rdf", "xml", "x"}  # namespaces of the notation
_DEEPEST = 40  # XMP's own structures have five levels; a keyword hierarchy needs two per level

Value = Any
"""``str``, ``list`` of values, ``dict`` of values by name, or ``Languages``."""


@dataclass(slots=True)
class Languages:
    """A text in several languages, by language tag."""

    texts: dict[str, str] = field(default_factory=dict)

    @property
    def best(self) -> str:
        """The default text, else the first.

        An empty default means that there is none: this is how a text is removed whose translations are kept.
        """
        if self.texts.get("x-default") == "":
            return ""
        for wanted in ("x-default", "x-repair"):
            if self.texts.get(wanted, "").strip():
                return self.texts[wanted]
        return next((text for text in self.texts.values() if text.strip()), "")


@dataclass(slots=True)
class Properties:
    """The properties of one packet by name, e.g. ``dc:subject``; names in unknown namespaces are ``{uri}name``."""

    values: dict[str, Value] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a property as a single text; empty if it is missing or no text.

        Args:
            name: Name of the property.
        """
        return as_text(self.values.get(name))

    def texts(self, name: str) -> list[str]:
        """Return a property as a list of texts; a single text is a list of one.

        Args:
            name: Name of the property.
        """
        value = self.values.get(name)
        if isinstance(value, Languages):  # e.g. keywords written as alternatives: all of them count
            value = list(value.texts.values())
        items = value if isinstance(value, list) else [value]
        return [text for item in items if (text := as_text(item))]

    def structs(self, name: str) -> list[dict[str, Value]]:
        """Return a property as a list of structures.

        Args:
            name: Name of the property.
        """
        return as_structs(self.values.get(name))

    def add(self, other: "Properties") -> None:
        """Add the properties of another packet that are missing here.

        Args:
            other: The other packet.
        """
        for name, value in other.values.items():
            _add_value(self.values, name, value)


def as_structs(value: Value) -> list[dict[str, Value]]:
    """Return a value as a list of structures.

    Args:
        value: Value of a property.
    """
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def as_text(value: Value) -> str:
    """Return a value as a single text; empty if it is none.

    Args:
        value: Value of a property.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Languages):
        return value.best.strip()
    if isinstance(value, list) and value:
        return as_text(value[0])
    return as_text(value["rdf:value"]) if isinstance(value, dict) and "rdf:value" in value else ""


def properties(root: Any, names: Container[str] | None = None) -> Properties:  # noqa: ANN401 - lxml has no types
    """Read the properties of all descriptions in a tree. Of duplicates, the first is used, but lists are joined.

    Args:
        root: The tree.
        names: Properties to read; None for all. Some packets contain megabytes of irrelevant data.
    """
    found = Properties()
    for node in descriptions(root):
        for name, value in _struct(node, 0, names).items():
            _add_value(found.values, name, value)
    return found


def descriptions(root: Any) -> Iterator[Any]:  # noqa: ANN401
    """Find the elements of a tree that contain properties.

    Args:
        root: The tree.

    Yields:
        The elements.
    """
    roots = [root] if name_of(root.tag) == "rdf:RDF" else []
    roots = roots or list(root.iter(f"{{{_RDF}}}RDF"))  # many times faster than testing each element
    roots = roots or [node for node in root.iter() if name_of(node.tag) == "rdf:RDF"]
    for rdf in roots:
        yield from (node for node in rdf if isinstance(node.tag, str))
    if not roots:
        yield from (node for node in root.iter() if name_of(node.tag) == "rdf:Description")


@lru_cache(maxsize=1000)
def name_of(tag: object) -> str:
    """Convert ``{uri}name`` or ``prefix:name`` to ``prefix:name`` with the usual prefix; empty for comments.

    Args:
        tag: Tag of an lxml node.
    """
    if not isinstance(tag, str):
        return ""
    if tag.startswith("{"):
        uri, _, local = tag[1:].partition("}")
        prefix = _PREFIXES.get(uri)
        return f"{prefix}:{local}" if prefix else tag
    prefix, colon, local = tag.partition(":")
    return f"{_SYNONYMS.get(prefix, prefix)}{colon}{local}"


def value_of(node: Any, depth: int = 0) -> Value:  # noqa: ANN401
    """Read the value of a property element or list item.

    Args:
        node: The element.
        depth: Its nesting depth.
    """
    if depth > _DEEPEST:
        return ""
    attributes = {name_of(name): str(text) for name, text in node.attrib.items()}
    children = [child for child in node if isinstance(child.tag, str)]
    if "rdf:resource" in attributes:
        return attributes["rdf:resource"]
    if not children:
        fields = {name: text for name, text in attributes.items() if is_data(name)}
        return fields or "".join(node.itertext())
    kind = name_of(children[0].tag)
    if kind in LISTS:
        return _list(children[0], kind, depth)
    if kind == "rdf:Description" and attributes.get("rdf:parseType") != "Resource":
        node = children[0]
    struct = _struct(node, depth)
    return struct.get("rdf:value", struct)


def _struct(node: Any, depth: int, names: Container[str] | None = None) -> dict[str, Value]:  # noqa: ANN401
    fields: dict[str, Value] = {
        name: str(text) for key, text in node.attrib.items() if is_data(name := name_of(key)) or name == "rdf:value"
    }
    for child in node:
        if isinstance(child.tag, str) and (names is None or name_of(child.tag) in names):
            _add_value(fields, name_of(child.tag), value_of(child, depth + 1))
    return fields


def _add_value(fields: dict[str, Value], name: str, value: Value) -> None:
    """Add a property. The parts of a split list are joined, so that writing it back loses nothing."""
    known = fields.setdefault(name, value)
    if known is not value and isinstance(known, list) and isinstance(value, list):
        known += value


def _list(node: Any, kind: str, depth: int) -> Value:  # noqa: ANN401
    items = [child for child in node if name_of(child.tag) == "rdf:li"]
    languages = [item.get(f"{{{NAMESPACES['xml']}}}lang") or item.get("xml:lang") for item in items]
    tags = [(language or "").lower() for language in languages]
    if kind == "rdf:Alt" and any(languages) and len(set(tags)) == len(tags):
        return Languages({tag: "".join(item.itertext()) for tag, item in zip(tags, items, strict=True)})
    return [value_of(item, depth + 1) for item in items]


def is_data(name: str) -> bool:
    """Return whether an attribute or element of this name is data, not part of the RDF notation.

    Args:
        name: Its name, from ``name_of``.
    """
    return name.partition(":")[0] not in _NOT_DATA if not name.startswith("{") else True
