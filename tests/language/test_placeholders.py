"""What texts name in braces gets its value: the type checker sees neither the texts nor the names of the values."""

import ast
import string
from pathlib import Path

PHOTON = Path(__file__).parents[2] / "photon"


def wrong_calls(source: str) -> list[int]:
    """Return the lines of calls of ``tr`` and ``tr_n`` whose values are not those that their texts name."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if isinstance(call.func, ast.Name) and _is_wrong(call.func.id, call)]


def _is_wrong(function: str, call: ast.Call) -> bool:
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    given = {one.arg for one in call.keywords}
    if function not in {"tr", "tr_n"} or not texts or None in given:
        return False
    if function == "tr" and not given:  # braces of the text itself
        return False
    named = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    return named - {"count"} != given - {"count"}


def test_a_wrong_value_is_found() -> None:
    right = 'tr("{a} and {b}", a=1, b=2)\ntr_n("{count:,} of {all}", "{count:,} of {all}", 3, all=4)\ntr("{x: 1}")'
    assert wrong_calls(right) == []
    assert wrong_calls('tr("in {place}", path=1)') == [1]


def test_texts_get_the_values_that_they_name() -> None:
    assert {path.name: found for path in PHOTON.rglob("*.py") if (found := wrong_calls(path.read_text("utf-8")))} == {}
