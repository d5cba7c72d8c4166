"""Complete a query while it is typed, from names in the library that start like the token at the cursor."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS
from photon.domain.query.query_suggestion import Suggestion
from photon.language import counted
from photon.library.db.text_folding import fold
from photon.quick_dataclass import dataclass
from photon.search.query_formatting import value_text
from photon.search.query_tokens import COMMAS, HELP, QUOTES

MOST = 8
_OF_A_KIND = 3  # suggestions per kind while several kinds fit
_RECENT = 5  # recent searches on an empty line
_MARKS = "".join(QUOTES)
_BEFORE = rf"(?:^|[\s{COMMAS}(])-?(?:[0-9.]+\*)?"
_QUOTED = re.compile(rf"{_BEFORE}(?P<all>(?P<field>[^\W\d_]+):(?P<mark>[{_MARKS}])(?P<value>[^{_MARKS}]*))$")
_VALUE = re.compile(rf"{_BEFORE}(?P<all>(?P<field>[^\W\d_]+):(?P<value>[^\s{COMMAS}(){_MARKS}]*))$")
_WORD = re.compile(rf"{_BEFORE}(?P<all>(?P<value>[^\s:{COMMAS}(){_MARKS}]+))$")
_REST = re.compile(rf"[^\s{COMMAS}(){_MARKS}]*")
_CONCEPT = "concept"
# Name before the colon, and whose names complete it, most frequently meant first.
_SOURCES = (("my", _CONCEPT), *((kind.name, kind.completed_by) for kind in FILTER_KINDS if kind.completed_by))
Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class NamesInUse:
    """Names that occur in a library.

    Attributes:
        names: By the name of the filter for them, each with its number of photos, in the order in which to offer them.
        learned: Learned tags, in the same way.
        saved: Name and text of saved searches.
        recent: Texts of recent searches.
    """

    names: Mapping[str, Counted] = field(default_factory=dict)
    learned: Counted = ()
    saved: tuple[tuple[str, str], ...] = ()
    recent: tuple[str, ...] = ()

    def names_from(self, source: str) -> Counted:
        """Return the names of one kind of suggestions."""
        return self.learned if source == _CONCEPT else self.names.get(source, ())


@dataclass(frozen=True, slots=True)
class _Piece:
    """The token at the cursor: its span, its field if any, and its value so far."""

    start: int
    end: int
    field: str
    value: str


def complete(text: str, cursor: int, known: NamesInUse) -> list[Suggestion]:
    """Suggest completions for a text; case and diacritics are ignored.

    Args:
        text: The query as typed so far.
        cursor: Position of the cursor, 0..len(text); values outside are clamped.
        known: Names that can be suggested.

    Returns:
        At most MOST distinct suggestions, best first.
    """
    cursor = min(max(cursor, 0), len(text))
    if not text.strip():
        return _on_an_empty_line(text, known)
    piece = _piece(text, cursor)
    if piece is None:
        return []
    if piece.field:
        return _distinct(_values(piece, known))[:MOST]
    wanted = fold(piece.value)
    words = sorted(_words(piece, known), key=lambda each: not fold(each.label).startswith(wanted))
    return _few_of_a_kind([*words, *_whole(text, known)])


def sources_of(text: str, cursor: int) -> frozenset[str]:
    """Return whose names ``complete`` looks through; before anything is typed, all that a word may need."""
    piece = _piece(text, cursor)
    return frozenset(source for name, source in _SOURCES if not piece or not piece.field or name == piece.field)


def _piece(text: str, cursor: int) -> _Piece | None:
    before = text[:cursor]
    found = _QUOTED.search(before) or _VALUE.search(before) or _WORD.search(before)
    if not found:
        return None
    groups = found.groupdict()
    rest = _REST.match(text, cursor)
    end = rest.end() if rest else cursor
    if mark := groups.get("mark"):
        closing = re.compile(f"[^{_MARKS}]*[{QUOTES[mark]}]").match(text, cursor)
        end = closing.end() if closing else end
    return _Piece(found.start("all"), end, (groups.get("field") or "").casefold(), groups["value"])


def _on_an_empty_line(text: str, known: NamesInUse) -> list[Suggestion]:
    recent = [Suggestion("recent", asked, "", 0, len(text), asked) for asked in known.recent[:_RECENT]]
    saved = [Suggestion("saved", name, asked, 0, len(text), asked) for name, asked in known.saved]
    return [*recent, *saved][:MOST]


def _values(piece: _Piece, known: NamesInUse) -> Iterator[Suggestion]:
    """Yield suggestions for the value after a colon."""
    for name, source in _SOURCES:
        if name == piece.field:
            yield from _named(source, piece, known.names_from(source), name)
    for value in HELP[piece.field].values if piece.field in HELP else ():
        if value.casefold().startswith(piece.value.casefold()):
            yield Suggestion("filter", f"{piece.field}:{value}", "", piece.start, piece.end, f"{piece.field}:{value}")


def _words(piece: _Piece, known: NamesInUse) -> Iterator[Suggestion]:
    """Yield suggestions for a bare word: names, and fields that start with it."""
    for name, source in _SOURCES:
        if source in (name, _CONCEPT):  # dates are offered once
            yield from _named(source, piece, known.names_from(source), name)
    for name, help_ in HELP.items():
        if name.startswith(piece.value.casefold()):
            yield Suggestion("filter", f"{name}:", help_.about, piece.start, piece.end, f"{name}:")


def _named(kind: str, piece: _Piece, names: Sequence[tuple[str, int]], field: str) -> Iterator[Suggestion]:
    wanted = fold(piece.value)
    if piece.value and not wanted:
        return
    folded = [(fold(name), name, count) for name, count in names]
    first = [each for each in folded if each[0].startswith(wanted)]
    later = [each for each in folded if f" {wanted}" in each[0] and not each[0].startswith(wanted)]
    for _, name, count in (*first, *later):
        written = f"{field}:{value_text(field, name)}"
        yield Suggestion(kind, name, counted(count, "photo") if count else "", piece.start, piece.end, written)


def _whole(text: str, known: NamesInUse) -> Iterator[Suggestion]:
    """Yield saved and recent searches that start like the whole text."""
    wanted = fold(text)
    if not wanted:
        return
    for name, asked in known.saved:
        if fold(name).startswith(wanted):
            yield Suggestion("saved", name, asked, 0, len(text), asked)
    for asked in known.recent:
        if fold(asked).startswith(wanted) and asked.strip() != text.strip():
            yield Suggestion("recent", asked, "", 0, len(text), asked)


def _few_of_a_kind(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Limit each kind to a few suggestions first, then fill up with the rest."""
    counts: dict[str, int] = {}
    few: list[Suggestion] = []
    more: list[Suggestion] = []
    for suggestion in _distinct(iter(found)):
        counts[suggestion.kind] = counts.get(suggestion.kind, 0) + 1
        (few if counts[suggestion.kind] <= _OF_A_KIND else more).append(suggestion)
    return [*few, *more][:MOST]


def _distinct(found: Iterator[Suggestion]) -> list[Suggestion]:
    return list({suggestion.insert: suggestion for suggestion in reversed(list(found))}.values())[::-1]
