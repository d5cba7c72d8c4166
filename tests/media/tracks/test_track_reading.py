"""Tracks of all formats, and what is wrong with them: nothing of it ends the reading of what is right."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import UnreadableFile
from photon.media.tracks import track_reading, xml_tracks
from photon.media.tracks.point_list import PointList
from photon.media.tracks.track_reading import read_track

GPX = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{}</trkseg></trk></gpx>'
START = 1_714_557_600  # 2024-05-01T10:00:00Z


def point(second: int, latitude: float = 48.0, longitude: float = 11.0) -> str:
    when = f"2024-05-01T10:{second // 60:02}:{second % 60:02}Z"
    return f'<trkpt lat="{latitude}" lon="{longitude}"><ele>5</ele><time>{when}</time></trkpt>'


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_gpx_has_parts(tmp_path: Path) -> None:
    path = write(tmp_path, "a.gpx", GPX.format(point(0) + point(5, 48.1) + "</trkseg><trkseg>" + point(60)))
    (track,) = read_track(path).tracks
    assert track.name == "a.gpx"
    assert track.times.tolist() == [START, START + 5, START + 60]
    assert track.latitudes.tolist() == [48, 48.1, 48]
    assert track.starts.tolist() == [0, 2]


def test_parts_at_the_same_time_are_tracks_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path, "a.gpx", GPX.format(point(0) + point(9) + "</trkseg><trkseg>" + point(5) + point(20)))
    assert [one.times.tolist() for one in read_track(path).tracks] == [[START, START + 9], [START + 5, START + 20]]


def test_what_is_no_place_or_has_no_time_is_counted(tmp_path: Path) -> None:
    bad = point(1, 91) + point(2, 48, 181) + point(3, float("nan")) + '<trkpt lat="1" lon="2"/>'
    reading = read_track(write(tmp_path, "a.gpx", GPX.format(point(0) + bad)))
    assert (reading.dropped, reading.untimed, reading.is_cut) == (3, 1, False)
    untimed = read_track(write(tmp_path, "b.gpx", GPX.format('<trkpt lat="1" lon="2"/>' * 3)))
    assert (untimed.tracks, untimed.untimed) == ([], 3)


def test_a_cut_file_gives_what_is_there(tmp_path: Path) -> None:
    whole = GPX.format("".join(map(point, range(100))))
    reading = read_track(write(tmp_path, "a.gpx", whole[: len(whole) // 2]))
    assert reading.is_cut
    assert 40 < len(reading.tracks[0].times) < 60


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>' + GPX.format(point(0)).partition("?>")[2],
        "<!DOCTYPE a [<!ENTITY a0 'lol'>"
        + "".join(f"<!ENTITY a{at} '{f'&a{at - 1};' * 10}'>" for at in range(1, 12))
        + "]><gpx><trkpt lat='1' lon='2'>&a11;</trkpt></gpx>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><gpx><trkpt lat="1" lon="2"/></gpx>',
        "hello",
        "<html/>",
        "PK\x03\x04 no archive",
    ],
)
def test_bombs_and_other_files_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile):
        read_track(write(tmp_path, "a.gpx", content))


def test_a_kmz_bomb_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tracks, "_LONGEST_IDLE", 1 << 20)
    with zipfile.ZipFile(tmp_path / "a.kmz", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("doc.kml", "<kml>" + "<a/>" * (1 << 19))
    with pytest.raises(UnreadableFile, match="full of other things"):
        read_track(str(tmp_path / "a.kmz"))
    monkeypatch.setattr(track_reading, "LARGEST", 1 << 19)
    with pytest.raises(UnreadableFile, match="larger than"):
        read_track(str(tmp_path / "a.kmz"))


KML = """<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<Placemark><TimeSpan><begin>2020-01-01T00:00:00Z</begin></TimeSpan><gx:Track>
<when>2024-05-01T10:00:00Z</when><when>2024-05-01T12:00:05+02:00</when>
<gx:coord>11 48 500</gx:coord><gx:coord>11.1 48.1 500</gx:coord></gx:Track></Placemark>
<Placemark><TimeStamp><when>2024-05-01T11:00:00Z</when></TimeStamp><Point><coordinates> 12,49,3 </coordinates></Point>
</Placemark><Placemark><LineString><coordinates>1,2,3 4,5,6</coordinates></LineString></Placemark></Document></kml>"""


def test_kml_and_kmz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as packed:
        packed.writestr("doc.kml", KML)
    for path in (write(tmp_path, "a.kml", KML), str(tmp_path / "a.kmz")):
        reading = read_track(path)
        (track,) = reading.tracks
        assert track.times.tolist() == [START, START + 5, START + 3600]
        assert track.longitudes.tolist() == [11, 11.1, 12]
        assert (track.starts.tolist(), reading.untimed) == ([0, 2], 2)


def test_nmea(tmp_path: Path) -> None:
    lines = [
        "$GPRMC,100000.00,A,4830.0000,N,01115.0000,W,0.0,0.0,010524,,,A",
        "$GPRMC,100001.00,V,4830.0000,N,01115.0000,W,0.0,0.0,010524,,,N",
        "$GPRMC,100002.00,A,4830.0000,N,01115.0000,W,0.0,0.0,010524,,,A*00",
        "$GPGGA,100003.00,4830.0000,N,01115.0000,W,1,08,0.9,545.4,M,46.9,M,,",
        "noise",
    ]
    reading = read_track(write(tmp_path, "a.nmea", "\r\n".join(lines) + "\r\n"))
    (track,) = reading.tracks
    assert (track.times.tolist(), track.latitudes.tolist(), track.longitudes.tolist()) == ([START], [48.5], [-11.25])
    assert (reading.dropped, reading.untimed) == (1, 0)
    assert read_track(write(tmp_path, "b.nmea", lines[3] + "\n")).untimed == 1


TIMELINES = {
    "Records.json": {"locations": [
        {"latitudeE7": 480000000, "longitudeE7": 110000000, "timestamp": "2024-05-01T10:00:00Z", "accuracy": 20},
        {"latitudeE7": 480000000, "longitudeE7": 110000000, "timestampMs": f"{START + 60}000"},
        {"latitudeE7": 480000000, "longitudeE7": 110000000, "timestampMs": f"{START + 90}000", "accuracy": 5000},
    ]},
    "2024_MAY.json": {"timelineObjects": [
        {"placeVisit": {"location": {"latitudeE7": 480000000, "longitudeE7": 110000000}, "duration":
            {"startTimestamp": "2024-05-01T10:00:00Z", "endTimestamp": "2024-05-01T10:01:00Z"}}},
    ]},
    "Timeline.json": {"semanticSegments": [
        {"startTime": "2024-05-01T12:00:00.000+02:00", "endTime": "2024-05-01T13:00:00.000+02:00",
         "timelinePath": [{"point": "48.0°, 11.0°", "time": "2024-05-01T12:00:00.000+02:00"}]},
    ], "rawSignals": [
        {"position": {"LatLng": "48.0°, 11.0°", "accuracyMeters": 9, "timestamp": "2024-05-01T12:01:00.000+02:00"}},
    ]},
    "location-history.json": [
        {"startTime": "2024-05-01T10:00:00Z", "endTime": "2024-05-01T11:00:00Z", "timelinePath": [
            {"point": "geo:48.0,11.0", "durationMinutesOffsetFromStartTime": "0"},
            {"point": "geo:48.0,11.0", "durationMinutesOffsetFromStartTime": "1"}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", TIMELINES)
def test_google_timelines(tmp_path: Path, name: str) -> None:
    text = json.dumps(TIMELINES[name], indent=1, ensure_ascii=False)
    (track,) = read_track(write(tmp_path, name, text)).tracks
    assert track.times.tolist() == [START, START + 60]
    assert set(zip(track.latitudes.tolist(), track.longitudes.tolist(), strict=True)) == {(48, 11)}


def test_a_cut_timeline_gives_what_is_there(tmp_path: Path) -> None:
    text = json.dumps(TIMELINES["Records.json"])
    reading = read_track(write(tmp_path, "Records.json", text[: text.index("Ms")]))
    assert (len(reading.tracks[0].times), reading.is_cut) == (1, True)
    with pytest.raises(UnreadableFile):
        read_track(write(tmp_path, "deep.json", '{"locations": [' + "[" * 100_000))


POINTS = st.lists(st.tuples(st.integers(0, 500), st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=20)


@given(POINTS, st.randoms())
def test_order_and_repetition_make_no_difference(points: list[tuple[int, float, float]], random: object) -> None:
    first, second = PointList(), PointList()
    for one in points:
        first.add(START + one[0], *one[1:])
    again = points + points[:3]
    random.shuffle(again)  # type: ignore[attr-defined]
    for one in again:
        second.add(START + one[0], *one[1:])
    (track,), (other,) = first.read("a").tracks, second.read("a").tracks
    assert (np.diff(track.times) > 0).all()
    for name in ("times", "latitudes", "longitudes", "starts"):
        assert getattr(track, name).tolist() == getattr(other, name).tolist()
