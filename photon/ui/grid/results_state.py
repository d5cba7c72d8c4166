"""The state of the photos in the grid, as described by the header above it and the empty state in its place."""

from photon.domain import Ignored, Query
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ResultsState:
    """The content of the grid, for the header above it and the empty state in its place.

    Attributes:
        query: The query, or None if a folder is shown.
        folder: Path shown or searched, or None for everything.
        photos: Number of photos shown.
        strong: Number of good matches among them.
        other: Number of weak matches among them.
        is_whole: Whether these are all photos of the answer; otherwise the rest is still loading.
        is_counted: Whether there are no further good matches.
        searchable: Share of the photos that are searchable.
        sentence: Summary of the answer by the search.
        is_outdated: Whether more photos became searchable since, and the grid was not renewed.
        is_waiting: Whether the answer to a new query takes longer than usual; the photos are still the old ones.
        is_stopped: Whether the user stopped waiting for the answer.
        failed: Message and hint if the search failed.
        notices: Further notes about the answer, a sentence each.
        ignored: Parts of the query that the answer could not use.
        hidden: Number of photos that are hidden, and in no answer.
        excluded: Number of possible matches that were excluded because they seem to show unwanted things.
    """

    query: Query | None = None
    folder: str | None = None
    photos: int = 0
    strong: int = 0
    other: int = 0
    is_whole: bool = True
    is_counted: bool = True
    searchable: float = 1.0
    sentence: str = ""
    is_outdated: bool = False
    is_waiting: bool = False
    is_stopped: bool = False
    failed: tuple[str, str] | None = None
    notices: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    hidden: int = 0
    excluded: int = 0
