"""Count the filters that can narrow down the photos of a library: marks, cameras, years, tags, folders, places."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import PurePath

import numpy as np

from photon.domain import Filter
from photon.domain.arrays import Doubles, Ids
from photon.domain.metadata.album import album_text
from photon.domain.photo.distances import distances
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.explore import THEME, THING
from photon.domain.query.filter_kinds.facts import FROM, SENDERS
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS, read_value
from photon.domain.query.filter_kinds.names import ALBUM, ALBUMS, FOLDER, FOLDERS, TAG, TAGS
from photon.domain.query.filter_kinds.people import PERSON, PERSONS
from photon.domain.query.filter_kinds.places import COUNTRY, NEAR, PLACE, PLACES
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.filter_kinds.times import DATE, DATES, EVENT, EVENTS
from photon.domain.query.filter_values import OneOf, Within
from photon.library.albums import album_tree
from photon.library.albums.album_content import MEMBERS
from photon.library.db.connection import Library
from photon.library.db.text_folding import fold, fold_both
from photon.library.explore.topics import topic_counts
from photon.library.people.people_filters import person_counts
from photon.library.photos import folders
from photon.library.photos.events import known_events
from photon.library.photos.facets import Counted, among_condition, column_counts, folder_names, years_and_months
from photon.library.photos.photos import IS_LISTED
from photon.library.places.photo_places import map_points
from photon.library.places.place_filters import country_counts, place_name_counts
from photon.library.searches.filters import COMPUTED, FindSmart, Given, condition_of, no_smart_photos
from photon.library.searches.smart_counts import count_smart_trees
from photon.library.tags import tag_tree, tags
from photon.library.text.stated_facts import shop_counts

_PLACES = 30  # maximum
_RADIUS_KM = 10


def count_choices(
    library: Library, group: FilterGroup, among: Ids | None = None, smart: FindSmart = no_smart_photos
) -> list[FilterChoice]:
    """List the filters of a group that leave some photos.

    Args:
        library: The library.
        group: The group.
        among: The photos that count, int64 (n,), or None for all.
        smart: Finds what the searches of smart albums find.

    Returns:
        The choices, in the order in which to offer them.
    """
    if group == ALBUMS:
        found = _albums(library, among, smart)
    elif group.column:
        found = _names(library, group, among)
    elif group.name in _COUNTERS:
        found = _COUNTERS[group.name](library, among)
    else:
        found = _offers(library, group, among)
    return [choice for choice in found if choice.photos]


def _offers(library: Library, group: FilterGroup, among: Ids | None) -> list[FilterChoice]:
    found = _counted(library, group.offers, among)
    if group.needs_first and not found[0].photos:
        return []
    return sorted(found, key=lambda choice: -choice.photos) if group.is_most_first else found


def _counted(library: Library, offers: Sequence[FilterChoice], among: Ids | None) -> list[FilterChoice]:
    """Count the photos that pass each of these filters, in one pass; of missing ones only those that are asked for."""
    given = Given(library, datetime.now().astimezone().date())
    base, bound = among_condition("p.id", among)
    with_missing = asks_for_missing(offer.part for offer in offers)
    conditions: list[str] = []
    values: list[object] = []
    for offer in offers:
        condition, some = condition_of(given, offer.part)
        is_limited = with_missing and not asks_for_missing([offer.part])
        conditions.append(f"({condition}{' AND p.present = 1' if is_limited else ''})")
        values += some
    rows, number = f"photos p WHERE {IS_LISTED if with_missing and among is None else base}", "1"
    columns = {_column_of(read_value(offer.part, given.today)) for offer in offers}
    if all(columns):  # one row for each of their values is enough
        names = ", ".join(sorted(columns))
        rows, number = f"(SELECT {names}, count(*) AS photos FROM {rows} GROUP BY {names}) p", "p.photos"
    sums = ", ".join(f"ifnull(sum({number} * {condition}), 0)" for condition in conditions)
    counts = library.db.execute(f"SELECT {sums} FROM {rows}", [*values, *bound]).fetchone()
    return [replace(offer, photos=count) for offer, count in zip(offers, counts, strict=True)]


def _column_of(value: object) -> str:
    """Return the column that alone decides; empty if there is none."""
    return value.column if isinstance(value, OneOf | Within) and value.column not in COMPUTED else ""


def _names(library: Library, group: FilterGroup, among: Ids | None) -> list[FilterChoice]:
    found = column_counts(library, group.column, among)
    names, texts = [(name, fold(name)) for name, _ in found], [(fold_both(name), count) for name, count in found]
    # The filter finds every name that contains this one, e.g. EOS 5D with EOS 5.
    counts = [(name, sum(other for text, other in texts if own in text)) for name, own in names if own]
    ordered = sorted(counts, key=lambda each: (-each[1], each[0]))
    return [FilterChoice(Filter(group.name, name), count) for name, count in ordered]


def _dates(library: Library, among: Ids | None) -> list[FilterChoice]:
    return [FilterChoice(DATE.filter_by(period), count) for period, count in years_and_months(library, among)]


def _events(library: Library, among: Ids | None) -> list[FilterChoice]:
    found = known_events(library)
    counts = [*found.counts]
    if among is not None:
        ends = np.cumsum(np.array(counts, np.int64))
        kept = np.concatenate([[0], np.cumsum(np.isin(found.photos, among))])
        counts = (kept[ends] - kept[ends - np.array(counts, np.int64)]).tolist()
    times = zip(found.firsts, found.lasts, counts, strict=True)
    return [FilterChoice(EVENT.filter_by(f"{first[:16]}..{last[:16]}"), count) for first, last, count in times][::-1]


def _counts_below(library: Library, below: str, members: str, column: str, among: Ids | None) -> dict[int, int]:
    """Return the photos of each row of a tree of names including its descendants, by its id.

    Args:
        library: The library.
        below: Common table expression of the tree.
        members: The table with the photos of each row.
        column: Its column with the id of the row.
        among: Only these photos; None: all.
    """
    condition, values = among_condition("p.id", among)
    rows = library.db.execute(
        f"{below.format(where='')} SELECT b.top, count(DISTINCT p.id) FROM below b"
        f" JOIN {members} x ON x.{column} = b.id JOIN photos p ON p.id = x.photo_id"
        f" WHERE {condition} GROUP BY b.top",
        values,
    )
    return {int(id_): int(count) for id_, count in rows}


def _tags(library: Library, among: Ids | None) -> list[FilterChoice]:
    counts = _counts_below(library, tag_tree.BELOW, *tags.MEMBERS, among)
    paths = sorted((tuple(path), tag) for tag, path in tag_tree.paths(library.db).items() if tag in counts)
    return [FilterChoice(TAG.filter_by(tags.BETWEEN.join(path)), counts[tag]) for path, tag in paths]


def _albums(library: Library, among: Ids | None, smart: FindSmart) -> list[FilterChoice]:
    counts = _counts_below(library, album_tree.BELOW_ALBUM, *MEMBERS, among)
    counts |= count_smart_trees(library, smart, among)
    named = album_tree.album_paths(library.db).items()
    paths = sorted((album_text(path), album) for album, path in named if album in counts)
    found = [FilterChoice(ALBUM.filter_by(text), counts[album]) for text, album in paths]
    return found and [*found, *_counted(library, ALBUMS.offers, among)]


def _folders(library: Library, among: Ids | None) -> list[FilterChoice]:
    roots = {id_: PurePath(path) for id_, path in library.db.execute("SELECT id, path FROM folders")}
    return [
        FilterChoice(FOLDER.filter_by(level.path), level.photos, _name_below(level.path, roots[level.id]))
        for level in folders.all_levels(library, among)
    ]


def _name_below(path: str, root: PurePath) -> str:
    """Return a path for display: from the name of the watched folder on."""
    return path[len(str(root.parent)) :].lstrip("/\\") or path


def _places(library: Library, among: Ids | None) -> list[FilterChoice]:
    offers, named = _counted(library, PLACES.offers, among), place_name_counts(library, among)[:_PLACES]
    found = [FilterChoice(PLACE.filter_by(value), count) for value, count in named]
    found += [FilterChoice(COUNTRY.filter_by(name), count) for name, count in country_counts(library, among)]
    return [*offers, *(found or _clusters(np.stack(map_points(library).among(among)[1:], axis=1)))]


def _senders(library: Library, among: Ids | None) -> list[FilterChoice]:
    return [FilterChoice(FROM.filter_by(shop), count) for shop, count in shop_counts(library, among)]


def _persons(library: Library, among: Ids | None) -> list[FilterChoice]:
    return [FilterChoice(PERSON.filter_by(name), count) for name, count in person_counts(library, among)]


def _clusters(known: Doubles) -> list[FilterChoice]:
    """Return the places with most photos, none within the circle of another; ``known`` is float64 (n, 2)."""
    _, members, counts = np.unique(np.round(known, 1), axis=0, return_inverse=True, return_counts=True)
    centres: list[tuple[float, float]] = []
    found = []
    for cell in np.argsort(-counts, kind="stable"):
        latitude, longitude = np.round(known[members.reshape(-1) == cell].mean(axis=0), 2).tolist()
        taken = np.array(centres, np.float64).reshape(-1, 2)
        if (distances(taken[:, 0], taken[:, 1], (latitude, longitude)) < _RADIUS_KM * 1000).any():
            continue
        centres.append((latitude, longitude))
        near = distances(known[:, 0], known[:, 1], (latitude, longitude)) <= _RADIUS_KM * 1000
        found.append(FilterChoice(NEAR.filter_by(f"{latitude},{longitude},{_RADIUS_KM}km"), int(near.sum())))
        if len(found) == _PLACES:
            break
    return sorted(found, key=lambda choice: -choice.photos)


_COUNTERS: dict[str, Callable[[Library, Ids | None], list[FilterChoice]]] = {
    DATES.name: _dates,
    EVENTS.name: _events,
    TAGS.name: _tags,
    FOLDERS.name: _folders,
    PLACES.name: _places,
    SENDERS.name: _senders,
    PERSONS.name: _persons,
}
"""Groups whose filters depend on what is in the library."""
NAMES_IN_USE: dict[str, Callable[[Library], Counted]] = {  # the quickest first
    PERSON.name: person_counts,
    **{kind.name: partial(column_counts, column=kind.column) for kind in FILTER_KINDS if kind.column},
    FOLDER.name: folder_names,
    DATE.name: years_and_months,
    FROM.name: shop_counts,
    PLACE.name: place_name_counts,
    COUNTRY.name: country_counts,
    THEME.name: partial(topic_counts, kind="theme"),
    THING.name: partial(topic_counts, kind="thing"),
}
"""What counts the photos of the names that complete a filter, by its name; those of tags and albums are not here."""
