"""What is known of the photos that the grid shows, as the header above it and the empty state in its place say it."""

from dataclasses import dataclass

from photon.domain import Ignored, Query


@dataclass(frozen=True, slots=True)
class ResultsState:
    """What the grid shows, for the header above it and the empty state in its place.

    Attributes:
        query: What was asked, or None when a folder is shown.
        folder: Path shown or searched, or None for everything.
        photos: Photos shown.
        strong: How many of them clearly show what was asked.
        other: How many of them hardly show it.
        is_whole: Whether these are all photos of the answer; else the others are on their way.
        is_counted: Whether no other photo clearly shows what was asked.
        searchable: Share of the photos that can be searched so far.
        sentence: What the search says about the answer.
        is_outdated: More photos became searchable since, and the grid was left in peace.
        is_waiting: The answer to a new query takes longer than usual; the photos are still the old ones.
        is_stopped: The person did not want to wait for the answer.
        failed: Message and hint when the search could not answer.
        notices: What else to know about the answer, a sentence each.
        ignored: Parts of the query that the answer could not use.
        hidden: Photos that are hidden, and in no answer.
        excluded: Photos that may match but were left out, because they seem to show what is not wanted.
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
