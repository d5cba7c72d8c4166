"""Keywords as a tree, in the two notations that keep one: ACDSee's categories, and the MWG's keyword hierarchy.

The latter (Metadata Working Group, Guidelines for handling image metadata 2.0, 5.8) nests structures of a name, whether
it is applied, and its children.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from photon.domain.tag import TagPath
from photon.media.rdf import Value, as_structs

Tree = dict[str, "Tree"]
KEYWORD, APPLIED, CHILDREN = "mwg-kw:Keyword", "mwg-kw:Applied", "mwg-kw:Children"


def tree_of(paths: Iterable[TagPath]) -> Tree:
    """Names below names."""
    tree: Tree = {}
    for path in paths:
        level = tree
        for name in path:
            level = level.setdefault(name, {})
    return tree


def categories(paths: Iterable[TagPath]) -> str:
    """Keywords in ACDSee's notation."""
    leaves = set(paths)

    def told(level: Tree, above: TagPath) -> str:
        return "".join(
            f"<Category Assigned={quoteattr(str(int((*above, name) in leaves)))}>"
            f"{escape(name)}{told(below, (*above, name))}</Category>"
            for name, below in sorted(level.items())
        )

    return f"<Categories>{told(tree_of(leaves), ())}</Categories>" if leaves else ""


def hierarchy(paths: Iterable[TagPath]) -> list[dict[str, Value]]:
    """Keywords as the MWG nests them: texts and lists of such structures by name."""
    leaves = set(paths)

    def told(level: Tree, above: TagPath) -> list[dict[str, Value]]:
        items: list[dict[str, Value]] = []
        for name, below in sorted(level.items()):
            item: dict[str, Value] = {KEYWORD: name, APPLIED: str((*above, name) in leaves)}
            items.append(item | ({CHILDREN: told(below, (*above, name))} if below else {}))
        return items

    return told(tree_of(leaves), ())


def paths_of(hierarchy_: Value, above: TagPath = ()) -> set[TagPath]:
    """The keywords that are applied in such a hierarchy; where that is not said, those without children."""
    found: set[TagPath] = set()
    for item in as_structs(hierarchy_):
        path = (*above, str(item.get(KEYWORD, "")).strip())
        below = item.get(CHILDREN)
        if str(item.get(APPLIED, not below)).strip().casefold() in {"true", "1"}:
            found.add(path)
        found |= paths_of(below, path) if below else set()
    return found
