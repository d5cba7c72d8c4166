"""Texts that people read: no phrase in them that a native writer would not use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "photon"
FOLDERS = ("ui/captions", "ui/encoders", "ui/export", "ui/metadata", "ui/photos", "ui/tags")
BANNED = re.compile(
    r"""
      \b films? \b                  # video
    | \b tak(e|es|en|ing) \b .{0,20} \b back \b     # undo
    | \b took \b .{0,20} \b back \b
    | \b put(s|ting)? \b .{0,20} \b back \b         # restore
    | \b stands? \b (?! \ for)
    | (?<! searchable \ ) so \ far \b
    | \b look(s|ed|ing)? \ (again|closer) \b        # rescan, refresh, enlarge
    | \b otherwise \ than \b | \b say \ otherwise \b
    | \b by \ (them|it)sel(f|ves) \b                # automatically
    | \b no(t \ any)? \ longer \ learns \b | \b learns \b .* \b no \ longer \b
    | \b (is|are) \ called \b .* \b now \b          # renamed
    | \b (goes|go|going) \ by \b
    | \b of \ yours \b
    | \b what \ it \ knows \b
    | \b (the|your|these|whose) \ words \ (are|in|into|could|go)\b   # metadata
    | \b drawn \ anew \b
    | \b broken \ off \b
    | \b somebody \b
    | \b cannot \ go \b
    | \b one \ a \ line \b
    | \b is \ told \b | \b shall \b
    | \w \ … | \w \ %               # no blank before these
    """,
    re.IGNORECASE | re.VERBOSE,
)
BANNED_IN_WINDOW = re.compile(r"\b(encoders?|networks?)\b", re.IGNORECASE)  # search model; model, or the internet


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of all strings with a blank, without docstrings; a value in an f-string is written X."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= set(map(id, node.values))
            parts = [part.value if isinstance(part, ast.Constant) else "X" for part in node.values]
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            text = node.value
        else:
            continue
        if " " in text.strip():
            yield node.lineno, text


def is_banned(text: str, path: Path) -> bool:
    return bool(BANNED.search(text) or (path.is_relative_to(ROOT / "ui") and BANNED_IN_WINDOW.search(text)))


def test_no_text_has_a_banned_phrase() -> None:
    modules = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    assert len(modules) > len(FOLDERS)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in modules
        for line, text in texts(path)
        if is_banned(text, path)
    ]
    assert found == []
