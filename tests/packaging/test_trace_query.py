"""The trace of a query: which functions are on its spine, and which only pass on."""

import ast
import sys

import pytest
from lab.window import trace_query
from lab.window.trace_query import Call, Trace, count_climbs, only_passes_on

from photon.domain import Query


@pytest.mark.parametrize(
    "text",
    [
        'def f(self, a):\n    """Say so."""\n    return self._b.ask(a, c=self.d)',
        "def f(self, a):\n    self._b(a)",
        "def f(self, a):\n    return g(lambda x: x.ask(a))",
        "lambda x: x.ask(1, *y)",
    ],
)
def test_a_body_of_one_call_with_own_arguments_only_passes_on(text: str) -> None:
    assert only_passes_on(
        next(one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef | ast.Lambda))
    )


@pytest.mark.parametrize(
    "text",
    [
        "def f(a):\n    return g(h(a))",
        "def f(a):\n    return g(a + 1)",
        "def f(a):\n    b = g(a)\n    return b",
        "def f(a):\n    if a:\n        g(a)",
        "def f(a):\n    return a",
    ],
)
def test_what_computes_or_decides_does_more(text: str) -> None:
    assert not only_passes_on(ast.parse(text).body[0])


def test_the_spine_hands_the_query_on_and_brings_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions that only tell something of the query are not on it, nor are those that do not know of it."""
    file = str(trace_query.ROOT / "app" / "made_up.py")
    source = (
        "def key(query): unknowing(lambda: search(query)); show(1)\n"
        "def unknowing(closure): return closure()\n"
        "def search(query): tells(query); return Answer()\n"
        "def tells(query): return True\n"
        "def show(a): show_photos()\n"
        "def show_photos(): pass\n"
        "class Answer: pass\n"
    )
    made: dict[str, type] = {}
    exec(compile(source, file, "exec"), made)  # noqa: S102 - the functions above
    monkeypatch.setattr(trace_query, "END", "show_photos")
    trace = Trace(is_on=True)
    before = sys.getprofile()
    sys.setprofile(trace.note)
    try:
        made["key"](Query())
    finally:
        sys.setprofile(before)
    spine = [call.code.co_name for call in trace.spine()]
    assert spine == ["key", "unknowing", "<lambda>", "search", "show", "show_photos"]


def test_a_climb_is_a_call_on_a_higher_floor_than_the_one_before_on_its_thread() -> None:
    def call(floor: str, thread: str) -> Call:
        code = compile("", str(trace_query.ROOT / floor / "a.py"), "exec")
        return Call(code, thread)

    calls = [call("ui", "a"), call("app", "a"), call("domain", "b"), call("library", "a"), call("search", "a")]
    assert count_climbs(calls) == 1
    assert count_climbs([*calls, call("app", "b"), call("ui", "a")]) == 3
