"""The shelves of the Explore page, each declared once in SHELVES: how it is called, and what is on it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import numpy as np

from photon.app.places.trip_list import list_trips
from photon.domain import AnyOf, Filter, Query
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.explore.topic import TopicKind, TopicState
from photon.domain.photo.marks import LABEL_NAMES, LABELS
from photon.domain.query.filter_kinds.marks import LABEL, RATING
from photon.domain.query.filter_kinds.states import IS
from photon.domain.query.filter_kinds.times import DATE, EVENT, TAKEN_ON_THIS_DAY
from photon.domain.query.periods import days_text
from photon.domain.query.query import is_condition
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.db.text_folding import fold_sign
from photon.library.explore.topics import list_topics
from photon.library.photos.events import known_events
from photon.library.searches.counted_photos import count_photos, count_years, find_cover
from photon.library.searches.filters import matching
from photon.quick_dataclass import dataclass
from photon.search.query_language import format_query, parse

LEAST_PHOTOS = 20
"""Below this, a library is seen at a glance, and nothing is on shelves."""
_EVENT, _TRIP, _BEST = 12, 3, 3  # photos from which on an event, a trip, and the best of a year are worth a card
_MOST = 60  # cards of trips and events
_GOOD = AnyOf((RATING.filter_by("4..5"), IS.filter_by("favourite"), IS.filter_by("picked")))
_UNSEEN, _LEFT_OUT = IS.filter_by("unseen"), IS.filter_by("not-highlighted")
_STATES: tuple[TopicState, ...] = ("pinned", "", "hidden")
_LOOKS = {
    "black-and-white": tr("Black and white"),
    "sepia": tr("Sepia"),
    "drawing": tr("Drawings"),
    "screenshot": tr("Screenshots"),
    "mostly-blue": tr("Mostly blue"),
    "mostly-green": tr("Mostly green"),
    "warm": tr("Warm colours"),
    "dark": tr("Dark photos"),
    "blurry": tr("Blurry photos"),
}
"""Names by the state of photos."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf.

    Attributes:
        key: Its name in the program.
        title: Its name for people.
        find: Returns what is on it; nothing, and the shelf is not shown.
        is_slow: Whether that takes a second for 100,000 photos, and not 0.2 s, so that it is asked for last.
    """

    key: str
    title: str
    find: Callable[[Library], list[ShelfCard]]
    is_slow: bool = False


def find_topics(kind: TopicKind, why: str, library: Library) -> list[ShelfCard]:
    """Return themes or things: pinned ones first, those that a person hid last."""
    found = list_topics(library, kind, with_hidden=True)
    names = Counter(fold_sign(one.name) for one in found)
    cards = []
    for one in sorted(found, key=lambda one: _STATES.index(one.state)):
        is_only = one.name and names[fold_sign(one.name)] == 1
        query = _text(Filter(kind, one.name if is_only else one.key))
        place = (one.x, one.y) if kind == "theme" else None
        name = one.name or tr("What are these?")
        photos = (query, one.photos, one.cover)
        cards.append(ShelfCard(name, *photos, why, kind, one.key, one.state, not one.name, place))
    return cards


def find_events(library: Library) -> list[ShelfCard]:
    """Return trips with some photos, and other events with many; the newest first."""
    events = known_events(library)
    trips = {trip.photos[0]: trip for trip in list_trips(library, _MOST)}  # a photo is in one event
    ends, cards = np.cumsum(events.counts), list[ShelfCard]()
    for first, count, end in reversed([*zip(events.firsts, events.counts, ends.tolist(), strict=True)]):
        event, photos = events.name_at(first), events.photos[end - count : end].tolist()
        trip, days = trips.get(photos[0]), _days_of(event)
        if count >= (_TRIP if trip else _EVENT):
            name = trip.title if trip else days
            why = tr("Taken far from home.") if trip else tr("Taken close together in time and place.")
            cover = find_cover(library, photos)
            cards.append(ShelfCard(name, _text(EVENT.filter_by(event)), count, cover, why))
        if len(cards) == _MOST:
            break
    return cards


def _days_of(event: str) -> str:
    first, last = (date.fromisoformat(time[:10]) for time in event.split(".."))
    return days_text(first, last)


def find_looks(library: Library) -> list[ShelfCard]:
    """Return photos by how they look, and by the colour of their labels."""
    cards, measured = list[ShelfCard](), tr("Photon measured how the photos look.")
    for state, name in _LOOKS.items():
        cards += _counted(library, name, measured, IS.filter_by(state))
    for label in LABELS:
        name, why = tr("{colour} label", colour=LABEL_NAMES[label]), tr("You gave the photos this label.")
        cards += _counted(library, name[:1].upper() + name[1:], why, LABEL.filter_by(label))
    return cards


def find_this_day(library: Library) -> list[ShelfCard]:
    """Return the photos of this day in each former year, but none that a person left out."""
    cards, this_year = list[ShelfCard](), datetime.now().astimezone().year
    for year, count, cover in count_years(library, [TAKEN_ON_THIS_DAY]):
        if (ago := this_year - int(year)) > 0:
            name = tr_n("{count} year ago", "{count} years ago", ago)
            why = tr("Taken on this day in {year}.", year=year)
            cards.append(ShelfCard(name, _text(TAKEN_ON_THIS_DAY, DATE.filter_by(year)), count, cover, why))
    return cards


def find_unseen(library: Library) -> list[ShelfCard]:
    """Return photos that nobody looked at for a year: first those that a person valued, then all by year."""
    why = tr("They are older than a year, and nobody opened them in Photon for a year.")
    good = _counted(library, tr("Among your best"), why, _UNSEEN, _GOOD)
    return [*good, *_yearly(library, "{year}", why, _UNSEEN)]


def find_best(library: Library) -> list[ShelfCard]:
    """Return the photos of each year that a person rated high, picked or marked as favourites."""
    why = tr("You gave these photos four or five stars, picked them, or marked them as favourites.")
    left_out = [replace(_LEFT_OUT, unwanted=True)] if count_photos(library, [_LEFT_OUT]) else []
    found = _yearly(library, tr("Best of {year}"), why, _GOOD, *left_out)
    return [card for card in found if card.photos >= _BEST]


def change_cover(library: Library, card: ShelfCard, used: set[int]) -> ShelfCard:
    """Let another photo stand for a card if an earlier one has its cover, except for topics; note it as used."""
    if card.cover in used and not card.key:
        parts = [part for part in parse(card.query).query.parts if is_condition(part)]
        others = set(matching(library, parts, datetime.now().astimezone().date()).tolist()) - used
        card = replace(card, cover=find_cover(library, others) or card.cover)
    used.add(card.cover)
    return card


def _yearly(library: Library, name: str, why: str, *conditions: Filter | AnyOf) -> list[ShelfCard]:
    return [
        ShelfCard(name.format(year=year), _text(DATE.filter_by(year), *conditions), count, cover, why)
        for year, count, cover in count_years(library, conditions)
    ]


def _counted(library: Library, name: str, why: str, *conditions: Filter | AnyOf) -> list[ShelfCard]:
    found = count_photos(library, conditions)
    return [ShelfCard(name, _text(*conditions), found.photos, found.cover, why)] if found else []


def _text(*conditions: Filter | AnyOf) -> str:
    return format_query(Query(conditions))


_TAGGED = tr("They are tagged so, or Photon is certain that they show it.")
SHELVES = (
    Shelf("themes", tr("Themes"), partial(find_topics, "theme", tr("These photos look alike or are described alike."))),
    Shelf("things", tr("Things"), partial(find_topics, "thing", _TAGGED)),
    Shelf("events", tr("Trips and events"), find_events, is_slow=True),
    Shelf("looks", tr("Colours and styles"), find_looks),
    Shelf("this-day", tr("On this day"), find_this_day),
    Shelf("unseen", tr("Not looked at for a long time"), find_unseen),
    Shelf("best", tr("Best of a year"), find_best),
)
"""All shelves, in the order in which the page shows them."""
