"""The filter ``find:``, by things that a part of a photo shows, however small, and by where they are.

It ranks photos, as words do, so it is no condition (``query.is_condition``).
"""

import re
from collections.abc import Iterable
from typing import Literal, cast

from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.texts import check_has_letters
from photon.domain.query.query import RANKING, Filter, Part, wanted_parts
from photon.language import tr
from photon.quick_dataclass import dataclass

Place = Literal["", "left of", "right of", "above", "below"]
_PLACES = re.compile(r"(.*\S)\s+(left of|right of|above|below)\s+(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SoughtThing:
    """A thing, and where it is seen from another one; without a place, anywhere."""

    name: str
    place: Place = ""
    other: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What is sought."""
        return (self.name, self.other) if self.place else (self.name,)


def sought_thing(text: str) -> SoughtThing:
    """Read a value of ``find:``: ``red kite``, or ``dog left of tree``.

    Raises:
        BadValue: It has no letters or digits.
    """
    check_has_letters(FIND.name, text, FIND.help.example)
    found = _PLACES.fullmatch(text)
    return SoughtThing(found[1], cast("Place", found[2].casefold()), found[3]) if found else SoughtThing(text)


FIND = FilterKind(
    RANKING,
    FieldHelp(tr("thing in the photo"), tr("small things, and where they are"), "red kite"),
    "crosshair-simple",
    lambda text, _: sought_thing(text),
    photos=tr("photos with “{words}” in a part of them"),
)


def sought_names(parts: Iterable[Part]) -> str:
    """Return the things that a query asks for with ``find:``, as one text; empty if there are none."""
    found = [part for part in wanted_parts(parts) if isinstance(part, Filter) and FIND.is_kind_of(part)]
    return ", ".join(name for part in found for name in sought_thing(part.value).names)
