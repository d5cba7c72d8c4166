"""Saved and recent searches. Each write of a saved one tells how to take it back."""

import sqlite3
from datetime import UTC, datetime, timedelta

from photon.domain import Changes, PhotonError, changed
from photon.domain.query.saved_search import SavedSearch
from photon.library.db.connection import Library

RECENT = 50  # so many recent searches are kept
ON_THE_WAY = timedelta(minutes=1)  # a search noted so shortly before one that begins with it was a step towards it
_COLUMNS = "SELECT id, name, text, folder, made FROM saved_searches"
_GONE = PhotonError("That saved search is no longer there.")


def all_searches(library: Library) -> list[SavedSearch]:
    """All saved searches by name."""
    saved = [SavedSearch(*row) for row in library.db.execute(_COLUMNS)]
    return sorted(saved, key=lambda search: (search.name.casefold(), search.id))


def save(library: Library, name: str, text: str, folder: str | None) -> tuple[SavedSearch, SavedSearch | None]:
    """Save a search; one of that name asks for this from now on.

    Args:
        library: Where.
        name: What it shall be called.
        text: The query in its text form.
        folder: Only photos below this path, or None.

    Returns:
        The search as it is now, and as it was before; None where it is new.

    Raises:
        PhotonError: Name or text is empty.
    """
    name = _checked(name)
    if not text.strip():
        raise PhotonError("There is no search to save.", "Search for something first, then save it.")
    before = _named(library, name)
    with library.transaction() as db:
        if before is None:
            made = _written(datetime.now(UTC))
            values = (name, text, folder, made)
            row = db.execute("INSERT INTO saved_searches (name, text, folder, made) VALUES (?, ?, ?, ?)", values)
            return SavedSearch(row.lastrowid or 0, *values), None
        after = SavedSearch(before.id, name, text, folder, before.made)
        _write(db, after)
        return after, before


def rename(library: Library, search: int, name: str) -> tuple[SavedSearch, SavedSearch]:
    """Call a saved search otherwise; return it as it is now and as it was before.

    Raises:
        PhotonError: It is gone, the name is empty, or another search is called so.
    """
    name = _checked(name)
    other = _named(library, name)
    if other is not None and other.id != search:
        raise PhotonError(f"There is already a search called “{other.name}”.", "Choose another name.")
    before = find_search(library, search)
    if before is None:
        raise _GONE
    after = SavedSearch(before.id, name, before.text, before.folder, before.made)
    store_search(library, after)
    return after, before


def store_search(library: Library, search: SavedSearch) -> Changes:
    """Make a saved search as it is given here, under its own id, whether it is there or not."""
    with library.transaction() as db:
        _write(db, search)
    return changed("searches")


def remove(library: Library, search: int) -> SavedSearch:
    """Forget a saved search; return what it was.

    Raises:
        PhotonError: It is gone already.
    """
    before = find_search(library, search)
    if before is None:
        raise _GONE
    with library.transaction() as db:
        db.execute("DELETE FROM saved_searches WHERE id = ?", (search,))
    return before


def find_search(library: Library, search: int) -> SavedSearch | None:
    """A saved search by its id, or None."""
    row = library.db.execute(f"{_COLUMNS} WHERE id = ?", (search,)).fetchone()
    return SavedSearch(*row) if row else None


def note(library: Library, text: str, asked: datetime | None = None) -> Changes:
    """Remember that this was searched for; the newest 50 are kept.

    What was noted within the last minute and only begins this text was typed on the way to it, and is forgotten.

    Args:
        library: Where.
        text: The query in its text form; an empty one is not noted.
        asked: When, with its time zone; now if None.
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
    """Texts of the recent searches, the newest first; at most 50."""
    return [text for (text,) in library.db.execute("SELECT text FROM recent_searches ORDER BY asked DESC, rowid DESC")]


def _named(library: Library, name: str) -> SavedSearch | None:
    """By its name, whatever the case; SQLite itself only knows the case of ASCII letters."""
    return next((saved for saved in all_searches(library) if saved.name.casefold() == name.casefold()), None)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise PhotonError("A saved search needs a name.", "Type how you want to call it.")
    return name


def _write(db: sqlite3.Connection, search: SavedSearch) -> None:
    db.execute(
        "INSERT OR REPLACE INTO saved_searches (id, name, text, folder, made) VALUES (?, ?, ?, ?, ?)",
        (search.id, search.name, search.text, search.folder, search.made),
    )


def _written(when: datetime) -> str:
    """Always as long, so that texts sort as times do."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")
