"""What a person may want to type next."""

from dataclasses import dataclass
from typing import Literal

SuggestionKind = Literal["tag", "folder", "date", "camera", "lens", "concept", "filter", "saved", "recent"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to go on with a query.

    Attributes:
        kind: Where it comes from.
        label: What it is called, for people.
        detail: What there is to know of it, e.g. ``1,204 photos``; may be empty.
        start: Of the piece of the text that it stands for, counted in characters from 0.
        end: Exclusive; replacing that piece by ``insert`` accepts the suggestion.
        insert: In the query language.
    """

    kind: SuggestionKind
    label: str
    detail: str
    start: int
    end: int
    insert: str
