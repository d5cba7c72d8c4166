"""User-visible texts use the terms of the field, and phrases that sound translated do not return."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import nodes_in

ROOT = Path(__file__).resolve().parent.parent / "photon"


def pattern(phrases: str) -> re.Pattern[str]:
    return re.compile(phrases, re.IGNORECASE | re.VERBOSE)


EVERYWHERE = pattern(
    r"""
      \b (films? | shall | stands | as \ it \ (is | was) | is \ called | of \ yours | drawn \ anew | left \ alone) \b
    | \b (take | taken) \ back \b                    # undo
    | \b look (s | ed)? \ again \b                   # rescan, refresh
    | \b (any \ more (?! \ files) | otherwise \ than | by \ themselves | no \ longer \ learns) \b
    | \b pass (ed)? \ over \b                        # skipped
    | \b go (es)? \ by \b
    | \b (made \ a \ mistake | knows \ no | nobody \ is \ here) \b
    | \b (the \ nearest | clearly \ (show | match)) \b  # good, possible matches
    | \b cannot \ be \ searched \b | (?<! searchable \ ) \b so \ far \b
    | [0-9] \ % (?! \w)                              # no blank before a percent sign
    """
)
WINDOW = pattern(
    r"""
      \b encoders? \b | \b networks? \b                # model; model, or the internet
    | \b tak(e|es|en|ing) \b .{0,20} \b back \b | \b took \b .{0,20} \b back \b
    | \b do(ne)? \ again \b                          # redo
    | \b put(s|ting)? \b .{0,20} \b back \b           # restore
    | \b stands? \b (?! \ for)
    | \b look(s|ed|ing)? \ (again|closer) \b
    | \b (look | looks | looking) \b .* \b again \b
    | \b say \ otherwise \b
    | \b by \ ((them|it)sel(f|ves) | hand) \b   # automatically, manually
    | \b no(t \ any)? \ longer \ learns \b | \b learns \b .* \b no \ longer \b
    | \b (is|are) \ called \b .* \b now \b | \b is \ now \b     # renamed, removed from, added to
    | \b (goes|go|going) \ by \b
    | \b what \ it \ knows \b
    | \b (the|your|these|whose) \ words \ (are|in|into|could|go)\b  # metadata
    | \b (other | same | write) \ words \b
    | \b broken \ off \b
    | \b cannot \ go \b
    | \b one \ a \ line \b
    | \b (somebody | is \ told | taught | told) \b
    | \b (clearly | are \ near | less \ sure) \b      # good, possible matches
    | \b can \ be \ searched \b | \b findable \b      # searchable
    | \b at \ the \ moment \b | \b of \ which \b      # offline, damaged
    | \b any \ more \b
    | \b counts? \ (as | how | [\d.X]) \b | \b as \ said \b   # weight
    | \b went \ wrong \b | \b Photon \ (goes \ on | deletes \ no) \b
    | \b (double \ click | to \ do \ with | takes? \ the .* away) \b
    | \w \ % | \s % (?! s) | \s …                   # no blank before these
    """
)
ANSWERS = pattern(r"\b (undone | not \ sure | stands?) \b")  # undid; these might show
ANSWER_ROOMS = ("grid", "kit", "loupe", "search", "widgets", "window")


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of strings with a space or capital, without docstrings; a value in an f-string becomes X."""
    nodes = nodes_in(path)
    skipped = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            skipped |= set(map(id, node.values))
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            text = node.value
        else:
            continue
        if " " in text.strip() or text[:1].isupper():
            yield node.lineno, text


def banned(folder: Path, phrases: re.Pattern[str]) -> list[str]:
    modules = sorted(folder.rglob("*.py"))
    assert modules
    return [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in modules
        for line, text in texts(path)
        if phrases.search(text)
    ]


@pytest.mark.parametrize(
    ("folder", "phrases"), [("", EVERYWHERE), ("ui", WINDOW), *((f"ui/{room}", ANSWERS) for room in ANSWER_ROOMS)]
)
def test_no_text_has_a_banned_phrase(folder: str, phrases: re.Pattern[str]) -> None:
    assert banned(ROOT / folder, phrases) == []


def test_help_has_no_banned_phrase() -> None:
    """The docstrings of commands are their help."""
    found = [
        f"{path.name}: {node.name}"
        for path in sorted((ROOT / "cli").glob("*.py"))
        for node in nodes_in(path)
        if isinstance(node, ast.FunctionDef)
        and node.decorator_list
        and EVERYWHERE.search(ast.get_docstring(node) or "")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("phrases", "texts_with_one"),
    [
        (
            EVERYWHERE,
            ("Look again", "63% cannot be searched", "3 % off", "Two films", "Nobody is here: nobody is here"),
        ),
        (
            WINDOW,
            ("20 are near", "63% can be searched so far", "Done again: rating", "counts {x} times", "the encoder"),
        ),
        (ANSWERS, ("This was undone", "Not sure")),
    ],
)
def test_banned_phrases_are_found(tmp_path: Path, phrases: re.Pattern[str], texts_with_one: tuple[str, ...]) -> None:
    good = ("20 possible matches", "63% of your photos are searchable so far", "Rescan folders", "Redid: rating")
    for written, are_banned in ((texts_with_one, True), (good, False)):
        module = tmp_path / f"{are_banned}.py"
        module.write_text("\n".join(f'a = f"{phrase}"' for phrase in written), encoding="utf-8")
        found = [bool(phrases.search(text)) for _, text in texts(module)]
        assert found == [are_banned] * len(written)
