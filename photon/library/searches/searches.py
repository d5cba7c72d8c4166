"""Saved and recent searches. Each change of a saved search returns the previous state for undo."""

import sqlite3
from datetime import UTC, datetime, timedelta

from photon.domain import Changes, PhotonError, changed
from photon.domain.query.saved_search import SavedSearch
from photon.domain.unseen_characters import clean_line
from photon.language import tr
from photon.library.db.connection import Library

RECENT = 50  # number of recent searches that are kept
ON_THE_WAY = timedelta(minutes=1)  # a search that is a prefix of one made within this time was an intermediate step
_COLUMNS = "SELECT id, name, text, folder, made FROM saved_searches"
_GONE = PhotonError(tr("That saved search no longer exists."))


def all_searches(library: Library) -> list[SavedSearch]:
    """Return all saved searches, ordered by name."""
    saved = [SavedSearch(*row) for row in library.db.execute(_COLUMNS)]
    return sorted(saved, key=lambda search: (search.name.casefold(), search.id))


def save(
    library: Library, name: str, text: str, folder: str | None, made: str = ""
) -> tuple[SavedSearch, SavedSearch | None]:
    """Save a search, replacing one of the same name.

    Args:
        library: Open for writing.
        name: Name of the search.
        text: The query as text.
        folder: Folder that the search is limited to, or None.
        made: Creation time of a new one, in stored form; empty for now.

    Returns:
        The saved search, and the one it replaced, or None.

    Raises:
        PhotonError: The name or the text is empty.
    """
    name = _checked(name)
    if not text.strip():
        raise PhotonError(tr("There is no search to save."), tr("Search for something first, then save it."))
    before = find_named(library, name)
    with library.transaction() as db:
        if before is None:
            made = made or _written(datetime.now(UTC))
            values = (name, text, folder, made)
            row = db.execute("INSERT INTO saved_searches (name, text, folder, made) VALUES (?, ?, ?, ?)", values)
            return SavedSearch(row.lastrowid or 0, *values), None
        after = SavedSearch(before.id, name, text, folder, before.made)
        _write(db, after)
        return after, before


def rename(library: Library, search: int, name: str) -> tuple[SavedSearch, SavedSearch]:
    """Rename a saved search; return its new and its previous state.

    Raises:
        PhotonError: The search is gone, or the name is empty or already used.
    """
    name = _checked(name)
    other = find_named(library, name)
    if other is not None and other.id != search:
        raise PhotonError(tr("A search named “{name}” already exists.", name=other.name), tr("Choose another name."))
    before = find_search(library, search)
    if before is None:
        raise _GONE
    after = SavedSearch(before.id, name, before.text, before.folder, before.made)
    store_search(library, after)
    return after, before


def store_search(library: Library, search: SavedSearch) -> Changes:
    """Store a saved search under its own id, whether it exists or not."""
    with library.transaction() as db:
        _write(db, search)
    return changed("searches")


def remove(library: Library, search: int) -> SavedSearch:
    """Delete a saved search; return it.

    Raises:
        PhotonError: It is already gone.
    """
    before = find_search(library, search)
    if before is None:
        raise _GONE
    with library.transaction() as db:
        db.execute("DELETE FROM saved_searches WHERE id = ?", (search,))
    return before


def find_search(library: Library, search: int) -> SavedSearch | None:
    """Find a saved search by its id, or None."""
    row = library.db.execute(f"{_COLUMNS} WHERE id = ?", (search,)).fetchone()
    return SavedSearch(*row) if row else None


def note(library: Library, text: str, asked: datetime | None = None) -> Changes:
    """Record a search; the newest 50 are kept.

    Searches of the last minute that are a prefix of this one are dropped, because they were typed on the way to it.

    Args:
        library: Open for writing.
        text: The query as text; an empty one is not recorded.
        asked: Time of the search, with a time zone; None for now.

    Returns:
        What changed.
    """
    text = text.strip()
    if not text:
        return Changes()
    asked = asked or datetime.now(UTC)
    with library.transaction() as db:
        db.execute(
            "DELETE FROM recent_searches WHERE asked BETWEEN ? AND ? AND text = substr(?3, 1, length(text))",
            (_written(asked - ON_THE_WAY), _written(asked), text),
        )
        db.execute("INSERT OR REPLACE INTO recent_searches (text, asked) VALUES (?, ?)", (text, _written(asked)))
        db.execute(
            "DELETE FROM recent_searches WHERE text NOT IN"
            " (SELECT text FROM recent_searches ORDER BY asked DESC, rowid DESC LIMIT ?)",
            (RECENT,),
        )
    return changed("searches")


def recent(library: Library) -> list[str]:
    """Return texts of the recent searches, newest first, at most 50."""
    return [text for (text,) in library.db.execute("SELECT text FROM recent_searches ORDER BY asked DESC, rowid DESC")]


def find_named(library: Library, name: str) -> SavedSearch | None:
    """Find a search by name, ignoring case; SQLite itself only folds ASCII letters."""
    return next((saved for saved in all_searches(library) if saved.name.casefold() == name.casefold()), None)


def _checked(name: str) -> str:
    name = clean_line(name)
    if not name:
        raise PhotonError(tr("A saved search needs a name."), tr("Type a name for it."))
    return name


def _write(db: sqlite3.Connection, search: SavedSearch) -> None:
    db.execute(
        "INSERT OR REPLACE INTO saved_searches (id, name, text, folder, made) VALUES (?, ?, ?, ?, ?)",
        (search.id, search.name, search.text, search.folder, search.made),
    )


def _written(when: datetime) -> str:
    """Format a time with a fixed length, so that texts sort like times."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")
