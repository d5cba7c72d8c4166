"""Locations to be reviewed: suggested for the photos of an event, or doubtful in a file."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from photon.app.places.place_lookup import doubt_text, names_text, point_text
from photon.app.places.place_names import places_of
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
from photon.language import tr_n
from photon.library import Library
from photon.library.photos.events import known_events
from photon.library.places.point_names import doubtful_photos
from photon.library.places.suggested_places import SuggestedPoint, suggested_points
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class LocationReview:
    """A suggestion for the photos of an event, or doubtful coordinates of one photo.

    Attributes:
        photos: The photos, in order of time.
        point: The location in question; each photo has its own suggestion, and this is that of the one in the middle.
        name: Its names.
        why: Why it is suggested or doubtful.
        is_doubtful: Whether it is what a file says.
    """

    photos: tuple[int, ...]
    point: Coordinates
    name: str
    why: str
    is_doubtful: bool = False

    @property
    def photo(self) -> int:
        """The photo that is shown."""
        return self.photos[0]


def list_reviews(library: Library) -> list[LocationReview]:
    """Return what is to be decided: suggestions by event, the newest first, then doubtful locations."""
    events, some = known_events(library), suggested_points(library)
    rows = {int(photo): row for row, photo in enumerate(events.photos)} if some else {}
    numbers = np.searchsorted(np.cumsum(events.counts), [rows.get(one.photo, 0) for one in some], "right")
    doubtful = unsuggested_doubts(library, some)
    known = places_of(library, [*(one.from_photo for one in some), *doubtful])
    found = defaultdict[tuple[int, NamedPoint], list[SuggestedPoint]](list)
    for one, event in zip(some, numbers.tolist(), strict=True):
        found[event, known[one.from_photo].names].append(one)
    points = [(photo, known[photo].filed, known[photo].doubt) for photo in doubtful]
    return [_suggestion(names, group) for (_, names), group in reversed(found.items())] + [
        LocationReview((photo,), point, point_text(point), doubt_text(doubt), is_doubtful=True)
        for photo, point, doubt in points
        if doubt and point is not None
    ]


def unsuggested_doubts(library: Library, suggested: Sequence[SuggestedPoint]) -> list[int]:
    """Return the photos whose files have coordinates in doubt and that have no suggestion, by time."""
    photos = {one.photo for one in suggested}
    return [photo for photo in doubtful_photos(library) if photo not in photos]


def _suggestion(names: NamedPoint, some: Sequence[SuggestedPoint]) -> LocationReview:
    why = tr_n(
        "Photos within {count:,} minute were taken there.",
        "Photos within {count:,} minutes were taken there.",
        max(1, round(max(abs(one.seconds) for one in some) / 60)),
    )
    point = some[len(some) // 2].coordinates
    return LocationReview(tuple(one.photo for one in some), point, names_text(names) or point_text(point), why)
