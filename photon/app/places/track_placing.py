"""The use case of placing photos by tracks: what they would do, and doing it as one step."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import count as count_up
from pathlib import Path

from photon.annotate.places.clock_offset import ClockOffset, offset_by_clock
from photon.annotate.places.gazetteer import known_gazetteer
from photon.annotate.places.local_time import moment_of
from photon.app.places.track_plan import TrackPlan, TrackRequest, plan_places
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.handing_on import hand_on
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.named_files import named
from photon.domain import Changes, PhotonError, UnreadableFile
from photon.domain.places.coordinates import located_text
from photon.domain.places.track import Track
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.photos.photo_locations import locate_photos
from photon.library.places.timed_photos import timed_photos
from photon.media.tracks.point_list import TrackReading
from photon.media.tracks.track_reading import SECONDS, read_track


class TrackPlacing:
    """Places photos by tracks. Methods never wait."""

    def __init__(self, store: LibraryThreads, decoders: Callable[[], Decoders]) -> None:
        """Take the library, and what gives the processes that read files."""
        self._store, self._decoders = store, decoders

    def plan(self, files: Sequence[str], request: TrackRequest = TrackRequest()) -> Future[TrackPlan]:  # noqa: B008 - it is frozen
        """Work out what tracks would do; nothing is changed.

        Args:
            files: Paths of the tracks.
            request: What is asked of them.
        """
        result: Future[TrackPlan] = Future()
        readings = [(file, self._decoders().run(read_track, file, seconds=SECONDS)) for file in files]
        turns = count_up(1)  # next() is atomic

        def follow(_: object) -> None:
            if next(turns) == len(readings):
                planned = self._store.count(_plan, readings, request)
                planned.add_done_callback(lambda done: hand_on(done, result))

        for _, reading in readings:
            reading.add_done_callback(follow)
        if not readings:
            result.set_result(TrackPlan())
        return result

    def offset_from(self, photo: int, shown: str, zone: str = "") -> Future[ClockOffset]:
        """Return the offset of a camera's clock by its photo of a clock, see ``offset_by_clock``.

        The clock's zone is the given one, else that of the photo's coordinates, else the camera's.

        Raises:
            PhotonError: In the Future: the photo has no capture time, or this is no time.
        """
        return self._store.read(_offset_from, photo, shown, zone)


def _offset_from(library: Library, photo: int, shown: str, zone: str) -> ClockOffset:
    one = next(iter(timed_photos(library, "", "", [photo])), None)
    if one is None or moment_of(one.taken) is None:
        raise PhotonError(tr("This photo has no capture time."), tr("Choose another photo of a clock."))
    seconds = offset_by_clock(one.taken, shown, zone or one.zone)
    if seconds is None:
        raise PhotonError(tr("“{text}” isn't a time.", text=shown), tr("For example: {example}.", example="14:03:20"))
    return ClockOffset(seconds, "clock", 1, one.camera)


def _plan(library: Library, readings: Sequence[tuple[str, Future[TrackReading]]], request: TrackRequest) -> TrackPlan:
    tracks: list[Track] = []
    notices: list[str] = []
    for file, future in readings:
        try:
            reading = future.result()
        except UnreadableFile as error:
            problem = named(error.at(file), file)
            notices.append(f"{Path(file).name}: {problem.message} {problem.hint}".rstrip())
            continue
        tracks += reading.tracks
        notices += [f"{Path(file).name}: {text}" for text in _remarks(reading)]
    return replace(plan_places(library, tracks, request, known_gazetteer().name_points), notices=tuple(notices))


def _remarks(reading: TrackReading) -> Iterator[str]:
    """Say what of a track doesn't count."""
    if not reading.tracks:
        yield tr("No point has a time, so this track can't place photos.")
    elif count := reading.untimed:
        yield tr_n("Left out {count:,} point without a time.", "Left out {count:,} points without a time.", count)
    if count := reading.dropped:
        yield tr_n("Left out {count:,} point with wrong or vague coordinates.",
                   "Left out {count:,} points with wrong or vague coordinates.", count)  # fmt: skip
    if reading.is_cut:
        yield tr("The file is damaged or ends early; Photon used what it could read.")


def apply_plan(library: Library, plan: TrackPlan) -> Changes:
    """Place photos as planned, as one step of the journal; those whose location or time changed are left."""
    now = {one.photo: one for one in timed_photos(library, "", "", list(plan.coordinates))}
    same = {
        photo: point for photo, point in plan.coordinates.items()
        if photo in now and now[photo]._replace(zone=plan.before[photo].zone) == plan.before[photo]
    }  # fmt: skip
    changes = locate_photos(library, {photo: located_text(point) for photo, point in same.items()})
    if moved := len(changes.photos):
        library.journal.name_step(
            tr_n("placed {count:,} photo by a track", "placed {count:,} photos by a track", moved)
        )
    return changes
