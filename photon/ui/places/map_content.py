"""What the map shows: located photos by place and, beside it, by date."""

from collections.abc import Collection

import numpy as np

from photon.annotate.places.point_pyramid import PointPyramid
from photon.domain.arrays import Ids
from photon.domain.photo.date_span import DatedPhotos, DateSpan
from photon.domain.places.map_area import MapArea
from photon.library.places.photo_places import MapPoints
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class MapContent:
    """Photos with coordinates; made on another thread.

    Attributes:
        pyramid: Where they were taken.
        photos: The photos, newest first, int64 (n,).
        months: The months of all photos with coordinates as ``2024-07``, newest first; empty for no date.
        month_of: Row of each photo in ``months``, int64 (n,), ascending.
        counts: How many photos there are in each month, also in those that were not chosen, int64 (m,).
        others: Photos without coordinates that count, newest first, int64 (k,).
        other_spans: Their months.
    """

    pyramid: PointPyramid
    photos: Ids
    months: tuple[str, ...]
    month_of: Ids
    counts: Ids
    others: Ids
    other_spans: tuple[DateSpan, ...]

    def list_photos(self, area: MapArea) -> tuple[list[int], tuple[DateSpan, ...]]:
        """Return the photos in an area, newest first, and their months."""
        chosen = np.isin(self.photos, self.pyramid.photos_in(area))
        return self.photos[chosen].tolist(), _spans(self.months, self.month_of[chosen])


def _spans(months: tuple[str, ...], month_of: Ids) -> tuple[DateSpan, ...]:
    counts = np.bincount(month_of, minlength=len(months))
    return tuple(DateSpan(months[row], int(counts[row])) for row in np.flatnonzero(counts))


def make_content(
    points: MapPoints, dated: DatedPhotos, chosen: Collection[str] = (), among: Ids | None = None
) -> MapContent:
    """Put photos on the map and in order.

    Args:
        points: Where photos were taken.
        dated: All photos of the library, newest first, with their months.
        chosen: The months whose photos are shown; empty for all.
        among: The photos of which those without coordinates are listed, int64 (n,); None for all.
    """
    ids = np.asarray(dated.photos, np.int64)
    month_of = np.repeat(np.arange(len(dated.spans)), [span.count for span in dated.spans])
    is_located = np.isin(ids, points.ids)
    is_other = ~is_located if among is None else ~is_located & np.isin(ids, among)
    months = tuple(span.start for span in dated.spans)
    others, other_spans = ids[is_other], _spans(months, month_of[is_other])
    ids, month_of = ids[is_located], month_of[is_located]
    counts = np.bincount(month_of, minlength=len(months))
    if chosen:
        is_chosen = np.isin(month_of, [row for row, month in enumerate(months) if month in chosen])
        ids, month_of = ids[is_chosen], month_of[is_chosen]
    on_map = np.isin(points.ids, ids)
    pyramid = PointPyramid(points.ids[on_map], points.latitudes[on_map], points.longitudes[on_map])
    return MapContent(pyramid, ids, months, month_of, counts, others, other_spans)
