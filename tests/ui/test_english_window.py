"""Texts of the window's frame, search, grid and loupe: no phrase in them that a native writer would not use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "photon" / "ui"
FOLDERS = ("grid", "kit", "loupe", "search", "widgets", "window")
BANNED = re.compile(
    r"""
      \b films? \b                                          # video
    | \b (clearly | the \ nearest | are \ near | less \ sure | not \ sure) \b   # good, possible, less certain matches
    | \b can \ be \ searched \b | \b findable \b            # searchable
    | \b so \ far \b (?<! searchable \ so \ far)
    | \b (look | looks | looking) \b .* \b again \b         # rescan, refresh
    | \b (undone | do(ne)? \ again | take \ back) \b        # undid, redo
    | \b any \ more \b | \b is \ now \b | \b is \ called \b # removed from, added to, renamed
    | \b at \ the \ moment \b | \b of \ which \b            # offline, damaged
    | \b by \ (itself | themselves | hand) \b               # automatically, manually
    | \b counts? \ (as | how | [\d.X]) \b | \b as \ said \b # weight
    | \b stands? \b | \b taught \b | \b told \b | \b shall \b
    | \b went \ wrong \b | \b Photon \ (goes \ on | made \ a \ mistake | deletes \ no) \b
    | \b (other | same | write) \ words \b                  # metadata
    | \b (double \ click | to \ do \ with | takes? \ the .* away) \b
    | \b encoders? \b                                       # model
    | \s (%(?!s) | …)                                     # no blank before these
    """,
    re.IGNORECASE | re.VERBOSE,
)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of strings with a blank or a capital, without docstrings; a value in an f-string is written X."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= set(map(id, node.values))
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            text = node.value
        else:
            continue
        if " " in text.strip() or text[:1].isupper():
            yield getattr(node, "lineno", 0), text


def test_no_text_has_a_banned_phrase() -> None:
    modules = {path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")}
    assert len(modules) > len(FOLDERS)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in sorted(modules)
        for line, text in texts(path)
        if BANNED.search(text)
    ]
    assert found == []


def test_the_phrases_are_found(tmp_path: Path) -> None:
    bad = ("20 more are near", "63% can be searched so far", "Look again", "Done again: rating", "counts {x} times")
    good = ("20 possible matches", "63% of your photos are searchable so far", "Rescan folders", "Redid: rating")
    module = tmp_path / "module.py"
    for phrases, are_banned in ((bad, True), (good, False)):
        module.write_text("\n".join(f'a = f"{phrase}"' for phrase in phrases), encoding="utf-8")
        assert [bool(BANNED.search(text)) for _, text in texts(module)] == [are_banned] * len(phrases)
