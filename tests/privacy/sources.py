"""What Photon's modules import and call."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.sources import ROOT, nodes_in


@cache
def texts() -> dict[str, str]:
    """Return the text of each module by its path in the repository."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "photon").rglob("*.py"))
    }


@cache
def imports() -> list[tuple[str, str, frozenset[str]]]:
    """Return the modules that a module imports anywhere, with the imported names."""
    return [(name, *one) for name in texts() for node in nodes_in(ROOT / name) for one in _imported(node)]


@cache
def calls() -> list[tuple[str, str, ast.Call | None]]:
    """Return the dotted names that a module calls, or derives a class from."""
    found: list[tuple[str, str, ast.Call | None]] = []
    for name in texts():
        for node in nodes_in(ROOT / name):
            if isinstance(node, ast.Call):
                found.append((name, _dotted(node.func), node))
            elif isinstance(node, ast.ClassDef):
                found += [(name, _dotted(base), None) for base in node.bases]
    return found


def _imported(node: ast.AST) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, frozenset()) for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module, frozenset(alias.name for alias in node.names)
        if node.module == "urllib":
            yield from ((f"urllib.{alias.name}", frozenset()) for alias in node.names)


def _dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for such an expression, without a prefix such as a call."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
