"""What tracks would do: which photos get which coordinates, by which offset of which camera's clock."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta

import numpy as np

from photon.annotate.places.clock_offset import LARGEST, ClockOffset, offset_by_phone, offset_by_track
from photon.annotate.places.local_time import instant_of, moment_of
from photon.annotate.places.track_matching import BETWEEN, PLACED, match_instants
from photon.domain.arrays import Doubles
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
from photon.domain.places.track import Track
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.places.timed_photos import TimedPhoto, timed_photos
from photon.quick_dataclass import dataclass

NamePoints = Callable[[Doubles, Doubles], Sequence[NamedPoint]]
"""Names points by their latitudes and longitudes, float64 (n,); their time zones are needed."""
_LEAST = 5  # seconds: a clock that is no more wrong is right


@dataclass(frozen=True, slots=True)
class TrackRequest:
    """What is asked of tracks.

    Attributes:
        photos: The photos that are meant; None for all of the tracks' time.
        offset: What has to be added to the cameras' times; None to find it out.
        zone: The time zone to which the cameras' clocks were set; empty for that of the place.
        replaces: Whether photos that have coordinates get others.
    """

    photos: tuple[int, ...] | None = None
    offset: timedelta | None = None
    zone: str = ""
    replaces: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TrackPlan:
    """What tracks would do.

    Attributes:
        coordinates: The new coordinates of each photo that gets some.
        before: What these photos have now; None for none.
        kept: Photos that have coordinates and keep them.
        between: Photos in the tracks' time that are too far from any point.
        outside: Photos outside the tracks' time, or whose instant can't be known.
        disputed: Photos about which two tracks disagree; the nearest point in time counts.
        offsets: By camera, what was added to its times.
        tracks: The tracks, as lines of a map.
        notices: Sentences about the files.
    """

    coordinates: Mapping[int, Coordinates] = field(default_factory=dict)
    before: Mapping[int, Coordinates | None] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    between: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()
    disputed: tuple[int, ...] = ()
    offsets: Mapping[str, ClockOffset] = field(default_factory=dict)
    tracks: tuple[Track, ...] = ()
    notices: tuple[str, ...] = ()


def plan_places(library: Library, tracks: Sequence[Track], request: TrackRequest, name_points: NamePoints) -> TrackPlan:
    """Work out what tracks would do; nothing is changed."""
    if not tracks:
        return TrackPlan()
    away = abs(request.offset or timedelta()) + timedelta(seconds=LARGEST)
    first, last = min(int(one.times[0]) for one in tracks), max(int(one.times[-1]) for one in tracks)
    photos = timed_photos(library, _local(first, -away), _local(last, away), request.photos)
    instants = dict(zip(photos, _instants(photos, tracks, request.zone, name_points), strict=True))
    meant = [one for one in photos if request.replaces or one.coordinates is None]
    offsets = _offsets(photos, {one.camera for one in meant}, instants, tracks, request.offset)
    added = np.array([instants[one] + offsets[one.camera].seconds for one in meant], np.float64)
    found = match_instants(tracks, added)
    states = found.states.tolist()
    placed = {
        one.photo: Coordinates(latitude, longitude)
        for one, state, latitude, longitude in zip(
            meant, states, found.latitudes.tolist(), found.longitudes.tolist(), strict=True
        )
        if state == PLACED
    }
    others = [(one.photo, state) for one, state in zip(meant, states, strict=True) if state != PLACED]
    return TrackPlan(
        placed,
        {one.photo: one.coordinates for one in meant if one.photo in placed},
        tuple(one.photo for one in photos if one not in set(meant)) if not request.replaces else (),
        tuple(photo for photo, state in others if state == BETWEEN),
        tuple(photo for photo, state in others if state != BETWEEN),
        tuple(one.photo for one, is_disputed in zip(meant, found.is_disputed, strict=True) if is_disputed),
        offsets,
        tuple(tracks),
    )


def plan_lines(plan: TrackPlan) -> Iterator[str]:
    """Say what a plan would do, and what it would leave."""
    yield from plan.notices
    yield tr_n("{count:,} photo gets a location.", "{count:,} photos get a location.", len(plan.coordinates))
    kept, between, outside, disputed = (len(some) for some in (plan.kept, plan.between, plan.outside, plan.disputed))
    if kept:
        yield tr_n("{count:,} photo keeps its location.", "{count:,} photos keep their locations.", kept)
    if between:
        yield tr_n(
            "{count:,} photo is too far from any point of the tracks.",
            "{count:,} photos are too far from any point of the tracks.",
            between,
        )
    if outside:
        yield tr_n(
            "{count:,} photo is outside the time of the tracks.",
            "{count:,} photos are outside the time of the tracks.",
            outside,
        )
    if disputed:
        yield tr_n(
            "Tracks disagree about {count:,} photo; the nearest point in time counts.",
            "Tracks disagree about {count:,} photos; the nearest point in time counts.",
            disputed,
        )
    for camera, offset in plan.offsets.items():
        if offset.source != "none":
            how = {
                "given": tr("as you said"),
                "clock": tr("by the photo of a clock"),
                "phone": tr_n(
                    "{count:,} photo agrees with a phone", "{count:,} photos agree with a phone", offset.photos
                ),
                "track": tr_n(
                    "{count:,} photo agrees with the track", "{count:,} photos agree with the track", offset.photos
                ),
            }[offset.source]
            name = camera or tr("Unknown camera")
            yield tr("{camera}: {seconds:+,.0f} s ({how})", camera=name, seconds=offset.seconds, how=how)


def _local(seconds: int, by: timedelta) -> str:
    try:
        return (datetime.fromtimestamp(seconds, UTC) + by).strftime("%Y-%m-%dT%H:%M:%S")
    except OverflowError:
        return "" if by < timedelta() else "9999"


def _instants(photos: Sequence[TimedPhoto], tracks: Sequence[Track], zone: str, name_points: NamePoints) -> list[float]:
    """Return the instant of each photo by its camera's clock; NaN if it can't be known.

    Without an offset in the capture time, the given zone counts, then that of the photo's coordinates, then that of the
    track at about this time.
    """
    zones = [zone or one.zone for one in photos]
    for _ in range(2):  # the first guess is up to 14 hours away, along which the track may have crossed a border
        unknown = [at for at, one in enumerate(photos) if not zones[at] and _is_local(one.taken)]
        guesses = np.array([instant_of(photos[at].taken, "UTC") or np.nan for at in unknown], np.float64)
        for at, found in zip(unknown, _zones_of(tracks, guesses, name_points), strict=True):
            zones[at] = found
    return [_or_nan(instant_of(one.taken, zones[at] or "UTC")) for at, one in enumerate(photos)]


def _is_local(taken: str) -> bool:
    moment = moment_of(taken)
    return moment is not None and moment.tzinfo is None


def _or_nan(seconds: float | None) -> float:
    return float("nan") if seconds is None else seconds


def _zones_of(tracks: Sequence[Track], instants: Doubles, name_points: NamePoints) -> list[str]:
    """Return the time zone of the point nearest in time to each instant."""
    if not len(instants):
        return []
    times = np.concatenate([one.times for one in tracks])
    order = np.argsort(times, kind="stable")
    rows = order[np.clip(np.searchsorted(times[order], np.nan_to_num(instants)), 0, len(times) - 1)]
    some, which = np.unique(rows, return_inverse=True)
    latitudes, longitudes = (np.concatenate(parts)[some] for parts in (
        [one.latitudes for one in tracks], [one.longitudes for one in tracks]
    ))  # fmt: skip
    names = name_points(latitudes, longitudes)
    return [names[at].zone for at in which.tolist()]


def _offsets(
    photos: Sequence[TimedPhoto],
    cameras: set[str],
    instants: Mapping[TimedPhoto, float],
    tracks: Sequence[Track],
    given: timedelta | None,
) -> dict[str, ClockOffset]:
    """Return what has to be added to the times of each camera."""
    if given is not None:
        return dict.fromkeys(sorted(cameras), ClockOffset(given.total_seconds(), "given"))
    by_camera: defaultdict[str, list[TimedPhoto]] = defaultdict(list)
    for one in photos:
        if np.isfinite(instants[one]):
            by_camera[one.camera].append(one)
    phones = {camera for camera, some in by_camera.items() if any(map(_is_exact, some))}
    exact = np.array([instants[one] for one in photos if _is_exact(one)], np.float64)
    found = {}
    for camera in sorted(cameras):
        own = by_camera[camera]
        located = [(instants[one], *one.coordinates) for one in own if one.coordinates is not None]
        offset = None
        if camera not in phones:
            offset = offset_by_track(tracks, *np.array(located, np.float64).reshape(-1, 3).T)
            offset = offset or offset_by_phone(np.array([instants[one] for one in own], np.float64), exact)
        found[camera] = offset if offset and abs(offset.seconds) > _LEAST else ClockOffset()
    return found


def _is_exact(one: TimedPhoto) -> bool:
    """Whether a phone took it: it has coordinates, and a time with an offset."""
    return one.coordinates is not None and not _is_local(one.taken)
