"""What the user says of a photo with one key: rating and favourite. Each write tells how to take it back."""

from collections.abc import Mapping

from photon.domain import Changes, changed
from photon.library.connection import Library


def rate(library: Library, stars: Mapping[int, int]) -> tuple[Changes, dict[int, int]]:
    """Set ratings 0..5 by photo; return what changed and the ratings before, for undo."""
    return _set(library, "rating", stars)


def favour(library: Library, favourites: Mapping[int, bool]) -> tuple[Changes, dict[int, bool]]:
    """Set or clear the heart by photo; return what changed and the state before, for undo."""
    changes, before = _set(library, "favourite", {photo: int(state) for photo, state in favourites.items()})
    return changes, {photo: bool(state) for photo, state in before.items()}


def _set(library: Library, column: str, values: Mapping[int, int]) -> tuple[Changes, dict[int, int]]:
    before: dict[int, int] = {}
    with library.transaction() as db:
        for photo, value in values.items():
            row = db.execute(f"SELECT {column} FROM photos WHERE id = ?", (photo,)).fetchone()
            if row is None or row[0] == value:
                continue
            before[photo] = row[0]
            db.execute(f"UPDATE photos SET {column} = ? WHERE id = ?", (value, photo))
    return (changed("marks", photos=frozenset(before)) if before else Changes()), before
