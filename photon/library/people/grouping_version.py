"""Of which faces and decisions the stored groups were made, so that nothing is compared again without need."""

from photon.library.db.connection import Library
from photon.library.people.faces import KIND, VALID

_FOUND = (
    f"SELECT count(*), ifnull(max(d.item), 0), ifnull(sum(d.item), 0) FROM {VALID}"
    f" WHERE i.encoder = ? AND i.kind = '{KIND}' AND +p.present = 1"
)
_DECIDED = "SELECT id FROM journal WHERE what IN ('person', 'face', 'not_person') ORDER BY id DESC LIMIT 1"


def has_faces(library: Library) -> bool:
    """Return whether any faces were found."""
    return library.db.execute("SELECT 1 FROM face_details LIMIT 1").fetchone() is not None


def current_version(library: Library, model: str, rules: str) -> str:
    """Return a text that changes with the faces of a model, with what was decided about people, and with the rules.

    Dates of photos and hidden ones are not in it: they count when groups are made the next time. 0.1 s for 100,000.
    """
    found = library.db.execute(_FOUND, (model,)).fetchone()
    decided = library.db.execute(_DECIDED).fetchone() or (0,)
    return " ".join(map(str, (model, rules, *found, *decided)))


def stored_version(library: Library) -> str:
    """Return the version of which the stored groups were made; empty if there are none."""
    row = library.db.execute("SELECT version FROM face_grouping").fetchone()
    return str(row[0]) if row else ""


def store_version(library: Library, version: str) -> None:
    """Store of which version the stored groups are."""
    with library.transaction() as db:
        db.execute("DELETE FROM face_grouping")
        db.execute("INSERT INTO face_grouping VALUES (?)", (version,))
