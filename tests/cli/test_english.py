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
BANNED = re.compile(
    r"\bfilms?\b|\btaken? back\b|\bstands\b|(?<!searchable )\bso far\b|\blook(s|ed)? again\b|\botherwise than\b"
    r"|\bby themselves\b|\bno longer learns\b|\bis called\b|\bany more\b(?! files)|\bleft alone\b|\bas it was\b"
    r"|\bpass(ed)? over\b|\bgo(es)? by\b|\bshall\b|\bmade a mistake\b|\bknows no\b|\bnobody is here\b|\bdrawn anew\b|\bof yours\b"
    r"|\bas it is\b|\bThe nearest\b|\bclearly (show|match)|\bcannot be searched\b|\d %(?!\w)",
    re.IGNORECASE,
)
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
