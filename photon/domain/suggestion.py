"""A suggestion for what is being typed into a query."""

from dataclasses import dataclass
from typing import Literal

SuggestionKind = Literal["tag", "folder", "date", "camera", "lens", "concept", "filter", "saved", "recent"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How a text could go on; accepting it replaces ``text[start:end]`` by ``insert``.

    Attributes:
        kind: What it names.
        label: What the person reads.
        detail: What is to be known beside it, e.g. ``48 photos``, or empty.
        start: Where the replaced piece begins, counted in characters from 0.
        end: Where it ends, exclusive.
        insert: What stands there then, in the query language.
    """

    kind: SuggestionKind
    label: str
    detail: str
    start: int
    end: int
    insert: str
