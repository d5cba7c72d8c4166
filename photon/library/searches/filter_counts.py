"""Count the filters that can narrow down the photos of a library: marks, cameras, years, tags, folders, places."""

from collections.abc import Callable
from pathlib import PurePath

import numpy as np

from photon.domain import Filter, FilterField
from photon.domain.arrays import Doubles, Ids
from photon.domain.metadata.album import album_text
from photon.domain.photo.distances import distances
from photon.domain.photo.marks import LABELS, PICKED, REJECTED, UNFLAGGED
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_values import formats_by_value
from photon.domain.query.query import MISSING
from photon.library.albums import album_tree
from photon.library.db.connection import Library
from photon.library.db.text_folding import fold, fold_both
from photon.library.photos import folders
from photon.library.photos.events import known_events
from photon.library.photos.facets import among_condition, column_counts, years_and_months
from photon.library.photos.photos import IS_LISTED
from photon.library.searches.filters import STATES, FindSmart, no_smart_photos
from photon.library.searches.smart_counts import count_smart_trees
from photon.library.stacks.stacks import IS_STACKED
from photon.library.tags import tag_tree, tags

_PLACES = 30  # maximum
_RADIUS_KM = 10
_SHAPES = (("landscape", "width > height"), ("portrait", "width < height"), ("square", "width = height"))


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
    found = _albums(library, among, smart) if group == "album" else _COUNTERS[group](library, among)
    return [choice for choice in found if choice.photos]


def _ratings(library: Library, among: Ids | None) -> list[FilterChoice]:
    counts = {int(stars): count for stars, count in column_counts(library, "rating", among)}
    least = {stars: sum(counts.get(more, 0) for more in range(stars, 6)) for stars in range(1, 6)}
    return [
        _choice("rating", "5", least[5]),
        *(_choice("rating", f">={stars}", least[stars]) for stars in range(4, 0, -1)),
        _choice("rating", "0", counts.get(0, 0)),
    ]


def _favourites(library: Library, among: Ids | None) -> list[FilterChoice]:
    counts = dict(column_counts(library, "favourite", among))
    return [
        _choice("is", "favourite", counts.get("1", 0)),
        FilterChoice(Filter("is", "favourite", unwanted=True), counts.get("0", 0)),
    ]


def _labels(library: Library, among: Ids | None) -> list[FilterChoice]:
    counts = dict(column_counts(library, "label", among))
    return [_choice("label", label or "none", counts.get(label, 0)) for label in (*LABELS, "")]


def _flags(library: Library, among: Ids | None) -> list[FilterChoice]:
    counts = dict(column_counts(library, "flag", among))
    states = (("picked", PICKED), ("rejected", REJECTED), ("unflagged", UNFLAGGED))
    return [_choice("is", state, counts.get(str(flag), 0)) for state, flag in states]


def _stacks(library: Library, among: Ids | None) -> list[FilterChoice]:
    condition, values = among_condition("p.id", among)
    some, whole = library.db.execute(
        f"SELECT ifnull(sum({IS_STACKED}), 0), count(*) FROM photos p WHERE {condition}", values
    ).fetchone()
    if not some:
        return []
    return [
        _choice("is", "stacked", int(some)),
        FilterChoice(Filter("is", "stacked", unwanted=True), int(whole - some)),
    ]


def _devices(field: FilterField) -> Callable[[Library, Ids | None], list[FilterChoice]]:
    def count(library: Library, among: Ids | None) -> list[FilterChoice]:
        found = column_counts(library, field, among)
        names, texts = [(name, fold(name)) for name, _ in found], [(fold_both(name), count) for name, count in found]
        # The filter finds every name that contains this one, e.g. EOS 5D with EOS 5.
        counts = [(name, sum(other for text, other in texts if own in text)) for name, own in names if own]
        return [_choice(field, name, count) for name, count in sorted(counts, key=lambda each: (-each[1], each[0]))]

    return count


def _dates(library: Library, among: Ids | None) -> list[FilterChoice]:
    return [_choice("date", period, count) for period, count in years_and_months(library, among)]


def _events(library: Library, among: Ids | None) -> list[FilterChoice]:
    found = known_events(library)
    counts = [*found.counts]
    if among is not None:
        ends = np.cumsum(np.array(counts, np.int64))
        kept = np.concatenate([[0], np.cumsum(np.isin(found.photos, among))])
        counts = (kept[ends] - kept[ends - np.array(counts, np.int64)]).tolist()
    times = zip(found.firsts, found.lasts, counts, strict=True)
    return [_choice("event", f"{first[:16]}..{last[:16]}", count) for first, last, count in times][::-1]


def _formats(library: Library, among: Ids | None) -> list[FilterChoice]:
    counts = dict(column_counts(library, "format", among))
    by_value = {value: sum(counts.get(name, 0) for name in names) for value, names in formats_by_value().items()}
    return [_choice("type", value, by_value[value]) for value in sorted(by_value, key=lambda value: -by_value[value])]


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
    counts = _counts_below(library, tag_tree.BELOW, "photo_tags", "tag_id", among)
    paths = sorted((tuple(path), tag) for tag, path in tag_tree.paths(library.db).items() if tag in counts)
    return [_choice("tag", tags.BETWEEN.join(path), counts[tag]) for path, tag in paths]


def _albums(library: Library, among: Ids | None, smart: FindSmart) -> list[FilterChoice]:
    condition, values = among_condition("p.id", among)
    counts = _counts_below(library, album_tree.BELOW_ALBUM, "album_photos", "album_id", among)
    counts |= count_smart_trees(library, smart, among)
    named = album_tree.album_paths(library.db).items()
    paths = sorted((album_text(path), album) for album, path in named if album in counts)
    is_in = "sum(p.id IN (SELECT photo_id FROM album_photos))"
    some, whole = library.db.execute(
        f"SELECT ifnull({is_in}, 0), count(*) FROM photos p WHERE {condition}", values
    ).fetchone()
    if not (some or counts):
        return []
    return [
        *(_choice("album", text, counts[album]) for text, album in paths),
        FilterChoice(Filter("has", "album", unwanted=True), whole - some),
    ]


def _folders(library: Library, among: Ids | None) -> list[FilterChoice]:
    roots = {id_: PurePath(path) for id_, path in library.db.execute("SELECT id, path FROM folders")}
    return [
        FilterChoice(Filter("folder", level.path), level.photos, _name_below(level.path, roots[level.id]))
        for level in folders.all_levels(library, among)
    ]


def _name_below(path: str, root: PurePath) -> str:
    """Return a path for display: from the name of the watched folder on."""
    return path[len(str(root.parent)) :].lstrip("/\\") or path


def _places(library: Library, among: Ids | None) -> list[FilterChoice]:
    condition, values = among_condition("id", among)
    rows = library.db.execute(f"SELECT latitude, longitude FROM photos WHERE {condition}", values).fetchall()
    known = np.array([row for row in rows if None not in row], np.float64).reshape(-1, 2)
    return [
        _choice("has", "gps", len(known)),
        FilterChoice(Filter("has", "gps", unwanted=True), len(rows) - len(known)),
        *_clusters(known),
    ]


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
        found.append(_choice("near", f"{latitude},{longitude},{_RADIUS_KM}km", int(near.sum())))
        if len(found) == _PLACES:
            break
    return sorted(found, key=lambda choice: -choice.photos)


def _orientations(library: Library, among: Ids | None) -> list[FilterChoice]:
    condition, values = among_condition("id", among)
    sums = ", ".join(f"sum({test})" for _, test in _SHAPES)
    row = library.db.execute(f"SELECT {sums} FROM photos WHERE {condition}", values).fetchone()
    return [_choice("orientation", name, count or 0) for (name, _), count in zip(_SHAPES, row, strict=True)]


def _files(library: Library, among: Ids | None) -> list[FilterChoice]:
    """Count photos by what is the matter with their files; without ``among``, missing ones count, too."""
    condition, values = (IS_LISTED, []) if among is None else among_condition("p.id", among)
    names, there = ("missing", "offline", "damaged"), " AND p.present = 1"
    sums = ", ".join(f"sum({STATES[name]}{'' if name == MISSING else there})" for name in names)
    row = library.db.execute(f"SELECT {sums} FROM photos p WHERE {condition}", values).fetchone()
    return [_choice("is", name, count or 0) for name, count in zip(names, row, strict=True)]


def _choice(field: FilterField, value: str, photos: int) -> FilterChoice:
    return FilterChoice(Filter(field, value), photos)


_COUNTERS: dict[FilterGroup, Callable[[Library, Ids | None], list[FilterChoice]]] = {
    "rating": _ratings,
    "favourite": _favourites,
    "label": _labels,
    "flag": _flags,
    "stack": _stacks,
    "camera": _devices("camera"),
    "lens": _devices("lens"),
    "date": _dates,
    "event": _events,
    "type": _formats,
    "tag": _tags,
    "folder": _folders,
    "place": _places,
    "orientation": _orientations,
    "file": _files,
}
