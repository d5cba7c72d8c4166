"""Films are played, sought and repeated; what can't be played says so, and ends nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from photon.ui.films.film_player import FilmPlayback
from tests.films import make_film


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A second each of red, green and blue, ten frames a second."""
    return make_film(tmp_path / "clip.mp4")


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[FilmPlayback]:
    owner = QObject()
    made = FilmPlayback(owner)
    yield made
    made.close()


@pytest.fixture
def frames(player: FilmPlayback) -> list[tuple[float, QImage]]:
    """All frames that the player showed, with their times."""
    shown: list[tuple[float, QImage]] = []
    player.framed.connect(lambda image: shown.append((player.seconds, image)))
    return shown


def colour(image: QImage) -> str:
    """Return which of three colours most of a frame has."""
    pixel = QColor(image.pixel(image.width() * 3 // 4, image.height() // 4))
    return max(("red", "green", "blue"), key=lambda name: getattr(pixel, name)())


def test_the_first_frame_is_shown_and_the_film_waits(
    qtbot: QtBot, player: FilmPlayback, clip: Path, frames: list[tuple[float, QImage]]
) -> None:
    player.open(str(clip))
    qtbot.waitUntil(lambda: len(frames) > 0)
    assert (frames[0][0], colour(frames[0][1]), player.length, player.is_playing) == (0.0, "red", 3.0, False)


def test_nothing_is_said_about_films_on_stderr(
    qtbot: QtBot, player: FilmPlayback, clip: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(clip.read_bytes()[:-500])
    capfd.readouterr()
    with qtbot.waitSignal(player.failed):
        player.open(str(broken))
    assert capfd.readouterr() == ("", "")


def test_it_opens_at_a_moment_which_is_the_first_frame_of_a_scene(
    qtbot: QtBot, player: FilmPlayback, clip: Path, frames: list[tuple[float, QImage]]
) -> None:
    player.open(str(clip), 1.0)
    qtbot.waitUntil(lambda: len(frames) > 0)
    assert (frames[0][0], colour(frames[0][1])) == (1.0, "green")


def test_it_steps_by_frame(qtbot: QtBot, player: FilmPlayback, clip: Path, frames: list[tuple[float, QImage]]) -> None:
    player.open(str(clip), 1.9)
    qtbot.waitUntil(lambda: player.seconds == 1.9)
    player.step(1)
    qtbot.waitUntil(lambda: player.seconds == 2.0)
    assert colour(frames[-1][1]) == "blue"
    player.step(-1)
    qtbot.waitUntil(lambda: player.seconds == 1.9)
    assert colour(frames[-1][1]) == "green"


def test_of_many_wishes_only_the_last_counts(
    qtbot: QtBot, player: FilmPlayback, clip: Path, frames: list[tuple[float, QImage]]
) -> None:
    player.open(str(clip))
    qtbot.waitUntil(lambda: len(frames) > 0)
    for tenth in range(30):
        player.seek(tenth / 10)
    qtbot.waitUntil(lambda: player.seconds == 2.9)
    assert len(frames) < 10
    player.seek(99.0)
    player.seek(-1.0)
    qtbot.waitUntil(lambda: player.seconds == 0.0)


def test_a_moment_is_repeated(
    qtbot: QtBot, player: FilmPlayback, clip: Path, frames: list[tuple[float, QImage]]
) -> None:
    player.open(str(clip), 1.0)
    qtbot.waitUntil(lambda: len(frames) > 0)
    player.repeat((1.0, 1.5))
    player.toggle()
    qtbot.waitUntil(lambda: sum(seconds == 1.0 for seconds, _ in frames) > 2)
    assert max(seconds for seconds, _ in frames) < 1.8
    assert player.is_playing


def test_the_end_can_be_repeated_and_played_again(
    qtbot: QtBot, player: FilmPlayback, clip: Path, frames: list[tuple[float, QImage]]
) -> None:
    player.open(str(clip), 2.6)
    qtbot.waitUntil(lambda: len(frames) > 0)
    player.repeat((2.5, 3.0))
    player.toggle()
    qtbot.waitUntil(lambda: any(seconds < 2.6 for seconds, _ in frames))
    player.repeat(None)
    qtbot.waitUntil(lambda: not player.is_playing)
    player.toggle()
    qtbot.waitUntil(lambda: player.is_playing and 0 < player.seconds < 1)


def test_it_is_silent_and_plays_at_any_speed(qtbot: QtBot, player: FilmPlayback, clip: Path) -> None:
    player.open(str(clip))
    qtbot.waitUntil(lambda: player.length == 3.0)
    assert not player.has_sound
    player.set_speed(2.0)
    assert player.speed == 2.0


@pytest.mark.parametrize("content", [b"", b"noise" * 5000, None])
def test_what_is_no_film_fails_at_once(
    qtbot: QtBot, player: FilmPlayback, clip: Path, tmp_path: Path, content: bytes | None
) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(clip.read_bytes()[:900] if content is None else content)
    with qtbot.waitSignal(player.failed):
        player.open(str(bad))
    with qtbot.waitSignal(player.failed):
        player.open(str(tmp_path / "gone.mp4"))
    with qtbot.waitSignal(player.framed):  # the next film is played
        player.open(str(clip))


def test_a_film_that_is_turned_is_shown_upright(qtbot: QtBot, player: FilmPlayback, tmp_path: Path) -> None:
    with qtbot.waitSignal(player.framed) as shown:
        player.open(str(make_film(tmp_path / "turned.mp4", turn=90)))
    assert shown.args is not None
    assert (shown.args[0].width(), shown.args[0].height()) == (90, 160)


@pytest.mark.parametrize(("codec", "pixels"), [("libx264", "yuv420p"), ("libx265", "yuv420p10le")])
@pytest.mark.parametrize(("matrix", "meant"), [(6, (200, 120, 40)), (1, (209, 123, 36))], ids=["601", "709"])
def test_colours_are_those_that_the_film_means(
    qtbot: QtBot,
    player: FilmPlayback,
    tmp_path: Path,
    codec: str,
    pixels: str,
    matrix: int,
    meant: tuple[int, int, int],
) -> None:
    def tag(_: object, stream: Any) -> None:
        stream.codec_context.colorspace = matrix  # PyAV writes BT.601 all the same

    def draw(_: float) -> Image.Image:
        return Image.new("RGB", (160, 90), (200, 120, 40))

    with qtbot.waitSignal(player.framed) as shown:
        player.open(str(make_film(tmp_path / "film.mp4", draw, codec=codec, pixels=pixels, change=tag)))
    assert shown.args is not None
    colour = shown.args[0].pixelColor(80, 45)
    assert (colour.red(), colour.green(), colour.blue()) == pytest.approx(meant, abs=4)
