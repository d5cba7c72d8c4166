"""Keyword trees in two notations: ACDSee's categories and the MWG keyword hierarchy.

The latter (Metadata Working Group, Guidelines for handling image metadata 2.0, 5.8) nests structures of a name, whether
it is applied, and its children; the former nests XML elements in a text. Both are modified node by node: other data,
branches that are not applied and fields of other programs are preserved.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from photon.domain.metadata.tag import TagPath, name_key
from photon.media.metadata import xmp
from photon.media.metadata.rdf import Value, as_structs, as_text
from photon.media.metadata.xmp_struct import XmpStruct

HIERARCHY, CATEGORIES = "mwg-kw:Keywords", "acdsee:categories"
_TOP, _KEYWORD, _APPLIED, _CHILDREN = "mwg-kw:Hierarchy", "mwg-kw:Keyword", "mwg-kw:Applied", "mwg-kw:Children"
_YES = {"true", "1"}


class MwgBranch:
    """A node of the MWG hierarchy; the root is the structure around it."""

    def __init__(self, struct: XmpStruct, children: str = _TOP) -> None:
        """Wrap a structure.

        Args:
            struct: The structure.
            children: Name of the field that contains its children.
        """
        self.struct = struct
        self._children = children

    @property
    def name(self) -> str:
        """The keyword."""
        return self.struct.text(_KEYWORD)

    @property
    def is_applied(self) -> bool:
        """Whether the photo has it; if that is not stated, the leaves of a branch are applied."""
        applied = self.struct.text(_APPLIED)
        return applied.casefold() in _YES if applied else not self.below()

    @property
    def is_plain(self) -> bool:
        """Whether it has no other data."""
        return self.struct.names <= {_KEYWORD, _APPLIED, _CHILDREN}

    def below(self) -> list["MwgBranch"]:
        """Return its children."""
        return [MwgBranch(one, _CHILDREN) for one in self.struct.items(self._children)]

    def apply(self, *, is_applied: bool) -> None:
        """Set whether the photo has it.

        Args:
            is_applied: Whether the photo has it.
        """
        self.struct.set_text(_APPLIED, str(is_applied))

    def grow(self, name: str) -> "MwgBranch":
        """Add a child, which is not applied.

        Args:
            name: The keyword.
        """
        made = MwgBranch(self.struct.add_item(self._children), _CHILDREN)
        made.struct.set_text(_KEYWORD, name)
        made.apply(is_applied=False)
        return made

    def cut(self, child: Any) -> None:  # noqa: ANN401 - one of ``below``
        """Remove a child.

        Args:
            child: One of ``below``.
        """
        self.struct.remove_item(self._children, child.struct)


class AcdseeBranch:
    """A node of ACDSee's categories."""

    def __init__(self, node: Any) -> None:  # noqa: ANN401 - lxml has no types of its own
        """Wrap an element.

        Args:
            node: The element.
        """
        self.node = node

    @property
    def name(self) -> str:
        """The keyword."""
        return (self.node.text or "").strip()

    @property
    def is_applied(self) -> bool:
        """Whether the photo has it."""
        return bool(self.node.get("Assigned") == "1")

    @property
    def is_plain(self) -> bool:
        """Whether it has no other data."""
        return set(self.node.attrib) <= {"Assigned"}

    def below(self) -> list["AcdseeBranch"]:
        """Return its children."""
        return [AcdseeBranch(child) for child in self.node if isinstance(child.tag, str)]

    def apply(self, *, is_applied: bool) -> None:
        """Set whether the photo has it.

        Args:
            is_applied: Whether the photo has it.
        """
        self.node.set("Assigned", str(int(is_applied)))

    def grow(self, name: str) -> "AcdseeBranch":
        """Add a child, which is not applied.

        Args:
            name: The keyword.
        """
        from lxml import etree

        made = etree.SubElement(self.node, "Category", Assigned="0")
        made.text = name
        return AcdseeBranch(made)

    def cut(self, child: Any) -> None:  # noqa: ANN401 - one of ``below``
        """Remove a child.

        Args:
            child: One of ``below``.
        """
        self.node.remove(child.node)

    def to_text(self) -> str:
        """Return the tree in ACDSee's notation; empty if it has no children."""
        from lxml import etree

        return str(etree.tostring(self.node, encoding="unicode", with_tail=False)) if len(self.node) else ""


KeywordBranch = MwgBranch | AcdseeBranch
"""A node of either tree; the root has no name."""


def categories_in(text: str, *, strict: bool) -> AcdseeBranch | None:
    """Parse ACDSee's categories; None if they cannot be parsed.

    Args:
        text: Text of the property.
        strict: Whether it must be well-formed, as is needed for writing.
    """
    try:
        return AcdseeBranch(xmp.parse((text.strip() or "<Categories/>").encode(), strict=strict))
    except xmp.UnreadableXmp:
        return None


def applied_in(branch: KeywordBranch, above: TagPath = ()) -> Iterator[TagPath]:
    """Find the applied keywords of a tree.

    Args:
        branch: Its root.
        above: Path of the root.

    Yields:
        Their paths.
    """
    path = (*above, branch.name) if branch.name else above
    if branch.name and branch.is_applied:
        yield path
    for child in branch.below():
        yield from applied_in(child, path)


def paths_of(hierarchy: Value) -> Iterator[TagPath]:
    """Find the applied keywords in the value of ``mwg-kw:Keywords``.

    Args:
        hierarchy: The value.

    Yields:
        Their paths.
    """
    for one in as_structs(hierarchy)[:1]:
        yield from _applied(one.get(_TOP), ())


def _applied(level: Value, above: TagPath) -> Iterator[TagPath]:
    for item in as_structs(level):
        name, below = as_text(item.get(_KEYWORD)), item.get(_CHILDREN)
        path = (*above, name) if name else above
        applied = as_text(item.get(_APPLIED))
        if name and (applied.casefold() in _YES if applied else not as_structs(below)):
            yield path
        yield from _applied(below, path)


def put_paths(
    root: KeywordBranch, more: Iterable[TagPath], stays: Container[str], key: Callable[[TagPath], str]
) -> None:
    """Change the applied keywords of a tree.

    Args:
        root: The tree; modified in place.
        more: Paths to add, if missing.
        stays: Keys of paths to keep; others are removed.
        key: Key of a path; empty for what is no keyword, which is kept, too.
    """
    _thin(root, (), lambda path: not key(path) or key(path) in stays)
    there = {key(path) for path in applied_in(root)}
    for path in more:
        if key(path) not in there:
            _add(root, path)


def _thin(branch: KeywordBranch, above: TagPath, stays: Callable[[TagPath], bool]) -> None:
    for child in branch.below():
        path = (*above, child.name) if child.name else above
        was_applied, had_children = child.is_applied, bool(child.below())
        _thin(child, path, stays)
        goes = bool(child.name) and was_applied and not stays(path)
        was_for_others = not was_applied and had_children and not child.below()
        if not child.below() and (goes or (was_for_others and child.is_plain)):
            branch.cut(child)
        elif goes or was_for_others:
            child.apply(is_applied=False)


def _add(root: KeywordBranch, path: TagPath) -> None:
    branch = root
    for name in path:
        found = next((one for one in branch.below() if name_key(one.name) == name_key(name)), None)
        if found is None:
            if branch is not root and branch.is_applied:
                branch.apply(is_applied=True)  # explicitly, as only leaves are applied by default
            found = branch.grow(name)
        branch = found
    branch.apply(is_applied=True)
