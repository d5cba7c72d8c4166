"""Films that are opened and looked at without a window."""

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from photon.domain import UnreadableFile
from photon.media.films.film_picture import Planes, draw_picture
from photon.media.films.film_player import open_film
from tests.films import make_film

Change = Callable[[Any, Any], None]


def _colours(path: Path) -> list[tuple[int, ...]]:
    """The colour below the middle of each of the three scenes of a film."""
    found = []
    with open_film(str(path)) as film:
        for second in (0.5, 1.5, 2.5):
            frame = film.frame_at(second)
            assert frame is not None
            assert frame.seconds == pytest.approx(second, abs=0.1)
            picture = film.picture(512, 2048)
            found.append(picture.getpixel((picture.width // 2, picture.height * 3 // 4)))
    return found


def _like(one: tuple[int, ...], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("film.mp4", "libx264", "yuv420p"),
        ("film.mov", "libx265", "yuv420p10le"),
        ("film.mkv", "libx264", "yuv444p"),
        ("film.webm", "libvpx-vp9", "yuv420p"),
        ("film.avi", "mpeg4", "yuv420p"),
        ("film.mov", "prores_ks", "yuv422p10le"),
    ],
)
def test_frames_of_moments_in_their_colours(tmp_path: Path, name: str, codec: str, pixels: str) -> None:
    red, green, blue = _colours(make_film(tmp_path / name, codec=codec, pixels=pixels))
    assert _like(red, (255, 0, 0))
    assert _like(green, (0, 128, 0))
    assert _like(blue, (0, 0, 255))


@pytest.mark.parametrize(("turn", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_films_are_upright_in_all_four_directions(tmp_path: Path, turn: int, corner: tuple[int, int]) -> None:
    with open_film(str(make_film(tmp_path / "film.mp4", turn=turn))) as film:
        assert film.size == ((90, 160) if turn % 180 else (160, 90))
        frame, picture = film.frame_at(0.2), film.picture(512, 2048)
    assert picture.size == film.size
    places = {(x, y): (x * (picture.width - 1), y * (picture.height - 1)) for x in (0, 1) for y in (0, 1)}
    white = [place for place, at in places.items() if min(picture.getpixel(at)) > 200]
    assert white == [corner]
    assert frame is not None
    light = [(x, y) for x in (0, 1) for y in (0, 1) if frame.luma[y * 63, x * 63] > 200]
    assert light == [corner]


def test_pixels_that_are_not_square(tmp_path: Path) -> None:
    def widen(_: object, stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = 2

    with open_film(str(make_film(tmp_path / "film.mp4", change=widen))) as film:
        assert film.size == (320, 90)
        assert film.picture(45, 2048).size == (160, 45)


def test_a_film_inside_another_file(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4").read_bytes()
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 500 + film + b"behind")
    with open_film(str(tmp_path / "photo.jpg"), (1000, len(film))) as opened:
        assert opened.seconds == pytest.approx(3, abs=0.1)
        frame = opened.frame_at(1.5)
        assert frame is not None
        assert _like(opened.picture(90, 160).getpixel((80, 70)), (0, 128, 0))


def test_moments_after_the_end_show_the_last_frame_and_the_film_goes_on(tmp_path: Path) -> None:
    with open_film(str(make_film(tmp_path / "film.mp4"))) as film:
        last, first = film.frame_at(60), film.frame_at(0)
    assert last is not None
    assert first is not None
    assert (last.seconds, first.seconds) == (pytest.approx(2.9, abs=0.05), 0)


def test_frames_come_at_varying_intervals(tmp_path: Path) -> None:
    """Films of phones have more frames a second in light than in the dark; each frame says its own time."""
    import av

    path, times = tmp_path / "film.mkv", (0, 1, 2, 30, 31, 90)  # in thirtieths of a second
    make_film(path)  # for the application that the player needs
    with av.open(str(path), "w") as film:
        stream: Any = film.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number, at in enumerate(times):
            frame = av.VideoFrame.from_ndarray(np.full((90, 160, 3), number * 40, np.uint8), "rgb24")
            frame.pts = at
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    with open_film(str(path)) as opened:
        frames = [opened.frame_at(second) for second in (0.05, 0.9, 1.02, 2.9)]
    shown = [(round(frame.seconds * 30), round((frame.luma.mean() - 16) / 219 * 255 / 40)) for frame in frames if frame]
    assert len(shown) == 4
    assert all(times[number] == at for at, number in shown)
    assert [at for at, _ in shown] == sorted(at for at, _ in shown)


@pytest.mark.parametrize("light", ["PQ", "HLG"])
def test_hdr_is_toned_down(light: str) -> None:
    """White paper, at 58 % of the signal's range in PQ and 75 % in HLG, is nearly white."""
    paper = round(16 + 219 * (0.58 if light == "PQ" else 0.75))
    luma = np.array([[16, 80, paper, 235]], np.uint8)
    grey = np.full((1, 4), 128, np.uint8)
    picture = draw_picture(Planes((luma, grey, grey), (4, 1), matrix="2020", light=light), 512, 2048)
    black, dark, white, lamp = (picture.getpixel((x, 0)) for x in range(4))
    assert max(black) < 3
    assert 20 < dark[1] < 128
    assert 210 < white[1] < lamp[1] <= 255
    assert max(white) - min(white) <= 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no film at all",
        b"#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n",
    ],
)
def test_what_is_no_film_cannot_be_played(tmp_path: Path, content: bytes) -> None:
    make_film(tmp_path / "real.mp4")
    (tmp_path / "film.mp4").write_bytes(content)
    with pytest.raises(UnreadableFile, match="can't be played here"):
        open_film(str(tmp_path / "film.mp4"))


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    import av

    make_film(tmp_path / "real.mp4")
    with av.open(str(tmp_path / "sound.mp4"), "w") as film:
        stream = film.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), "fltp", "mono")
        frame.sample_rate = 44100
        film.mux(stream.encode(frame))
        film.mux(stream.encode())
    with pytest.raises(UnreadableFile, match="can't be played here"):
        open_film(str(tmp_path / "sound.mp4"))


def test_a_codec_that_the_player_lacks(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="can't be played here"):
        open_film(str(make_film(tmp_path / "film.mp4", codec="libsvtav1", seconds=1, change=_fast)))


def _fast(_: object, stream: Any) -> None:
    stream.options = {"preset": "12", "svtav1-params": "lp=1"}


def test_pictures_are_never_larger_than_the_film(tmp_path: Path) -> None:
    with open_film(str(make_film(tmp_path / "film.mp4", seconds=1))) as film:
        assert isinstance(film.picture(4096, 4096), Image.Image)
        assert film.picture(4096, 4096).size == (160, 90)


def test_playlists_reach_no_network(tmp_path: Path) -> None:
    """Photon gives none to the player; if it did, the player would not open what they name."""
    make_film(tmp_path / "real.mp4", seconds=0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/part.ts"
        (tmp_path / "film.m3u8").write_text(
            f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{address}\n#EXT-X-ENDLIST\n"
        )
        with pytest.raises(UnreadableFile):
            open_film(str(tmp_path / "film.m3u8"))
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_film_that_is_cut_in_its_index_is_told_soon(tmp_path: Path) -> None:
    whole = make_film(tmp_path / "film.mp4", seconds=1).read_bytes()
    (tmp_path / "film.mp4").write_bytes(whole[: whole.index(b"avcC")])
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match="can't be played here"):
        open_film(str(tmp_path / "film.mp4"))
    assert time.monotonic() - begun < 10  # it would wait for a frame for 20 s
