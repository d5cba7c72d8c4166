"""What a filter such as ``tag:`` declares about itself; all that deals with filters goes through the declarations.

The library finds the photos by the meaning of a value (``photon.library.searches.filters``).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date
from difflib import get_close_matches
from typing import TypeGuard

from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.periods import BadValue
from photon.domain.query.query import Filter
from photon.language import tr
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """Help on one name before a colon.

    Attributes:
        noun: What it is called in a sentence, as in ``not file type: RAW``.
        about: What it is for, in a few words, for the list of completions.
        example: A value as an example.
        values: Values to complete, besides names that occur in the library.
    """

    noun: str
    about: str
    example: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterKind:
    """The filters with one name before the colon.

    Attributes:
        name: The name.
        help: What Photon says about it.
        icon: Icon of its chips.
        read: Parses a value as typed, given the date of today; raises BadValue. What it returns is what the library
            finds photos by: one of ``filter_values``, or a type of its own.
        show: Describes a value as typed, e.g. ``3 stars or more``; values that it does not know stay as typed.
        photos: Describes the photos that match: ``photos with {words}``; empty for ``tag: beach``.
        photos_with: The same for values, in lower case, that need other words.
        also: Names that are often typed for it.
        column: Column of photos with the names that complete it, if it has one.
        completed_by: Name of the filter whose names complete it; empty for none.
        is_about_marks: Whether it finds other photos once photos are marked.
        spaced: Values that may have blanks and commas without quotation marks.
        tail: What follows a complete value while it is continued.
    """

    name: str
    help: FieldHelp
    icon: str
    read: Callable[[str, date], object]
    show: Callable[[str], str] = str
    photos: str = ""
    photos_with: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    column: str = ""
    completed_by: str = ""
    is_about_marks: bool = False
    spaced: re.Pattern[str] | None = None
    tail: re.Pattern[str] | None = None

    def filter_by(self, value: str, *, unwanted: bool = False) -> Filter:
        """Make a filter of this kind."""
        return Filter(self.name, value, unwanted)

    def is_kind_of(self, part: object) -> TypeGuard[Filter]:
        """Whether a part of a query is a filter of this kind."""
        return isinstance(part, Filter) and part.field == self.name

    def choices(self, *values: str) -> tuple[FilterChoice, ...]:
        """Filters of this kind to offer in a list."""
        return tuple(FilterChoice(self.filter_by(value), 0) for value in values)

    def group(self, title: str, find: str, *values: str) -> FilterGroup:
        """Make a group of all filters of this kind; see ``FilterGroup``.

        Args:
            title: Its name in the window.
            find: What the field says that narrows the list.
            values: The values that are always offered, if they leave photos.
        """
        offers = self.choices(*values)
        return FilterGroup(self.name, title, find, self.icon, (self.name,), offers=offers, column=self.column)


def unknown_choice(name: str, text: str, known: Iterable[str], offered: Iterable[str]) -> BadValue:
    """Return the error for a value that is none of those that a filter knows.

    Args:
        name: Name of the filter.
        text: The value as typed.
        known: All values that it knows, of which the most similar one is proposed.
        offered: The values to name if none is similar.
    """
    near = get_close_matches(text.casefold(), list(known), 1, 0.7)
    hint = (
        tr("Did you mean {filter}?", filter=f"{name}:{near[0]}")
        if near
        else tr("Use one of: {values}.", values=", ".join(offered))
    )
    return BadValue(tr("“{text}” isn't a possible value.", text=text), hint)
