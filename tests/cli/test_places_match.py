"""``photon places match``: photos are placed by tracks, and what is no track is said."""

import json
from pathlib import Path

import pytest

from photon.app.places import place_names, place_stage, track_placing
from photon.domain.arrays import Doubles
from photon.domain.places.place import NamedPoint
from photon.library import open_library
from photon.library.places.timed_photos import timed_photos
from tests.app.places.placed_library import BERLIN, TinyGazetteer, add_shots
from tests.cli.rated_library import photon

pytestmark = pytest.mark.usefixtures("colours")
MINUTES = 60


class Matching:
    """A library of four photos of a day in Lisbon, and a track of an hour from 12:00 local time on."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.place, self._capsys = place, capsys
        shots = [("2024-05-01T12:10:00", "camera", None), ("2024-05-01T12:20:00", "camera", None)]
        others = [("2024-05-01T12:30:00", "camera", BERLIN), ("2024-05-01T15:00:00", "phone", None)]
        with open_library(place / "library", writable=True) as library:
            add_shots(library, place / "photos", [*shots, *others])
        self.track = self.write("walk.gpx")

    def write(
        self, name: str, *, time: str = "<time>2024-05-01T11:{:02}:00Z</time>", end: str = "</trkseg></trk>"
    ) -> str:
        points = "".join(
            f'<trkpt lat="{38.7 + minute * 1e-3:.3f}" lon="-9.1">{time.format(minute)}</trkpt>'
            for minute in range(MINUTES)
        )
        (self.place / name).write_text(f"<gpx><trk><trkseg>{points}{end}</gpx>" if end else f"<gpx><trkseg>{points}")
        return str(self.place / name)

    def run(self, *arguments: str, code: int = 0) -> tuple[list[str], list[str]]:
        """Return the lines printed to both outputs."""
        self._capsys.readouterr()
        assert photon(self.place / "library", *arguments) == code
        out, err = self._capsys.readouterr()
        return out.splitlines(), err.splitlines()

    def match(self, *arguments: str, code: int = 0) -> tuple[list[str], list[str]]:
        return self.run("places", "match", *arguments, code=code)

    def latitudes(self) -> list[float | None]:
        with open_library(self.place / "library", writable=False) as library:
            found = timed_photos(library, "0", "9")
        return [one.coordinates and round(one.coordinates.latitude, 5) for one in found]

    def photo(self, number: int) -> str:
        return str(self.place / "photos" / f"{number}.jpg")


@pytest.fixture
def matching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Matching:
    for module in (place_names, place_stage):
        monkeypatch.setattr(module, "known_town_names", TinyGazetteer)
    for module in (place_stage, track_placing):
        monkeypatch.setattr(module, "known_gazetteer", TinyGazetteer)
    return Matching(tmp_path, capsys)


BEFORE = [None, None, BERLIN[0], None]


def test_a_dry_run_changes_nothing(matching: Matching) -> None:
    out, _ = matching.match(matching.track, "--dry-run")
    assert out == [
        f"{matching.photo(0)}  38.71,-9.1",
        f"{matching.photo(1)}  38.72,-9.1",
        "2 photos get a location.",
        "1 photo keeps its location.",
        "1 photo is outside the time of the tracks.",
    ]
    assert matching.latitudes() == BEFORE


def test_photos_are_placed_and_taken_back(matching: Matching) -> None:
    out, err = matching.match(matching.track, "--json")
    assert [json.loads(line) for line in out] == [
        {"path": matching.photo(number), "latitude": 38.71 + number / 100, "longitude": -9.1} for number in (0, 1)
    ]
    assert err[-1] == "Placed 2 photos."
    assert matching.latitudes() == [38.71, 38.72, BERLIN[0], None]
    assert "placed 2 photos by a track" in matching.run("undo")[0][0]
    assert matching.latitudes() == BEFORE


def test_options(matching: Matching) -> None:
    out, _ = matching.match(matching.track, "--offset", "-0:05", "--zone", "Europe/Lisbon", "--replace")
    assert "camera: clock 0:05:00 fast (as you said)" in out
    assert matching.latitudes() == [38.705, 38.715, 38.725, None]
    out, _ = matching.match(matching.track, "--photos", "has:gps", "--replace", "--zone", "UTC", "--offset", "-1h")
    assert out[0] == "3 photos get a location."


def test_a_photo_of_a_clock(matching: Matching) -> None:
    out, _ = matching.match(matching.track, "--clock", f"{matching.photo(2)}=12:36:00")
    assert "camera: clock 0:06:00 slow (by the photo of a clock)" in out
    assert matching.latitudes() == [38.716, 38.726, BERLIN[0], None]
    _, err = matching.match(matching.track, "--clock", f"{matching.photo(2)}=noon", code=1)
    assert "“noon” isn't a time. For example: 14:03:20." in err[-1]
    assert "None of these files" in matching.match(matching.track, "--clock", "no=12:30", code=1)[1][-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--offset", "soon"), ("--clock", "clock.jpg"), ("--zone", "Lisbon"), ("--offset", "1h", "--clock", "a=12:00"),
    ],
)  # fmt: skip
def test_what_options_can_not_be(matching: Matching, arguments: tuple[str, ...]) -> None:
    _, err = matching.match(matching.track, *arguments, code=2)
    assert arguments[0] in err[-1]
    assert matching.latitudes() == BEFORE


class Unnamed(TinyGazetteer):
    """Knows no place, as at sea."""

    def name_points(self, latitudes: Doubles, longitudes: Doubles) -> list[NamedPoint]:
        del longitudes
        return [NamedPoint()] * len(latitudes)


def test_an_unknown_time_zone_is_said(matching: Matching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(track_placing, "known_gazetteer", Unnamed)
    out, err = matching.match(matching.track)
    assert "3 photos have an unknown time zone and get no location." in out
    assert err == ["Give the time zone of the camera's clock, such as --zone Europe/Lisbon"]
    assert matching.latitudes() == BEFORE


def test_bad_files_do_not_hold_up_good_ones(matching: Matching) -> None:
    (matching.place / "note.gpx").write_text("hello")
    (matching.place / "folder").mkdir()
    cut, untimed = matching.write("cut.gpx", end=""), matching.write("untimed.gpx", time="")
    bad = [str(matching.place / name) for name in ("note.gpx", "folder", "gone.gpx")]
    out, _ = matching.match(cut, untimed, *bad)
    assert out == [
        "cut.gpx: The file is damaged or ends early; Photon used what it could read.",
        "untimed.gpx: No point has a time, so this track can't place photos.",
        "note.gpx: This isn't a track that Photon can read."
        " Photon reads GPX, NMEA, KML, KMZ, and JSON files of Google's timeline.",
        "folder: This is a folder. Name the files in it instead.",
        "gone.gpx: This file doesn't exist.",
        "2 photos get a location.",
        "1 photo keeps its location.",
        "1 photo is outside the time of the tracks.",
        "Placed 2 photos.",
    ]
    assert matching.match(*bad, code=1)[0][-1] == "0 photos get a location."


def test_a_library_without_photos(tmp_path: Path, matching: Matching, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    open_library(tmp_path / "other", writable=True).close()
    assert photon(tmp_path / "other", "places", "match", matching.track) == 0
    assert capsys.readouterr().out == "0 photos get a location.\n"
