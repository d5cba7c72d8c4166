"""How decisions of a kind become lines of a file, and lines become decisions: SQL that writes them, and functions.

The rooms of kinds whose rows differ from their lines have ``PhotoLines`` of their own; those of all others follow from
their declarations.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape
from photon.domain.decisions.field_checks import check_yes
from photon.domain.metadata.hybrid_clock import BITS
from photon.library.db.connection import Library
from photon.library.db.decision_rows import read_rows, subject_of, values_of, write_lines
from photon.library.db.journal import json_array
from photon.quick_dataclass import dataclass

LineContent = Mapping[str, Any]
"""The fields of a line."""


class OwnDecision(NamedTuple):
    """A decision of the library.

    Attributes:
        photo: The photo.
        subject: What, with the photo, it is about; empty if there is but one.
        value: Comparable with ``PhotoLines.value_of``.
        run: The run that it belongs to; 0 for none.
        time: When it was made, in stored form, if the row says it.
    """

    photo: int
    subject: str
    value: object
    run: int = 0
    time: str = ""


class LineAbout(NamedTuple):
    """A line about a photo of the library.

    Attributes:
        photo: The photo.
        content: Its fields.
        run: The run that it names; 0 for none.
        time: When it was decided, in stored form; empty if unknown.
    """

    photo: int
    content: LineContent
    run: int = 0
    time: str = ""


@dataclass(frozen=True, slots=True)
class PhotoLines:
    """Lines of one kind.

    Attributes:
        what: The kind.
        queries: SQL that selects photo, ``what`` and the fields of lines as text, of the photos from ?1 to ?2.
        subject_of: Returns what, with the photo, a line is about.
        value_of: Returns the value that a line sets; None for nothing.
        read: Reads the library's decisions about photos.
        write: Within a transaction, stores what lines say.
        journal_row: Returns kind and key of the journal's row for a line that changes nothing.
    """

    what: str
    queries: tuple[str, ...]
    subject_of: Callable[[LineContent], str]
    value_of: Callable[[LineContent], object]
    read: Callable[[Library, Sequence[int]], Iterable[OwnDecision]]
    write: Callable[[Library, Sequence[LineAbout]], object]
    journal_row: Callable[[Library, LineContent], tuple[str, list[Any]]]


def simple_lines(kind: DecisionKind) -> PhotoLines:
    """Return what follows from the declaration of a simple kind."""

    def read(library: Library, photos: Sequence[int]) -> Iterator[OwnDecision]:
        for photo, subject, values in read_rows(library.db, kind, photos):
            yield OwnDecision(photo, subject, values)

    shape = kind.line or LineShape({})
    return PhotoLines(
        kind.what,
        tuple(_queries_of(kind)),
        lambda content: subject_of(kind, content),
        lambda content: values_of(kind, content),
        read,
        lambda library, some: write_lines(library.db, kind, [(one.photo, one.content) for one in some]),
        lambda _, content: (kind.what, [content[field] for field in shape.subject]),
    )


def newest_row(what: str, key: str) -> str:
    """Return joins that add the newest row of the journal about something as ``j``, and its step as ``s``."""
    newest = f"SELECT max(o.id) FROM journal o WHERE o.photo_id = x.photo_id AND o.what = '{what}' AND o.key = {key}"
    return f" LEFT JOIN journal j ON j.id = ({newest}) LEFT JOIN journal_steps s ON s.id = j.step"


_CLOCK = "ifnull(j.clock, s.clock)"
_MOMENT = (
    f"',\"at\":\"' || strftime('%Y-%m-%dT%H:%M:%f', ({_CLOCK} >> {BITS}) / 1000.0, 'unixepoch')"
    f" || printf('Z-%04x', {_CLOCK} & {(1 << BITS) - 1}) || '\",\"device\":' || json_quote(ifnull(j.device, s.device))"
)
_ACTOR = "iif(ifnull(j.actor, s.actor) <> 'person', ',\"by\":\"' || ifnull(j.actor, s.actor) || '\"', '')"


def stamp_fields(time: str = "NULL", run: str = "0") -> str:
    """Return SQL for the fields time, device and actor; ``time`` is a column for decisions older than the journal."""
    older = f"ifnull(',\"at\":\"' || substr({time}, 1, 19) || '.000Z-0000\"', '')"
    actor = f"CASE WHEN {run} <> 0 THEN run_fields({run}) ELSE {_ACTOR} END"
    return f"iif({_CLOCK} IS NULL, {older}, {_MOMENT}) || ifnull({actor}, '')"


def _field(name: str, one: DecisionField, row: str) -> str:
    """Return SQL for a field of a line: its name, and the value of its column."""
    column = f"{row}.{one.column}"
    return f"'\"{name}\":' || " + (
        f"iif({column}, 'true', 'false')" if one.check is check_yes else f"json_quote({column})"
    )


def _queries_of(kind: DecisionKind) -> Iterator[str]:
    """Yield queries for the lines of a simple kind: what is decided, and what no longer is."""
    shape = kind.line or LineShape({})
    stored = {name: one for name, one in shape.fields.items() if one.column}
    select = f"SELECT x.photo_id, '{kind.what}' AS what, {{fields}} || {stamp_fields()} AS rest FROM"
    some = "(SELECT id AS photo_id FROM some) x"
    key = json_array(tuple(f"x.{column}" for column in kind.key)) if kind.key else "'[]'"
    if kind.is_column:
        ((name, one),) = stored.items()
        join = f"JOIN photos p ON p.id = x.photo_id{newest_row(kind.what, key)}"
        where = f"p.{one.column} NOT IN (0, '') OR j.id IS NOT NULL"
        yield f"{select.format(fields=_field(name, one, 'p'))} {some} {join} WHERE {where}"
        return
    fields = " || ',' || ".join(_field(name, one, "x") for name, one in stored.items()) or "'\"on\":true'"
    among = "x.photo_id BETWEEN ?1 AND ?2"
    yield f"{select.format(fields=fields)} {kind.table} x{newest_row(kind.what, key)} WHERE {among}"
    is_there = f"EXISTS (SELECT 1 FROM {kind.table} c WHERE c.photo_id = x.photo_id{{same}})"
    if not kind.key:
        name, usual = next(((name, one.usual) for name, one in stored.items()), ("on", False))
        nothing = f"'\"{name}\":{json.dumps(usual)}'"
        where = f"WHERE j.id IS NOT NULL AND NOT {is_there.format(same='')}"
        yield f"{select.format(fields=nothing)} {some}{newest_row(kind.what, key)} {where}"
        return
    gone = is_there.format(same="".join(f" AND c.{column} = x.{column}" for column in kind.key))
    parts = ", ".join(f"json_extract(key, '$[{at}]') AS {column}" for at, column in enumerate(kind.key))
    decided = (
        f"(SELECT DISTINCT photo_id, key, {parts} FROM journal"
        f" WHERE photo_id BETWEEN ?1 AND ?2 AND what = '{kind.what}') x{newest_row(kind.what, 'x.key')}"
    )
    off = " || ',' || ".join(_withdrawn(name, one, kind.key) for name, one in shape.fields.items())
    yield f"{select.format(fields=off)} {decided} WHERE NOT {gone}"


def _withdrawn(name: str, one: DecisionField, key: Sequence[str]) -> str:
    """Return SQL for a field of a line that says that nothing is decided: its key, usual values, and not ``on``."""
    if one.column in key:
        return _field(name, one, "x")
    return f"'\"{name}\":{json.dumps(one.usual if one.column else False)}'"
