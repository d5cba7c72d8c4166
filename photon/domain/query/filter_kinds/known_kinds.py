"""All filters, and all groups of filters to choose from, each in the order in which Photon lists them."""

from datetime import date

from photon.domain.query.filter_choice import FilterGroup
from photon.domain.query.filter_kinds import (
    apertures,
    formats,
    lengths,
    marks,
    names,
    places,
    sizes,
    states,
    texts,
    times,
)
from photon.domain.query.filter_kinds.explore import EXPLORE_FILTERS
from photon.domain.query.filter_kinds.facts import FROM, SENDERS, TOTAL
from photon.domain.query.filter_kinds.filter_kind import FilterKind
from photon.domain.query.filter_kinds.people import PEOPLE_FILTERS, PERSONS
from photon.domain.query.filter_kinds.regions import FIND
from photon.domain.query.periods import BadValue
from photon.domain.query.query import Filter
from photon.language import tr

FILTER_KINDS: tuple[FilterKind, ...] = (
    names.TAG, names.ALBUM, names.FOLDER, times.DATE, times.EVENT, marks.RATING, marks.LABEL, names.CAMERA, names.LENS,
    *PEOPLE_FILTERS, texts.TEXT, TOTAL, FROM, FIND, apertures.APERTURE, formats.TYPE, sizes.SIZE, lengths.LENGTH,
    states.ORIENTATION, states.HAS, *places.PLACE_FILTERS, *EXPLORE_FILTERS, states.IS,
)  # fmt: skip
FILTER_GROUPS: tuple[FilterGroup, ...] = (
    marks.RATINGS, states.FAVOURITES, marks.COLOURS, states.FLAGS, states.STACKS, names.CAMERAS, names.LENSES,
    apertures.APERTURES, times.DATES, times.EVENTS, formats.FORMATS, lengths.LENGTHS, PERSONS, names.TAGS,
    names.ALBUMS, names.FOLDERS, places.PLACES, states.DOCUMENTS, SENDERS, states.ORIENTATIONS, states.FILES,
)  # fmt: skip
_KINDS = {kind.name: kind for kind in FILTER_KINDS}


def kind_of(part: Filter) -> FilterKind:
    """Return the kind of a filter."""
    return _KINDS[part.field]


def read_value(part: Filter, today: date) -> object:
    """Parse the value of a filter.

    Args:
        part: The filter; its value is without quotation marks.
        today: Reference date for relative times.

    Returns:
        What the value means: one of ``filter_values``, or a type of its own.

    Raises:
        BadValue: The value is invalid; the hint tells what to write instead.
    """
    text = " ".join(part.value.split())
    if not text:
        raise BadValue(
            tr("A value is missing."),
            tr("For example: {filter}.", filter=f"{part.field}:{kind_of(part).help.example}"),
        )
    return kind_of(part).read(text, today)


def group_of(part: Filter) -> FilterGroup | None:
    """Return the group that a filter belongs to, whatever its value; None for filters that are only typed."""
    state = states.state_of(part)
    return next((group for group in FILTER_GROUPS if part.field in group.fields or state in group.states), None)
