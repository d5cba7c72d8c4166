"""What tracks would do: which photos get which coordinates, by which offset of which camera's clock."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta

import numpy as np

from photon.annotate.places.clock_offset import LARGEST, ClockOffset, offset_by_phone, offset_by_track
from photon.annotate.places.local_time import instant_of, moment_of
from photon.annotate.places.track_matching import BETWEEN, OUTSIDE, PLACED, match_instants
from photon.domain.arrays import Doubles, Truth
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
from photon.domain.places.track import Track, join_tracks
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.places.timed_photos import TimedPhoto, timed_photos
from photon.quick_dataclass import dataclass

NamePoints = Callable[[Doubles, Doubles], Sequence[NamedPoint]]
"""Names points by their latitudes and longitudes, float64 (n,); their time zones are needed."""
_LEAST = 5  # seconds: a clock that is no more wrong is right
_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # seconds: the years 1 and 9999
_PHONE = 0.5  # share of a camera's photos with coordinates and an offset from UTC from which on it is a phone


@dataclass(frozen=True, slots=True)
class TrackRequest:
    """What is asked of tracks.

    Attributes:
        photos: The photos that are meant; None for all of the tracks' time.
        offset: What has to be added to times of the cameras; None to find it out.
        zone: The time zone to which the cameras' clocks were set; empty for that of the place.
        replaces: Whether photos that have coordinates get others.
    """

    photos: tuple[int, ...] | None = None
    offset: ClockOffset | None = None
    zone: str = ""
    replaces: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TrackPlan:
    """What tracks would do.

    Attributes:
        coordinates: The new coordinates of each photo that gets some.
        before: These photos as they were planned.
        kept: Photos that have coordinates and keep them.
        between: Photos in the tracks' time that are too far from any point.
        outside: Photos outside the tracks' time.
        unzoned: Photos whose time zone is unknown, so that their instant is.
        disputed: Photos about which two tracks disagree; the nearest point in time counts.
        offsets: By camera, what was added to its times.
        tracks: The tracks, as lines of a map.
        notices: Sentences about the files.
    """

    coordinates: Mapping[int, Coordinates] = field(default_factory=dict)
    before: Mapping[int, TimedPhoto] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    between: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()
    unzoned: tuple[int, ...] = ()
    disputed: tuple[int, ...] = ()
    offsets: Mapping[str, ClockOffset] = field(default_factory=dict)
    tracks: tuple[Track, ...] = ()
    notices: tuple[str, ...] = ()


def plan_places(library: Library, tracks: Sequence[Track], request: TrackRequest, name_points: NamePoints) -> TrackPlan:
    """Work out what tracks would do; nothing is changed."""
    if not tracks:
        return TrackPlan()
    away = LARGEST + abs(request.offset.seconds if request.offset else 0)
    first, last = min(int(one.times[0]) for one in tracks), max(int(one.times[-1]) for one in tracks)
    photos = timed_photos(library, _local(first - away), _local(last + away), request.photos)
    zones = _zones(photos, tracks, request.zone, name_points)
    instants = np.array([instant_of(one.taken, zone) for one, zone in zip(photos, zones, strict=True)], np.float64)
    is_meant = np.array([one.coordinates is None or request.replaces for one in photos], bool)
    is_unzoned = np.isnan(instants) & np.array([moment_of(one.taken) is not None for one in photos], bool)
    offsets = _offsets(photos, {one.camera for one in _some(photos, is_meant)}, instants, tracks, request.offset)
    added = [offsets[one.camera].seconds if one.camera in offsets else 0.0 for one in photos]
    found = match_instants(tracks, instants + np.array(added, np.float64))
    is_named = np.full(len(photos), request.photos is not None)  # else photos of the day before would count
    placed = np.flatnonzero(is_meant & (found.states == PLACED)).tolist()
    points = zip(found.latitudes[placed].tolist(), found.longitudes[placed].tolist(), strict=True)
    kept, between, outside, unzoned, disputed = (
        tuple(one.photo for one in _some(photos, chosen))
        for chosen in (
            ~is_meant & (is_named | (found.states != OUTSIDE)),
            is_meant & (found.states == BETWEEN),
            is_meant & (found.states == OUTSIDE) & ~is_unzoned,
            is_meant & is_unzoned,
            is_meant & found.is_disputed,
        )
    )
    coordinates = {photos[at].photo: Coordinates(*point) for at, point in zip(placed, points, strict=True)}
    before = {photos[at].photo: photos[at] for at in placed}
    return TrackPlan(coordinates, before, kept, between, outside, unzoned, disputed, offsets, tuple(tracks))


def _some(photos: Sequence[TimedPhoto], chosen: Truth) -> list[TimedPhoto]:
    return [photos[at] for at in np.flatnonzero(chosen).tolist()]


def plan_lines(plan: TrackPlan) -> Iterator[str]:
    """Say what a plan would do, and what it would leave."""
    yield from plan.notices
    yield tr_n("{count:,} photo gets a location.", "{count:,} photos get a location.", len(plan.coordinates))
    if count := len(plan.kept):
        yield tr_n("{count:,} photo keeps its location.", "{count:,} photos keep their locations.", count)
    if count := len(plan.between):
        yield tr_n("{count:,} photo falls into a gap of the tracks.",
                   "{count:,} photos fall into gaps of the tracks.", count)  # fmt: skip
    if count := len(plan.outside):
        yield tr_n("{count:,} photo is outside the time of the tracks.",
                   "{count:,} photos are outside the time of the tracks.", count)  # fmt: skip
    if count := len(plan.unzoned):
        yield tr_n("{count:,} photo has an unknown time zone and gets no location.",
                   "{count:,} photos have an unknown time zone and get no location.", count)  # fmt: skip
    if count := len(plan.disputed):
        yield tr_n("Tracks disagree about {count:,} photo; the point closest in time counts.",
                   "Tracks disagree about {count:,} photos; the point closest in time counts.", count)  # fmt: skip
    for camera, (seconds, source, photos, _) in plan.offsets.items():
        how = {
            "none": "",
            "given": tr("as you said"),
            "clock": tr("by the photo of a clock"),
            "phone": tr_n("{count:,} photo agrees with a phone", "{count:,} photos agree with a phone", photos),
            "track": tr_n("{count:,} photo agrees with the track", "{count:,} photos agree with the track", photos),
        }[source]
        values = {"camera": camera or tr("Unknown camera"), "time": timedelta(seconds=abs(round(seconds))), "how": how}
        if how:
            yield (tr("{camera}: clock {time} fast ({how})", **values) if seconds < 0
                   else tr("{camera}: clock {time} slow ({how})", **values))  # fmt: skip


def _local(seconds: float) -> str:
    """Write an instant in ISO 8601; one that no calendar has becomes the first or the last of them."""
    return datetime.fromtimestamp(min(max(seconds, _FIRST), _LAST), UTC).isoformat()[:19]


def _zones(photos: Sequence[TimedPhoto], tracks: Sequence[Track], zone: str, name_points: NamePoints) -> list[str]:
    """Return the time zone of each photo whose capture time states no offset; empty if it is unknown.

    The given zone counts, then that of the photo's coordinates, then that of the track at about this time. At sea there
    is none: clocks rather stay at the time of a coast than follow the meridian, which is two hours off Spain's.
    """
    zones = [zone or one.zone for one in photos]
    open_ones = [at for at, one in enumerate(photos) if not zones[at] and _is_local(one)]
    for _ in range(2):  # the first guess is up to 14 hours away, along which the track may have crossed a border
        guesses = [instant_of(photos[at].taken, zones[at] or "UTC") for at in open_ones]
        for at, found in zip(open_ones, _zones_at(tracks, np.array(guesses, np.float64), name_points), strict=True):
            zones[at] = found
    return zones


def _is_local(one: TimedPhoto) -> bool:
    moment = moment_of(one.taken)
    return moment is not None and moment.tzinfo is None


def _zones_at(tracks: Sequence[Track], instants: Doubles, name_points: NamePoints) -> list[str]:
    """Return the time zone of the point nearest in time to each instant."""
    whole = join_tracks(tracks)
    order = np.argsort(whole.times, kind="stable")
    rows = order[np.clip(np.searchsorted(whole.times[order], instants), 0, len(order) - 1)]
    some, which = np.unique(rows, return_inverse=True)
    names = name_points(whole.latitudes[some], whole.longitudes[some])
    return [names[at].zone for at in which.tolist()]


def _offsets(
    photos: Sequence[TimedPhoto],
    cameras: set[str],
    instants: Doubles,
    tracks: Sequence[Track],
    given: ClockOffset | None,
) -> dict[str, ClockOffset]:
    """Return what has to be added to the times of each camera."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for at in np.flatnonzero(np.isfinite(instants)).tolist():
        rows[photos[at].camera].append(at)
    exact = {at for some in rows.values() for at in some if photos[at].coordinates and not _is_local(photos[at])}
    phones = {camera for camera, some in rows.items() if len(exact.intersection(some)) >= _PHONE * len(some)}
    by_phones = instants[[at for at in sorted(exact) if photos[at].camera in phones]]
    found: dict[str, ClockOffset] = {}
    for camera in sorted(cameras):
        own, offset = rows[camera], given
        if given is None or given.camera not in {None, camera}:
            offset = None
            if camera not in phones:
                located = np.array(
                    [(instants[at], *point) for at in own if (point := photos[at].coordinates)], np.float64
                )
                offset = offset_by_track(tracks, *located.reshape(-1, 3).T) or offset_by_phone(instants[own], by_phones)
            offset = offset if offset and abs(offset.seconds) > _LEAST else None
        found[camera] = offset or ClockOffset()
    return found
