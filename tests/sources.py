"""The syntax trees of Photon's modules, parsed once for all tests of a process."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def parse_module(path: Path) -> ast.Module:
    """Return the syntax tree of a module; nothing may change it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_in(path: Path) -> Sequence[ast.AST]:
    """Return all nodes of the syntax tree of a module."""
    return list(ast.walk(parse_module(path)))
