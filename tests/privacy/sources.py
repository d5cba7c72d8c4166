"""The sources of Photon as trees, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def texts() -> dict[str, str]:
    """The text of each module by its path below the repository."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "photon").rglob("*.py"))
    }


@cache
def imports() -> list[tuple[str, str, frozenset[str]]]:
    """Modules that a module imports anywhere, with the names that it takes from each."""
    return [(name, *one) for name, tree in _trees().items() for node in ast.walk(tree) for one in _imported(node)]


@cache
def calls() -> list[tuple[str, str, ast.Call | None]]:
    """What a module calls, or derives a class from, by its dotted name."""
    found: list[tuple[str, str, ast.Call | None]] = []
    for name, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found.append((name, _dotted(node.func), node))
            elif isinstance(node, ast.ClassDef):
                found += [(name, _dotted(base), None) for base in node.bases]
    return found


@cache
def _trees() -> dict[str, ast.Module]:
    return {name: ast.parse(text) for name, text in texts().items()}


def _imported(node: ast.AST) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, frozenset()) for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module, frozenset(alias.name for alias in node.names)
        if node.module == "urllib":
            yield from ((f"urllib.{alias.name}", frozenset()) for alias in node.names)


def _dotted(node: ast.AST) -> str:
    """``a.b.c`` for such an expression; what stands before it, such as a call, is left out."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
