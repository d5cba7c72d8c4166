"""A structure in the tree of an XMP document, modified in its own notation.

A structure may be written as an element with ``rdf:parseType``, as a nested description, or as attributes; and so may
its fields. Everything else is preserved.
"""

from typing import Any

from photon.media.metadata.rdf import LISTS, NAMESPACES, as_text, is_data, name_of, value_of

_PARSE_TYPE = f"{{{NAMESPACES['rdf']}}}parseType"


class XmpStruct:
    """A structure: the value of a property, field or list item."""

    def __init__(self, node: Any) -> None:  # noqa: ANN401 - lxml has no types of its own
        """Set the element whose value is the structure.

        Args:
            node: The element.
        """
        self.node = node
        inner = next((child for child in node if name_of(child.tag) == "rdf:Description"), None)
        self._fields = node if inner is None or node.get(_PARSE_TYPE) == "Resource" else inner

    @property
    def names(self) -> set[str]:
        """Names of its fields."""
        keys = [*self._fields.attrib, *(child.tag for child in self._fields)]
        return {name for name in map(name_of, keys) if name and is_data(name)}

    def text(self, name: str) -> str:
        """Return a field as a single text; empty if it is missing or no text.

        Args:
            name: Name of the field.
        """
        for key, text in self._fields.attrib.items():
            if name_of(key) == name:
                return str(text).strip()
        field = self._field(name)
        return "" if field is None else as_text(value_of(field))

    def set_text(self, name: str, text: str) -> None:
        """Set a field to a text.

        Args:
            name: Name of the field.
            text: The text.
        """
        key = next((key for key in self._fields.attrib if name_of(key) == name), None)
        if key is not None:
            self._fields.set(key, text)
            return
        field = self._field(name)
        if field is None:
            field = self._new_field(name)
        for inner in list(field):
            field.remove(inner)
        field.text = text

    def remove(self, name: str) -> None:
        """Remove a field.

        Args:
            name: Name of the field.
        """
        for key in [key for key in self._fields.attrib if name_of(key) == name]:
            del self._fields.attrib[key]
        field = self._field(name)
        if field is not None:
            self._fields.remove(field)

    def items(self, name: str) -> list["XmpStruct"]:
        """Return a field as a list of structures.

        Args:
            name: Name of the field.
        """
        field = self._field(name)
        return [] if field is None else structs_in(field)

    def add_item(self, name: str) -> "XmpStruct":
        """Append an empty structure to a list, which is created if missing.

        Args:
            name: Name of the field.
        """
        field = self._field(name)
        if field is None:
            field = self._new_field(name)
        container = list_in(field)
        item = child_of(child_of(field, "rdf:Bag") if container is None else container, "rdf:li")
        item.set(_PARSE_TYPE, "Resource")
        return XmpStruct(item)

    def add_struct(self, name: str) -> "XmpStruct":
        """Add a field whose value is an empty structure.

        Args:
            name: Name of the field.
        """
        field = self._new_field(name)
        field.set(_PARSE_TYPE, "Resource")
        return XmpStruct(field)

    def remove_item(self, name: str, item: "XmpStruct") -> None:
        """Remove a structure from a list; an empty list is removed, too.

        Args:
            name: Name of the field.
            item: The structure.
        """
        container = item.node.getparent()
        container.remove(item.node)
        if not len(container):
            self._fields.remove(self._field(name))

    def _field(self, name: str) -> Any:  # noqa: ANN401
        return next((child for child in self._fields if name_of(child.tag) == name), None)

    def _new_field(self, name: str) -> Any:  # noqa: ANN401
        from lxml import etree

        if self._fields is self.node and self.node.get(_PARSE_TYPE) != "Resource":
            for key in [key for key in self.node.attrib if is_data(name_of(key))]:  # not allowed beside fields
                etree.SubElement(self.node, key).text = self.node.attrib.pop(key)
            self.node.set(_PARSE_TYPE, "Resource")
        return child_of(self._fields, name)


def structs_in(node: Any) -> list[XmpStruct]:  # noqa: ANN401
    """Return the structures that are the value of a property or field: one, or a list.

    Args:
        node: Element of the property or field.
    """
    container = list_in(node)
    holders = [node] if container is None else [item for item in container if name_of(item.tag) == "rdf:li"]
    return [one for one in map(XmpStruct, holders) if one.names]


def list_in(node: Any) -> Any:  # noqa: ANN401
    """Return the list that is the value of a property or field; None if it is no list.

    Args:
        node: Element of the property or field.
    """
    return next((child for child in node if name_of(child.tag) in LISTS), None)


def child_of(parent: Any, name: str) -> Any:  # noqa: ANN401
    """Append a new child.

    Args:
        parent: The element.
        name: ``prefix:name`` of the child.
    """
    from lxml import etree

    prefix = name.partition(":")[0]
    return etree.SubElement(parent, full_name(name), nsmap={prefix: NAMESPACES[prefix]})


def full_name(name: str) -> str:
    """Convert ``prefix:name`` to lxml's notation ``{uri}name``.

    Args:
        name: The name.
    """
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
