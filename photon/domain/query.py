"""A query, its filter and its answer."""

from dataclasses import dataclass
from typing import Literal

Order = Literal["newest", "oldest", "name", "relevance"]


@dataclass(frozen=True, slots=True)
class Like:
    """An example picture.

    Attributes:
        path: File to be looked at; it need not be in the library. Empty when ``photo`` is given.
        photo: Photo of the library, or 0.
    """

    path: str = ""
    photo: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody wants to see.

    Attributes:
        words: What the photo shows, in plain words; may be empty.
        exact: Texts that must stand as written in what is known of a photo (file and folder names, tags, dates …).
        unwanted: What it must not show, one phrase each.
        likes: Example pictures.
        folder: Only photos below this path, or None.
        top: At most this many hits.
        text: All that was typed, as it was typed, for it may be the name of a file; empty means ``words``.
    """

    words: str = ""
    exact: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    likes: tuple[Like, ...] = ()
    folder: str | None = None
    top: int = 200
    text: str = ""

    @property
    def empty(self) -> bool:
        """Nothing to rank by."""
        return not (self.words.strip() or self.exact or self.unwanted or self.likes)


@dataclass(frozen=True, slots=True)
class Hit:
    """One photo of an answer.

    Attributes:
        photo: The photo's id.
        score: 0..1, calibrated against this library; not a cosine.
        strong: Whether the photo clearly shows what was asked.
        why: Channels that matched: ``meaning``, ``look``, ``file name``, ``folder``, ``date``, ``camera`` …
        path: Where the photo is.
        alike: Nearly identical photos that stand behind this one, best first.
    """

    photo: int
    score: float
    strong: bool
    why: tuple[str, ...]
    path: str
    alike: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All hits of a query, best first.

    Attributes:
        hits: Strong ones first.
        strong: How many of them are strong; the divider stands after them.
        searchable: Share of the photos that can be searched so far, 0..1.
        sentence: What to tell the person about the result, e.g. ``14 photos clearly show this``.
        notices: What else the person should know, a sentence each, e.g. that the query was not in English.
    """

    hits: tuple[Hit, ...] = ()
    strong: int = 0
    searchable: float = 1.0
    sentence: str = ""
    notices: tuple[str, ...] = ()
