"""Filters by time: ``date:`` and ``event:``.

The window describes their values (``photon.ui.search.filter_labels``), because Qt knows how people write days.
"""

from photon.domain.query.event_time import read_event
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.periods import NAMES, ON_THIS_DAY, read_when
from photon.language import tr

DATE = FilterKind(
    "date",
    FieldHelp(tr("date"), tr("when it was taken"), "2023-07", NAMES),
    "calendar-blank",
    read_when,
    photos=tr("photos from {words}"),
    also=("when", "year", "month", "taken"),
    completed_by="date",
)
EVENT = FilterKind(
    "event",
    FieldHelp(
        tr("event"),
        tr("photos taken close together, such as a trip"),
        "2023-07-14",
        ("today", "yesterday", "this-week", "last-week", "this-month", "last-month"),
    ),
    "ticket",
    read_event,
    photos=tr("photos of events from {words}"),
    completed_by="date",
)

TAKEN_ON_THIS_DAY = DATE.filter_by(ON_THIS_DAY)

DATES = DATE.group(tr("Date"), tr("Find a date"))
EVENTS = EVENT.group(tr("Event"), tr("Find an event"))
