"""Suggestions for completing a query."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A possible completion of a query.

    Attributes:
        kind: Where it comes from: the name of a filter that has names to complete, ``concept``, ``filter``, ``saved``
            or ``recent``.
        label: Displayed name.
        detail: Displayed detail such as ``1,204 photos``; may be empty.
        start: Start of the token that it replaces, in characters from 0.
        end: End of that token, exclusive.
        insert: Replacement text in the query language.
    """

    kind: str
    label: str
    detail: str
    start: int
    end: int
    insert: str
