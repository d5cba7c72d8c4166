"""Films of more than 4 GB, whose places need 64 bits, and films of a day."""

import struct
from fractions import Fraction
from pathlib import Path

import pytest

from photon.media.file.source import glanced
from photon.media.films.clip_cutting import cut_clip
from photon.media.films.film_boxes import read_boxes
from photon.media.films.film_player import open_film
from photon.media.films.frame_times import frame_times
from photon.media.films.iso_boxes import IsoBox, box, full_box
from tests.films import make_film

HOLE = 5 << 30
MADE = {"creation_time": "2021-05-06T07:08:09Z"}
_NESTED = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


def put_behind_hole(source: Path, target: Path) -> Path:
    """Write a film again, with its samples behind a hole of 5 GB, which takes no room on the disk."""
    content = source.read_bytes()
    parts = {one.name: one for one in IsoBox(b"file", content).boxes()}
    head, data = parts[b"ftyp"].bytes, parts[b"mdat"].content
    start = len(head) + len(_moved(parts[b"moov"], 0)) + 16 + HOLE
    with target.open("wb") as file:
        file.write(head + _moved(parts[b"moov"], start - content.index(data)))
        file.write(struct.pack(">I4sQ", 1, b"mdat", 16 + HOLE + len(data)))
        file.seek(start)
        file.write(data)
    return target


def _moved(one: IsoBox, by: int) -> bytes:
    if one.name in _NESTED:
        return box(one.name, b"".join(_moved(part, by) for part in one.boxes()))
    if one.name != b"stco":
        return one.bytes
    places = struct.unpack(f">{len(one.content) // 4 - 2}I", one.content[8:])
    return full_box(b"co64", struct.pack(f">I{len(places)}Q", len(places), *(place + by for place in places)))


def seen_in(path: Path, seconds: float) -> tuple[float, tuple[int, int]]:
    """Return how long a film is, and the size of the frame at a time."""
    with open_film(str(path)) as film:
        assert film.frame_at(seconds) is not None
        return film.seconds, film.size


@pytest.mark.parametrize("is_huge", [False, True])
def test_films_of_more_than_four_gigabytes_are_read_played_and_cut(tmp_path: Path, is_huge: bool) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=6, metadata=MADE)
    if is_huge:
        film = put_behind_hole(film, tmp_path / "huge.mp4")
        assert film.stat().st_size > HOLE
    with glanced(str(film)) as source:
        assert read_boxes(source).created == "2021-05-06T07:08:09+00:00"
    assert list(frame_times(str(film)).keys) == [0, 1, 2, 3, 4, 5]
    assert seen_in(film, 5.5)[0] == 6
    cut_clip(film, tmp_path / "clip.mp4", 2.0, 4.0)
    assert seen_in(tmp_path / "clip.mp4", 1.5)[0] == 2
    assert (tmp_path / "clip.mp4").stat().st_size < 10_000


def test_a_film_of_a_day_is_played_and_cut(tmp_path: Path) -> None:
    film = make_film(tmp_path / "day.mp4", seconds=86_400, rate=Fraction(1, 1440), keys=5)  # type: ignore[arg-type]
    assert frame_times(str(film)).keys[-1] == 79_200
    assert seen_in(film, 80_000)[0] == 86_400
    cut_clip(film, tmp_path / "clip.mp4", 43_200, 46_800)
    assert seen_in(tmp_path / "clip.mp4", 3000)[0] == 3600
