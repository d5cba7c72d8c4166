"""Tracks place photos as one step, after a plan that says what it would do and leave."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photon.annotate.places.clock_offset import ClockOffset
from photon.app.places import track_placing
from photon.app.places.track_placing import TrackPlacing, apply_plan
from photon.app.places.track_plan import TrackPlan, TrackRequest, plan_lines
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.arrays import Doubles
from photon.domain.places.coordinates import Coordinates, located_text
from photon.domain.places.place import NamedPoint
from photon.library.photos.photo_dates import date_photos
from photon.library.photos.photo_locations import locate_photos
from photon.library.places.timed_photos import timed_photos
from tests.app.places.placed_library import BERLIN, LISBON, Shot, TinyGazetteer, add_shots
from tests.decoders_here import DecodersHere

MINUTES = 60


class Walk:
    """A library, and a track of an hour through Lisbon from 12:00 local time on, 11:00 in UTC."""

    def __init__(self, store: LibraryThreads, folder: Path) -> None:
        self.store, self.folder, self.history = store, folder, History()
        decoders: Any = DecodersHere()
        self.placing = TrackPlacing(store, lambda: decoders)
        self.file = self.write("walk.gpx", range(MINUTES + 1))

    def write(self, name: str, minutes: range, *, end: str = "</trkseg></trk></gpx>") -> str:
        points = "".join(
            f'<trkpt lat="{38.7 + minute * 1e-3:.4f}" lon="-9.1">'
            f"<time>2024-05-01T{11 + minute // 60}:{minute % 60:02}:00Z</time></trkpt>"
            for minute in minutes
        )
        path = self.folder / name
        path.write_text(f"<gpx><trk><trkseg>{points}{end}")
        return str(path)

    def apply(self, plan: TrackPlan) -> Changes:
        return self.history.edit(self.store, apply_plan, plan).result()

    def add(self, *shots: Shot) -> list[int]:
        return self.store.write(add_shots, self.folder / "photos", shots).result()

    def places(self, photos: list[int]) -> list[tuple[float, float] | None]:
        found = {one.photo: one.coordinates for one in self.store.read(timed_photos, "", "9", photos).result()}
        return [one and (round(one[0], 4), round(one[1], 4)) for one in map(found.get, photos)]


@pytest.fixture
def walk(store: LibraryThreads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    monkeypatch.setattr(track_placing, "known_gazetteer", TinyGazetteer)
    return Walk(store, tmp_path)


def test_photos_get_places_by_local_time_and_by_offset(walk: Walk) -> None:
    local, zoned, located, outside, undated = walk.add(
        ("2024-05-01T12:10:30", "camera", None),
        ("2024-05-01T20:20:00+09:00", "camera", None),
        ("2024-05-01T12:30:00", "camera", BERLIN),
        ("2024-05-01T13:00:01", "camera", None),
        ("2024-05-09T12:00:00", "camera", None),
    )
    plan = walk.placing.plan([walk.file], TrackRequest(zone="Europe/Lisbon")).result()
    assert {photo: round(point.latitude, 5) for photo, point in plan.coordinates.items()} == {
        local: 38.7105,
        zoned: 38.72,
    }
    assert (plan.kept, plan.outside, plan.between) == ((located,), (outside,), ())
    assert list(plan_lines(plan)) == [
        "2 photos get a location.",
        "1 photo keeps its location.",
        "1 photo is outside the time of the tracks.",
    ]
    assert walk.places([local, zoned]) == [None, None]
    assert walk.apply(plan).photos == {local, zoned}
    assert walk.places([local, located, undated]) == [(38.7105, -9.1), (BERLIN[0], BERLIN[1]), None]
    undone = walk.store.write(walk.history.undo).result()
    assert undone is not None
    assert undone.name == "placed 2 photos by a track"
    assert walk.places([local, zoned]) == [None, None]


def test_without_a_zone_that_of_the_track_counts(walk: Walk) -> None:
    (photo,) = walk.add(("2024-05-01T12:10:00", "camera", None))
    plan = walk.placing.plan([walk.file]).result()
    assert round(plan.coordinates[photo].latitude, 4) == 38.71


class Guide(TinyGazetteer):
    """Names no point, but knows the time zones of two halves of a track."""

    def __init__(self, south: str, north: str) -> None:
        super().__init__()
        self.zones = (south, north)

    def name_points(self, latitudes: Doubles, longitudes: Doubles) -> list[NamedPoint]:
        del longitudes
        return [NamedPoint(zone=self.zones[int(one > 38.7299)]) for one in latitudes.tolist()]


@pytest.mark.parametrize("zone", ["", "No/Where"])
def test_photos_whose_time_zone_is_unknown_are_not_placed(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setattr(track_placing, "known_gazetteer", lambda: Guide(zone, zone))
    local, stated = walk.add(("2024-05-01T11:10:00", "camera", None), ("2024-05-01T13:20:00+02:00", "camera", None))
    plan = walk.placing.plan([walk.file]).result()
    assert (set(plan.coordinates), plan.unzoned, plan.outside) == ({stated}, (local,), ())
    assert "1 photo has an unknown time zone and gets no location." in list(plan_lines(plan))
    plan = walk.placing.plan([walk.file], TrackRequest(zone="UTC")).result()
    assert (set(plan.coordinates), plan.unzoned) == ({local, stated}, ())


def test_a_track_may_cross_a_border_of_time_zones(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(track_placing, "known_gazetteer", lambda: Guide("Europe/Lisbon", "Europe/Madrid"))
    before, behind = walk.add(("2024-05-01T12:15:00", "camera", None), ("2024-05-01T13:45:00", "camera", None))
    plan = walk.placing.plan([walk.file]).result()
    assert [round(plan.coordinates[photo].latitude, 4) for photo in (before, behind)] == [38.715, 38.745]


@pytest.mark.parametrize("decided", [Coordinates(*LISBON), None])
def test_photos_that_were_decided_meanwhile_are_left(walk: Walk, decided: Coordinates | None) -> None:
    first, second, third = walk.add(*((f"2024-05-01T12:{at}:00", "camera", None) for at in (10, 20, 30)))
    plan = walk.placing.plan([walk.file]).result()
    walk.store.write(locate_photos, {first: located_text(decided)}).result()
    walk.store.write(date_photos, {third: "2024-05-02T12:30:00"}).result()
    assert walk.apply(plan).photos == {second}
    assert walk.places([first, second, third]) == [decided, (38.72, -9.1), None]


def test_given_offsets_photos_and_replacing(walk: Walk) -> None:
    first, second = walk.add(("2022-05-01T12:10:00", "camera", BERLIN), ("2022-05-01T12:20:00", "camera", None))
    two_years = ClockOffset(731 * 86_400, "given")
    plan = walk.placing.plan([walk.file], TrackRequest(None, two_years, "Europe/Lisbon", replaces=True)).result()
    assert set(plan.coordinates) == {first, second}
    assert plan.offsets["camera"].source == "given"
    only = walk.placing.plan([walk.file], TrackRequest((second,), two_years, "Europe/Lisbon")).result()
    assert set(only.coordinates) == {second}


def test_photos_of_a_phone_tell_the_offset_of_a_camera(walk: Walk) -> None:
    random = np.random.default_rng(3)
    seconds = np.sort(random.choice(3600, 12, replace=False)).tolist()
    phone = [
        (f"2024-05-01T12:{at // 60:02}:{at % 60:02}+01:00", "phone", (38.7 + at / 60 * 1e-3, -9.1)) for at in seconds
    ]
    late = [at + 754 for at in seconds]
    camera = [(f"2024-05-01T{12 + at // 3600}:{at // 60 % 60:02}:{at % 60:02}", "camera", None) for at in late]
    ids = walk.add(*phone, *camera)
    plan = walk.placing.plan([walk.file]).result()
    assert (plan.offsets["camera"].source, round(plan.offsets["camera"].seconds)) == ("phone", -754)
    assert [round(plan.coordinates[photo].latitude, 5) for photo in ids[12:]] == [
        round(38.7 + at / 60 * 1e-3, 5) for at in seconds
    ]
    assert "camera: clock 0:12:34 fast (12 photos agree with a phone)" in list(plan_lines(plan))


def test_a_camera_with_some_located_photos_is_no_phone(walk: Walk) -> None:
    """Its clock was 754 seconds fast; four of its ten photos have coordinates, and an offset from UTC."""
    shots: list[Shot] = []
    for at in range(100, 2600, 250):
        taken = f"2024-05-01T12:{(at + 754) // 60:02}:{(at + 754) % 60:02}"
        located = len(shots) < 4
        shots.append((taken + "+01:00" * located, "camera", (38.7 + at / 60_000, -9.1) if located else None))
    ids = walk.add(
        *shots, *[("2024-05-01T12:10:00+01:00", "phone", LISBON)] * 2, ("2024-05-01T12:10:00", "phone", None)
    )
    plan = walk.placing.plan([walk.file]).result()
    assert (plan.offsets["camera"].source, plan.offsets["camera"].photos) == ("track", 4)
    assert round(plan.offsets["camera"].seconds) == -754
    assert round(plan.coordinates[ids[9]].latitude, 4) == round(38.7 + 2350 / 60_000, 4)
    assert plan.offsets["phone"].source == "none"
    assert round(plan.coordinates[ids[12]].latitude, 4) == 38.71


def test_what_is_wrong_with_files_is_said(walk: Walk) -> None:
    cut = walk.write("cut.gpx", range(30), end="")
    (walk.folder / "untimed.gpx").write_text('<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>')
    (walk.folder / "note.gpx").write_text("hello")
    names = (cut, str(walk.folder / "untimed.gpx"), str(walk.folder / "note.gpx"), str(walk.folder / "gone.gpx"))
    assert list(walk.placing.plan(names).result().notices) == [
        "cut.gpx: The file is damaged or ends early; Photon used what it could read.",
        "untimed.gpx: No point has a time, so this track can't place photos.",
        "note.gpx: This isn't a track that Photon can read."
        " Photon reads GPX, NMEA, KML, KMZ, and JSON files of Google's timeline.",
        "gone.gpx: This file doesn't exist.",
    ]


def test_the_photo_of_a_clock_gives_the_offset_of_its_camera(walk: Walk) -> None:
    photo, other, stated, day = walk.add(
        ("2024-05-01T12:10:00", "camera", None),
        ("2024-05-01T12:10:00", "phone", None),
        ("2024-05-01T20:10:00+09:00", "camera", None),
        ("2024-05-01", "camera", None),
    )
    offset = walk.placing.offset_from(photo, "12:12:05").result()
    assert offset.seconds == 125
    assert walk.placing.offset_from(stated, "12:12:05", "Europe/Lisbon").result() == offset
    plan = walk.placing.plan([walk.file], TrackRequest(offset=offset)).result()
    assert [round(plan.coordinates[one].latitude, 5) for one in (photo, other)] == [38.71208, 38.71]
    assert "camera: clock 0:02:05 slow (by the photo of a clock)" in list(plan_lines(plan))
    for wrong in ((photo, "noon"), (photo, "25:00"), (day, "12:12")):
        with pytest.raises(PhotonError, match=r"isn't a time|no capture time"):
            walk.placing.offset_from(*wrong).result()
