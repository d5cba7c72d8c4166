"""Names and states that a person gave to topics: read, stored, and as lines of a file of decisions."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from photon.domain import Changes, changed
from photon.library.db.connection import Library

FIELDS = ("name", "state")
"""The fields of a line about a topic, in the order of the columns."""
_STORE = (
    "INSERT INTO decided_topics (kind, key, name, state) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (kind, key) DO UPDATE SET (name, state) = (excluded.name, excluded.state)"
)


class TopicDecision(NamedTuple):
    """What a person decided about a topic.

    Attributes:
        name: Its name; empty for the one that Photon found.
        state: ``pinned``, ``hidden`` or empty.
    """

    name: str = ""
    state: str = ""


def decided_topics(library: Library) -> dict[tuple[str, str], TopicDecision]:
    """Return what was decided about topics, by kind and key."""
    rows = library.db.execute("SELECT kind, key, name, state FROM decided_topics ORDER BY rowid")
    return {(kind, key): TopicDecision(name, state) for kind, key, name, state in rows}


def decide_topic(library: Library, kind: str, key: str, decision: TopicDecision) -> Changes:
    """Store what a person decided about a topic; an empty decision removes what was decided before."""
    if decided_topics(library).get((kind, key), TopicDecision()) == decision:
        return Changes()
    with library.transaction() as db:
        _write(db, kind, key, decision)
    return changed("topics")


def topic_lines(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield the fields of a line for each topic."""
    rows = db.execute("SELECT key, kind, name, state FROM decided_topics ORDER BY rowid")
    yield from (dict(zip(("topic", "kind", *FIELDS), row, strict=True)) for row in rows)


def read_topic_line(library: Library, content: Mapping[str, Any]) -> TopicDecision | None:
    """Return what is decided here about the topic of a line; None for nothing."""
    return decided_topics(library).get((content["kind"], content["topic"]))


def write_topic_line(library: Library, content: Mapping[str, Any]) -> None:
    """Within a transaction, store what a line says about a topic."""
    decision = TopicDecision(content["name"], content["state"]) if content["on"] else TopicDecision()
    _write(library.db, content["kind"], content["topic"], decision)


def _write(db: sqlite3.Connection, kind: str, key: str, decision: TopicDecision) -> None:
    if any(decision):
        db.execute(_STORE, (kind, key, *decision))
    else:
        db.execute("DELETE FROM decided_topics WHERE kind = ? AND key = ?", (kind, key))
