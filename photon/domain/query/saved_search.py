"""A search that somebody gave a name: an album that stays live."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search.

    Attributes:
        id: Id in the catalogue.
        name: What it is called; no two are called the same, whatever the case.
        text: The query in its text form.
        folder: Only photos below this path, or None.
        made: When it was first saved, UTC as ISO 8601.
    """

    id: int
    name: str
    text: str
    folder: str | None = None
    made: str = ""
