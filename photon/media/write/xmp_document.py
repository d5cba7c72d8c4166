"""An XMP document that is modified property by property; everything else is preserved.

Comments, processing instructions, prefixes, order and the notation of all other properties are preserved: the tree is
modified in place and serialised again, never rebuilt from parsed values.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from copy import deepcopy
from typing import Any

from photon.language import tr
from photon.media.metadata import xmp
from photon.media.metadata.rdf import NAMESPACES, Properties, as_text, descriptions, name_of, properties, value_of
from photon.media.metadata.xmp_struct import XmpStruct, child_of, full_name, list_in, structs_in

_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Photon">\n'
    f' <rdf:RDF xmlns:rdf="{NAMESPACES["rdf"]}">\n'
    '  <rdf:Description rdf:about=""/>\n'
    " </rdf:RDF>\n"
    '</x:xmpmeta>\n<?xpacket end="w"?>'
).encode()
_LANG = f"{{{NAMESPACES['xml']}}}lang"
_DEFAULT = "x-default"


class XmpDocument:
    """The tree of a sidecar or packet."""

    def __init__(self, raw: bytes | None, names: Collection[str] | None = None) -> None:
        """Parse a document, or create an empty one.

        Args:
            raw: The document, or None.
            names: Properties that will be read; None for all.

        Raises:
            UnreadableXmp: It is not XMP or not safe to parse, so it must not be written either.
        """
        self._root = xmp.parse(_EMPTY if raw is None else raw, strict=True)
        self._names = None if names is None else frozenset(names)
        self._properties: Properties | None = None
        if not any(name_of(node.tag) == "rdf:RDF" for node in self._root.iter()):
            raise xmp.UnreadableXmp(tr("It is XML but not XMP."))

    @property
    def properties(self) -> Properties:
        """The current properties."""
        if self._properties is None:
            self._properties = properties(self._root, self._names)
        return self._properties

    def to_bytes(self) -> bytes:
        """Serialise the document as UTF-8, including what surrounded its root."""
        from lxml import etree

        text: bytes = etree.tostring(self._root.getroottree(), encoding="utf-8", xml_declaration=False)
        return text + b"\n"

    def without(self, names: Iterable[str]) -> bytes:
        """Serialise everything except some properties in canonical form, for comparison; whitespace is ignored.

        Args:
            names: The properties to omit.
        """
        from lxml import etree

        root = deepcopy(self._root)
        owned = set(names)
        for node in list(descriptions(root)):
            for key in [key for key in node.attrib if name_of(key) in owned]:
                del node.attrib[key]
            for child in [child for child in node if name_of(child.tag) in owned]:
                _take_out(child)
            if (
                name_of(node.tag) == "rdf:Description"
                and not len(node)
                and not set(map(name_of, node.attrib)) - {"rdf:about"}
            ):
                _take_out(node)  # an empty description
        for node in root.iter():
            if len(node) or name_of(node.tag) == "rdf:Description":  # whitespace remains after removing the last child
                node.text = (node.text or "").strip() or None
            node.tail = (node.tail or "").strip() or None
        canonical: bytes = etree.tostring(root, method="c14n", exclusive=True)
        return canonical

    def remove(self, name: str) -> None:
        """Remove a property in every notation, with duplicates.

        Args:
            name: The property.
        """
        self._properties = None
        for node, key in list(self._homes(name)):
            if key is None:
                _take_out(node)
            else:
                del node.attrib[key]

    def prune(
        self, drops: Callable[[str], bool], tells: Callable[[str, str], bool], spared: Collection[str] = ()
    ) -> None:
        """Remove everything that must not be shared; comments and processing instructions are always removed.

        Args:
            drops: Whether to remove a property, or a field at any depth, by its name.
            tells: Whether to remove a property by its name and all text in it.
            spared: Properties whose text is not checked.
        """
        from lxml import etree

        self._properties = None
        etree.strip_tags(self._root.getroottree(), etree.Comment, etree.ProcessingInstruction)
        for node in list(descriptions(self._root)):
            for key, text in list(node.attrib.items()):
                name = name_of(key)
                if drops(name) or (name not in spared and tells(name, text)):
                    del node.attrib[key]
            for child in list(node):
                name = name_of(child.tag)
                if drops(name) or (name not in spared and tells(name, _all_text(child))):
                    _take_out(child)
                else:
                    _prune_within(child, drops)

    def set_text(self, name: str, text: str) -> None:
        """Set a simple property in its own notation; duplicates are removed.

        Args:
            name: The property.
            text: Its value.
        """
        self._properties = None
        homes = list(self._homes(name))
        if homes and homes[0][1] is not None:
            node, key = homes[0]
            node.set(key, text)
            for other, again in homes[1:]:
                if again is None:
                    _take_out(other)
                else:
                    del other.attrib[again]
            return
        _emptied(self._element(name)).text = text

    def edit_list(self, name: str, gone: Collection[str], more: Iterable[str], kind: str = "Bag") -> None:
        """Remove items from a list of texts and append others.

        Items that stay are not touched: order, notation and qualifiers are preserved.

        Args:
            name: The property; removed if the list becomes empty.
            gone: Texts to remove.
            more: Texts to append.
            kind: ``Bag`` or ``Seq``, for a new list.

        Raises:
            UnreadableXmp: It is no list of texts.
        """
        container = self._whole_list(name, kind)
        for item in _items(container):
            if _text(item) in gone:
                _take_out(item)
        for text in more:
            child_of(container, "rdf:li").text = text
        if len(container):
            self.indent(name)
        else:
            self.remove(name)

    def set_default(self, name: str, text: str) -> None:
        """Set the default of a language alternative; other languages are kept unless they repeated the old default.

        Args:
            name: The property; removed if no language has a text.
            text: The default; an empty one is written explicitly if another language has a text.
        """
        read = self.properties.text(name)
        container = self._whole_list(name, "Alt")
        items = _items(container)
        default = next((item for item in items if _language(item) == _DEFAULT), None)
        if default is None and not any(map(_language, items)):
            default = next(iter(items), None)  # without languages, readers use the first item
        former = _text(default) if default is not None else "" if text else read
        for item in items:
            if former and item is not default and _text(item) == former:
                if text:
                    _emptied(item).text = text
                else:
                    _take_out(item)
        if default is None:
            default = child_of(container, "rdf:li")
            container.insert(0, default)
        default.set(_LANG, _DEFAULT)
        _emptied(default).text = text
        if any(map(_text, _items(container))):
            self.indent(name)
        else:
            self.remove(name)

    def structs(self, name: str) -> list[XmpStruct]:
        """Return the structures that are the value of a property, to be modified.

        Args:
            name: The property.
        """
        self._properties = None
        return next((structs_in(node) for node, key in self._homes(name) if key is None), [])

    def add_struct(self, name: str) -> XmpStruct:
        """Add a property whose value is an empty structure, to be filled and then indented.

        Args:
            name: The property.
        """
        node = self._element(name)
        node.set(full_name("rdf:parseType"), "Resource")
        return XmpStruct(node)

    def indent(self, name: str) -> None:
        """Indent a property that is an element, to be readable.

        Args:
            name: The property.
        """
        from lxml import etree

        node = next(node for node, key in self._homes(name) if key is None)
        etree.indent(node, space=" ", level=sum(1 for _ in node.iterancestors()))

    def set_structs(self, name: str, items: Iterable[dict[str, str]]) -> None:
        """Set a property to a list of structures with simple fields.

        Args:
            name: The property.
            items: Fields of each structure.
        """
        container = child_of(_emptied(self._element(name)), "rdf:Bag")
        for fields in items:
            item = child_of(container, "rdf:li")
            item.set(full_name("rdf:parseType"), "Resource")
            for field, text in fields.items():
                child_of(item, field).text = text
        self.indent(name)

    def edit_structs(self, name: str, is_gone: Callable[[XmpStruct], bool], more: Iterable[dict[str, str]]) -> None:
        """Remove structures from a list and append others; those that stay are not touched.

        Args:
            name: The property; removed if the list becomes empty.
            is_gone: Whether to remove a structure.
            more: Fields of each structure to append.

        Raises:
            UnreadableXmp: It is no list.
        """
        self._properties = None
        lists = [list_in(node) for node, key in self._homes(name) if key is None]
        if None in lists:
            raise xmp.UnreadableXmp(tr("Its {field} is neither a text nor a list.", field=name))
        for one in self.structs(name):
            if is_gone(one):
                _take_out(one.node)
        container = lists[0] if lists else child_of(_appended(self._description(), name), "rdf:Bag")
        for fields in more:
            item = child_of(container, "rdf:li")
            item.set(full_name("rdf:parseType"), "Resource")
            for field, text in fields.items():
                child_of(item, field).text = text
        if any(map(len, lists or [container])):
            self.indent(name)
        else:
            self.remove(name)

    def _homes(self, name: str) -> Iterator[tuple[Any, str | None]]:
        """Yield all occurrences of a property: an element, or a description and the key of its attribute."""
        for node in descriptions(self._root):
            yield from ((node, key) for key in node.attrib if name_of(key) == name)
            yield from ((child, None) for child in node if name_of(child.tag) == name)

    def _element(self, name: str) -> Any:  # noqa: ANN401 - lxml has no types of its own
        """Return the single element of a property, created if missing; duplicates are removed."""
        self._properties = None
        homes = list(self._homes(name))
        kept = next((node for node, key in homes if key is None), None)
        for node, key in homes:
            if key is not None:
                del node.attrib[key]
            elif node is not kept:
                _take_out(node)
        return _appended(self._description(), name) if kept is None else kept

    def _whole_list(self, name: str, kind: str) -> Any:  # noqa: ANN401
        """Return the single list of a property, created if missing; items of duplicates are moved into it."""
        self._properties = None
        lists: list[Any] = []
        loose: list[str] = []
        for node, key in list(self._homes(name)):
            if key is not None:
                loose.append(node.attrib.pop(key))
            else:
                lists.append(_as_list(node, kind))
        whole = lists[0] if lists else child_of(_appended(self._description(), name), f"rdf:{kind}")
        for text in filter(str.strip, loose):
            child_of(whole, "rdf:li").text = text
        known = {_language(item) or _text(item) for item in _items(whole)}
        for other in lists[1:]:
            for item in _items(other):
                if (_language(item) or _text(item)) not in known:
                    whole.append(item)
            _take_out(other.getparent())
        return whole

    def _description(self) -> Any:  # noqa: ANN401
        found = next((node for node in descriptions(self._root) if name_of(node.tag) == "rdf:Description"), None)
        if found is not None:
            return found
        rdf = next(node for node in self._root.iter() if name_of(node.tag) == "rdf:RDF")
        made = _appended(rdf, "rdf:Description")
        made.set(full_name("rdf:about"), "")
        return made


def _prune_within(node: Any, drops: Callable[[str], bool]) -> None:  # noqa: ANN401
    for inner in list(node.iter()):
        for key in [key for key in inner.attrib if drops(name_of(key))]:
            del inner.attrib[key]
        if inner is not node and drops(name_of(inner.tag)):
            _take_out(inner)


def _all_text(node: Any) -> str:  # noqa: ANN401
    parts = [*node.itertext(), *(text for inner in node.iter() for text in inner.attrib.values())]
    return " ".join(part for part in parts if part.strip())


def _as_list(node: Any, kind: str) -> Any:  # noqa: ANN401
    """Return the list in a property's element; a simple text becomes its only item."""
    found = list_in(node)
    if found is not None:
        return found
    if any(isinstance(child.tag, str) for child in node):
        raise xmp.UnreadableXmp(tr("Its {field} is neither a text nor a list.", field=name_of(node.tag)))
    text = as_text(value_of(node))
    made = child_of(_emptied(node), f"rdf:{kind}")
    if text:
        child_of(made, "rdf:li").text = text
    return made


def _items(container: Any) -> list[Any]:  # noqa: ANN401
    return [node for node in container if name_of(node.tag) == "rdf:li"]


def _text(item: Any) -> str:  # noqa: ANN401
    return as_text(value_of(item))


def _language(item: Any) -> str:  # noqa: ANN401
    return (item.get(_LANG) or "").lower()


def _appended(parent: Any, name: str) -> Any:  # noqa: ANN401
    """Return a new last child, on its own line if its siblings are."""
    last = parent[-1] if len(parent) else None
    made = child_of(parent, name)
    if last is not None:
        made.tail, last.tail = last.tail, parent.text if (parent.text or "").strip() == "" else last.tail
    else:
        depth = sum(1 for _ in made.iterancestors())
        parent.text, made.tail = "\n" + " " * depth, "\n" + " " * (depth - 1)
    return made


def _emptied(node: Any) -> Any:  # noqa: ANN401
    """Return an element without content, except its language."""
    language, tail = node.get(_LANG), node.tail
    node.clear()
    node.tail = tail
    if language:
        node.set(_LANG, language)
    return node


def _take_out(node: Any) -> None:  # noqa: ANN401
    """Remove an element, but not its tail text."""
    parent, before = node.getparent(), node.getprevious()
    if node.tail and node.tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    elif before is not None and node.getnext() is None:
        before.tail = node.tail
    elif before is None and node.getnext() is None:
        parent.text = node.tail
    parent.remove(node)
