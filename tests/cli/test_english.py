"""Texts for users keep to the terms of the field; phrases that read as translated do not come back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import photon

FLOORS = (
    "cli", "app", "search", "library", "media", "ingest", "export", "annotate", "vision", "index", "domain"
)  # fmt: skip
_PHRASES = (
    r"films?",
    r"taken? back",
    r"stands",
    r"(?<!searchable )so far",
    r"otherwise than",
    r"look(s|ed)? again",
    r"by themselves",
    r"no longer learns",
    r"is called",
    r"any more(?! files)",
    r"left alone",
    r"as it was",
    r"pass(ed)? over",
    r"go(es)? by",
    r"shall",
    r"made a mistake",
    r"knows no",
    r"nobody is here",
    r"drawn anew",
    r"of yours",
    r"as it is",
    r"the nearest",
    r"clearly (show|match)",
    r"cannot be searched",
)
BANNED = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b|[0-9] %(?!\w)", re.IGNORECASE)
ROOT = Path(photon.__file__).parent


def _texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """String constants with a blank, without docstrings."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and " " in node.value
            and id(node) not in alone
        ):
            yield node


@pytest.mark.parametrize("floor", FLOORS)
def test_texts_without_banned_phrases(floor: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in sorted((ROOT / floor).rglob("*.py"))
        for node in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if BANNED.search(str(node.value))
    ]
    assert not found


def test_help_without_banned_phrases() -> None:
    """Docstrings of commands are their help."""
    found = [
        f"{path.name}: {node.name}"
        for path in sorted((ROOT / "cli").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.decorator_list and BANNED.search(ast.get_docstring(node) or "")
    ]
    assert not found
