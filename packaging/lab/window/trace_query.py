"""Trace a query from the key to the cells: ``python -m lab.window.trace_query [PHOTOS] [--words "a blue field"]``.

Opens the real window, offscreen, over a new library of a few drawn photos or of those in PHOTOS, types the words with
real keys, and waits until the answer is in the grid. The table lists, in order, the functions of Photon on the spine:
their arguments or their result are the query, anything with a query in it, its answer (``ANSWERS``), or the Future of
one; and they bring it themselves, or hand it on to one that does. What only tells something of a query is not on the
spine. The cells get the answer in ``PhotoGridModel.show_photos``; painting them does not know of it.

``>`` marks functions that only pass on: their body is one call with their own arguments. At most 32 are meant to be on
the spine, and at most 4 of them only to pass on.
"""

import argparse
import ast
import os
import sys
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType

import photon

ROOT = Path(photon.__file__).parent
FLOORS = ({"domain"}, {"library", "media", "vision", "index"}, {"search", "ingest", "annotate"}, {"app"}, {"ui"})
ANSWERS = {"Answer", "AnswerRows", "Fused", "ResultsState", "SimilarPhotos"}
END = "PhotoGridModel.show_photos"
_PARTS = ("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>")


@dataclass(eq=False)
class Call:
    """A call of a function of Photon.

    Attributes:
        code: The function.
        thread: The name of its thread.
        caller: The call of Photon that it was made by, if that is on the same thread.
        takes: Whether an argument is the query or its answer.
        brings: Whether the result is.
        future: The Future that is the result, if one is.
        is_on_spine: Whether it is on the spine.
        is_above_end: Whether the cells get the answer during it.
    """

    code: CodeType
    thread: str = ""
    caller: "Call | None" = None
    takes: bool = False
    brings: bool = False
    future: object = None
    is_on_spine: bool = False
    is_above_end: bool = False

    @property
    def floor(self) -> int:
        """Its floor, from 0."""
        part = Path(self.code.co_filename).relative_to(ROOT).parts[0]
        return next((floor for floor, parts in enumerate(FLOORS) if part in parts), 0)

    @property
    def is_part(self) -> bool:
        """Whether it is a comprehension, a part of its caller."""
        return self.code.co_qualname.endswith(_PARTS)


@dataclass
class Trace:
    """Notes calls while it is on, in this thread and in all that start later."""

    is_on: bool = False
    calls: list[Call] = field(default_factory=list)
    _open: dict[FrameType, Call] = field(default_factory=dict)
    _answers: list[Future[object]] = field(default_factory=list)

    def note(self, frame: FrameType, event: str, result: object) -> None:
        """Note a call or a return, as ``sys.setprofile`` reports it."""
        if not self.is_on or not frame.f_code.co_filename.startswith(str(ROOT)):
            return
        if event == "call":
            takes = any(self._carries(one) for one in frame.f_locals.values())  # also what a closure has from outside
            self._open[frame] = Call(frame.f_code, threading.current_thread().name, self._caller(frame), takes)
            self.calls.append(self._open[frame])
        elif event == "return" and (call := self._open.pop(frame, None)):
            call.brings, call.future = self._carries(result), result if isinstance(result, Future) else None
            if call.takes and isinstance(result, Future):
                self._answers.append(result)

    def _caller(self, frame: FrameType) -> Call | None:
        above = frame.f_back
        while above is not None and above not in self._open:
            above = above.f_back
        return self._open[above] if above is not None else None

    def _carries(self, value: object, depth: int = 2) -> bool:
        if type(value).__name__ in {"Query", *ANSWERS} or any(value is one for one in self._answers):
            return True
        if not depth or not is_dataclass(value) or isinstance(value, type):
            return False
        return any(self._carries(getattr(value, one.name, None), depth - 1) for one in fields(value))

    def spine(self) -> list[Call]:
        """Return the first call of each function on the spine, in order."""
        first: dict[CodeType, Call] = {}
        for call in reversed(self.calls):  # what a call has called comes before it
            if call.is_part:
                continue
            brings = call.brings or any(call.future is one for one in self._answers)
            call.is_above_end |= call.code.co_qualname == END
            call.is_on_spine |= brings or call.is_above_end
            if call.is_on_spine and (brings or call.takes or call.is_above_end):
                first[call.code] = call
            if call.caller is not None:
                call.caller.is_above_end |= call.is_above_end
                call.caller.is_on_spine |= call.is_on_spine
        return list(first.values())[::-1]


@cache
def _functions(path: str) -> dict[tuple[int, str], ast.AST]:
    nodes = list(ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))))
    found: dict[tuple[int, str], ast.AST] = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef):  # its code begins with its first decorator
            found[min([node.lineno, *(one.lineno for one in node.decorator_list)]), node.name] = node
        elif isinstance(node, ast.Lambda):
            found[node.lineno, "<lambda>"] = node
    return found


def only_passes_on(node: ast.AST | None) -> bool:
    """Return whether the body of a function is one call, with names, attributes, constants and closures only."""
    if isinstance(node, ast.Lambda):
        call: ast.AST | None = node.body
    elif isinstance(node, ast.FunctionDef):
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Return | ast.Expr) else None
    else:
        return False
    if not isinstance(call, ast.Call):
        return False
    handed = [*call.args, *(one.value for one in call.keywords)]
    return all(
        isinstance(part, ast.Name | ast.Attribute | ast.Constant | ast.Starred | ast.expr_context)
        for one in handed
        if not isinstance(one, ast.Lambda)
        for part in ast.walk(one)
    )


def count_climbs(calls: Iterable[Call]) -> int:
    """Return how often a call was on a higher floor than the one before it on its thread."""
    climbs, floors = 0, dict[str, int]()
    for call in calls:
        climbs += call.floor > floors.get(call.thread, call.floor)
        floors[call.thread] = call.floor
    return climbs


def print_spine(trace: Trace) -> None:
    """Print the functions on the spine and their numbers."""
    spine = trace.spine()
    passing = 0
    for call in spine:
        code, file = call.code, Path(call.code.co_filename).relative_to(ROOT).as_posix()
        passes = only_passes_on(_functions(code.co_filename).get((code.co_firstlineno, code.co_name)))
        passing += passes
        print(f"{'>' if passes else ' '} {file:40} {code.co_qualname}")
    print(f"{len(spine)} on the spine, {passing} only pass on, {count_climbs(spine)} times up to a higher floor")
    reading = [call for call in trace.calls if call.thread.startswith("photon-reader") and not call.is_part]
    print(f"all calls on reader threads: {len(reading):,}, {count_climbs(reading)} times up to a higher floor")


def main() -> None:
    """Trace the query and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, nargs="?")
    parser.add_argument("--words", default="blue")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    trace = Trace()
    threading.setprofile(trace.note)
    with tempfile.TemporaryDirectory(prefix="photon-trace-") as place:
        _ask(Path(place), arguments.photos, arguments.words, trace)
    print_spine(trace)


def _ask(place: Path, photos: Path | None, words: str, trace: Trace) -> None:
    from bundle.draw_photos import COLOURS, draw_photo
    from lab.window.hands import Hands
    from lab.window.real_window import open_window

    if photos is None:
        photos = place / "Photos"
        photos.mkdir()
        for name, colour in COLOURS.items():
            draw_photo(photos / f"{name}.png", colour)
    with open_window(place / "library", background=True) as window:
        hands, gallery = Hands(window, place / "pictures"), window.gallery
        hands.wait(window.first_run.isVisible, "the first run")
        window.session.work.add_folder(str(photos))
        hands.wait(lambda: window.grid.grid_model.rowCount() > 0, "the first photo")
        hands.rest(1)
        hands.wait(lambda: window.status.activity.stage == "idle", "the end of indexing")
        hands.press("Ctrl+F")
        hands.rest(1)  # what the search line does when it gets the focus is over
        trace.is_on = True
        sys.setprofile(trace.note)
        hands.type(words)
        hands.wait(lambda: gallery.asked.query is not None and gallery.hits, "the answer")
        hands.rest(1)  # the whole answer follows, and is painted
        trace.is_on = False
        sys.setprofile(None)
        if hands.complaints:
            sys.exit("\n".join(hands.complaints))


if __name__ == "__main__":
    main()
