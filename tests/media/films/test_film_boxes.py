"""What the boxes of films say."""

import random
from pathlib import Path
from typing import Any

import pytest

from photon.media.file import failures
from photon.media.file.source import glanced, source_of
from photon.media.films.film_boxes import BoxFacts, read_boxes
from photon.media.films.frame_times import frame_times
from photon.media.films.local_date import local_date
from photon.media.metadata import facts
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.packets import Packets
from tests.films import make_film

APPLE = {
    "com.apple.quicktime.creationdate": "2024-05-01T14:30:00+0200",
    "com.apple.quicktime.location.ISO6709": "+48.1374+011.5755+519.000/",
    "com.apple.quicktime.content.identifier": "0A1B2C3D-0000-4000-8000-00000000000F",
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 15",
}


def _told(path: Path) -> tuple[BoxFacts, dict[str, Any]]:
    with glanced(str(path)) as source:
        said = read_boxes(source)
    return said, facts.describe(Packets(said.tags, ContainerParts(xmp=said.xmp)))


def test_what_iphones_write(tmp_path: Path) -> None:
    said, told = _told(make_film(tmp_path / "film.mov", metadata=APPLE, seconds=1))
    assert (told["taken"], told["camera"], told["gps"]) == (
        "2024-05-01T14:30:00+02:00",
        "Apple iPhone 15",
        (48.1374, 11.5755),
    )
    assert said.pairing == "0a1b2c3d-0000-4000-8000-00000000000f"
    assert facts.altitude(Packets(said.tags, ContainerParts())) == 519


def test_what_android_writes(tmp_path: Path) -> None:
    metadata = {"creation_time": "2024-05-01T12:30:00Z", "location": "-27.5916-048.5508/"}
    said, told = _told(make_film(tmp_path / "film.mov", metadata=metadata, seconds=1, own_tags=False))
    assert said.created == "2024-05-01T12:30:00+00:00"
    assert told["gps"] == (-27.5916, -48.5508)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("+4808.2440+01134.5300/", (48.137400, 11.575500)),
        ("-481458.5-0113431/", (-48.249583, -11.575278)),
        ("+00.0000+000.0000/", None),  # unknown
        ("+98.0+011.0/", None),
        ("somewhere", None),
    ],
)
def test_places_in_degrees_minutes_and_seconds(tmp_path: Path, text: str, place: tuple[float, float] | None) -> None:
    metadata = {"com.apple.quicktime.location.ISO6709": text}
    _, told = _told(make_film(tmp_path / "film.mov", metadata=metadata, seconds=1))
    assert told["gps"] == (place and pytest.approx(place, abs=1e-6))


@pytest.mark.parametrize(
    ("name", "codec", "pixels", "keys"),
    [
        ("film.mp4", "libx264", "yuv420p", 7),
        ("film.mov", "libx265", "yuv420p", 10),
        ("film.mov", "prores_ks", "yuv422p10le", 1),  # each frame is a key frame, and there is no list of them
    ],
)
def test_times_of_key_frames(tmp_path: Path, name: str, codec: str, pixels: str, keys: int) -> None:
    import av

    path = make_film(tmp_path / name, codec=codec, pixels=pixels, keys=keys)
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        wanted = [float((frame.pts or 0) * stream.time_base) for frame in film.decode(stream) if frame.key_frame]
    assert len(wanted) >= 3
    assert frame_times(str(path)).keys == pytest.approx(wanted, abs=0.001)


def test_other_containers_say_nothing(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mkv", seconds=1)
    assert frame_times(str(path)).keys == []
    assert _told(path)[0] == BoxFacts({})


def test_malformed_boxes_end_in_known_errors(tmp_path: Path) -> None:
    good = make_film(tmp_path / "film.mov", metadata=APPLE, seconds=1).read_bytes()
    begin = good.index(b"moov")
    chance = random.Random(7)  # noqa: S311
    broken = tmp_path / "broken.mov"
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(begin, len(data))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        broken.write_bytes(data)
        try:
            read_boxes(source_of(bytes(data)))
            assert all(second >= 0 for second in frame_times(str(broken)).keys)
        except failures.DECODING_ERRORS:
            continue


@pytest.mark.parametrize(
    ("created", "name", "taken"),
    [
        ("2024-05-01T12:30:05+00:00", "VID_20240501_143000.mp4", "2024-05-01T14:30:05+02:00"),
        ("2024-05-01T12:31:40+00:00", "20240501_180000.mp4", "2024-05-01T18:01:40+05:30"),  # it was ended later
        ("2024-05-01T23:30:00+00:00", "VID_20240502_013000.mp4", "2024-05-02T01:30:00+02:00"),
        ("2024-05-01T12:30:05+00:00", "PXL_20240501_123005123.mp4", "2024-05-01T12:30:05+00:00"),
        ("2024-05-01T12:30:05+00:00", "MVI_0042.mp4", "2024-05-01T12:30:05+00:00"),
        ("2024-05-01T12:30:05+00:00", "VID_20240501_143900.mp4", "2024-05-01T12:30:05+00:00"),  # not by quarters
        ("2024-05-01T12:30:05+00:00", "VID_20240601_143005.mp4", "2024-05-01T12:30:05+00:00"),  # another day
    ],
)
def test_names_tell_the_time_zone(created: str, name: str, taken: str) -> None:
    assert local_date(created, name) == taken
