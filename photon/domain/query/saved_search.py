"""Saved searches: named queries that act as live albums."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search.

    Attributes:
        id: Row of the catalogue.
        name: Its name, unique regardless of case.
        text: The query as text.
        folder: Folder that the search is limited to, or None.
        made: When it was first saved, UTC in ISO 8601.
    """

    id: int
    name: str
    text: str
    folder: str | None = None
    made: str = ""
