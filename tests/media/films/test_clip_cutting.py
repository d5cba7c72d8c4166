"""Clips are cut at the exact frame, and nothing is encoded again."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.domain import UnreadableFile
from photon.media.file.source import glanced, source_of
from photon.media.films.clip_cutting import cut_clip
from photon.media.films.film_boxes import read_boxes
from photon.media.metadata.container import boxes
from tests.live_photos import IDENTIFIER
from tests.live_photos import film as live_film

SECONDS, RATE = 6, 25


def make_film(path: Path, codec: str = "libx264", **options: str) -> Path:
    """Write a film with sound whose frames get brighter by one level each."""
    with av.open(str(path), "w", options=options) as film:
        picture = film.add_stream(codec, rate=RATE)
        picture.width = picture.height = 64
        picture.pix_fmt, picture.options = "yuv420p", {"g": "25", "bf": "2", "x265-params": "log-level=none"}
        sound = film.add_stream("aac", rate=48000)
        sound.layout = "mono"
        for level in range(SECONDS * RATE):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), level, np.uint8), format="rgb24")
            film.mux(picture.encode(frame))
        film.mux(picture.encode())
        for at in range(SECONDS * 48000 // 1024):
            wave = np.sin(np.arange(at * 1024, (at + 1) * 1024) / 20).astype(np.float32)[None]
            block = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            block.sample_rate, block.pts = 48000, at * 1024
            film.mux(sound.encode(block))
        film.mux(sound.encode())
    return path


def levels(path: Path) -> list[tuple[float, float]]:
    """Return when each frame is shown, and how bright it is."""
    with av.open(str(path)) as film:
        return [(float(frame.time), frame.to_ndarray(format="gray").mean()) for frame in film.decode(video=0)]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "film.mp4")


@pytest.mark.parametrize(
    ("codec", "ending"), [("libx264", "mp4"), ("libx264", "mov"), ("libx265", "mp4"), ("mpeg4", "mp4")]
)
def test_a_clip_has_the_same_frames_from_its_start_to_its_end(tmp_path: Path, codec: str, ending: str) -> None:
    source, target = make_film(tmp_path / f"film.{ending}", codec), tmp_path / f"clip.{ending}"
    cut_clip(source, target, 2.4, 4.0)
    whole, cut = levels(source), levels(target)
    assert len(cut) == 40
    assert [time for time, _ in cut] == pytest.approx([at / RATE for at in range(40)], abs=0.002)
    assert [level for _, level in cut] == [level for _, level in whole[60:100]]


def test_a_clip_keeps_its_sound(film: Path, tmp_path: Path) -> None:
    cut_clip(film, tmp_path / "clip.mp4", 1.0, 3.0)
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        samples = sum(block.samples for block in clip.decode(audio=0))
        lengths = {stream.type: float(stream.duration * stream.time_base) for stream in clip.streams}
    assert samples / 48000 == pytest.approx(2.0, abs=0.05)
    assert lengths["audio"] == pytest.approx(lengths["video"], abs=0.05)


@pytest.mark.parametrize(("start", "end", "frames"), [(0.0, 0.5, 13), (5.0, 99.0, 25), (-3.0, 1.0, 25)])
def test_spans_that_reach_over_the_film_end_with_it(
    film: Path, tmp_path: Path, start: float, end: float, frames: int
) -> None:
    cut_clip(film, tmp_path / "clip.mp4", start, end)
    assert len(levels(tmp_path / "clip.mp4")) == frames


@pytest.mark.parametrize(("start", "end"), [(1.0, 1.0), (3.0, 1.0), (7.0, 9.0)])
def test_nothing_is_written_for_an_empty_span(film: Path, tmp_path: Path, start: float, end: float) -> None:
    with pytest.raises(UnreadableFile):
        cut_clip(film, tmp_path / "clip.mp4", start, end)
    assert not (tmp_path / "clip.mp4").exists()


def test_an_existing_file_is_never_overwritten(film: Path, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        cut_clip(film, tmp_path / "clip.mp4", 1.0, 2.0)
    assert (tmp_path / "clip.mp4").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "make",
    [
        lambda path: make_film(path, movflags="frag_keyframe+empty_moov"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\0\0\0\x08moov"),
        lambda path: path.write_bytes(b"RIFF\0\0\0\0AVI LIST"),
    ],
)
def test_films_without_one_index_get_a_sentence(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "film.mp4")
    with pytest.raises(UnreadableFile, match=r"No clip can be cut from film.mp4"):
        cut_clip(tmp_path / "film.mp4", tmp_path / "clip.mp4", 0.0, 1.0)
    assert not (tmp_path / "clip.mp4").exists()


def test_a_film_that_was_cut_short_leaves_no_half_clip(film: Path, tmp_path: Path) -> None:
    faststart = make_film(tmp_path / "film.mp4", movflags="faststart")
    (tmp_path / "short.mp4").write_bytes(faststart.read_bytes()[:-2000])
    with pytest.raises(UnreadableFile):
        cut_clip(tmp_path / "short.mp4", tmp_path / "clip.mp4", 1.0, 6.0)
    assert not (tmp_path / "clip.mp4").exists()


def test_a_clip_of_the_film_of_a_live_photo_is_not_such_a_film(tmp_path: Path) -> None:
    source = tmp_path / "live.mov"
    source.write_bytes(live_film(identifier=IDENTIFIER))
    cut_clip(source, tmp_path / "clip.mov", 0.2, 0.8)
    with glanced(str(source)) as whole, glanced(str(tmp_path / "clip.mov")) as clip:
        assert (read_boxes(whole).pairing, read_boxes(clip).pairing) == (IDENTIFIER.lower(), "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_index_gives_a_clip_or_a_sentence(film: Path, tmp_path: Path, data: st.DataObject) -> None:
    content, broken, clip = bytearray(film.read_bytes()), tmp_path / "broken.mp4", tmp_path / "clip.mp4"
    start, end = next((start, end) for name, start, end in boxes(source_of(bytes(content))) if name == b"moov")
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(start, end - 1))] = data.draw(st.integers(0, 255))
    broken.write_bytes(content)
    clip.unlink(missing_ok=True)
    try:
        cut_clip(broken, clip, 1.0, 3.0)
    except UnreadableFile:
        assert not clip.exists()
    else:
        assert clip.stat().st_size < 20 * len(content)
