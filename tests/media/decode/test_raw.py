"""Camera RAW: the camera's own picture if it is large enough, otherwise developed; never the thumbnail."""

import io
from pathlib import Path

import pytest
from PIL import Image

from photon.domain import UnreadableFile
from photon.media.read.picture import render
from photon.media.read.reading import read
from tests.media.drawn import UPRIGHT, corners, drawn
from tests.media.negative import negative


def shown(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(read(str(path)).preview))


def brightness(image: Image.Image, x: float, y: float) -> int:
    value = image.convert("L").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("name", ["a.dng", "a.tif", "a.jpg"])
def test_samples_are_developed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(negative())
    reading = read(str(path))
    assert (reading.facts.format, reading.facts.width, reading.facts.height) == ("DNG", 1200, 800)
    assert (reading.facts.camera, reading.facts.taken) == ("Photon Test", "2021-07-14T18:05:09")
    image = shown(path)
    assert image.size == (768, 512)
    assert brightness(image, 0.25, 0.5) > brightness(image, 0.75, 0.5) + 60
    assert render(str(path), None).width == 1200


def test_developed_picture_is_upright(tmp_path: Path) -> None:
    path = tmp_path / "a.dng"
    path.write_bytes(negative(orientation=6))  # the left side was at the top
    reading = read(str(path))
    assert (reading.facts.width, reading.facts.height) == (800, 1200)
    image = shown(path)
    assert image.size == (512, 768)
    assert brightness(image, 0.5, 0.25) > brightness(image, 0.5, 0.75) + 60


@pytest.mark.parametrize(
    ("orientation", "stored", "size"),
    [
        (1, drawn(1100, 733), (1200, 800)),
        (6, drawn(733, 1100).transpose(Image.Transpose.ROTATE_90), (800, 1200)),
        (6, drawn(733, 1100), (800, 1200)),  # some cameras store their own picture upright
    ],
)
def test_the_cameras_picture_is_preferred(
    tmp_path: Path, orientation: int, stored: Image.Image, size: tuple[int, int]
) -> None:
    path = tmp_path / "a.dng"
    path.write_bytes(negative(orientation, stored))
    reading = read(str(path))
    assert (reading.facts.width, reading.facts.height) == size
    assert min(shown(path).size) == 512
    assert corners(shown(path)) == UPRIGHT


def test_a_small_camera_picture_is_used_only_if_developing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.dng"
    path.write_bytes(negative(preview=drawn(240, 160)))
    image = shown(path)
    assert image.size == (768, 512)
    assert brightness(image, 0.25, 0.8) > brightness(image, 0.75, 0.8) + 60  # not blue next to yellow
    assert read(str(path)).damage is None
    path.write_bytes(negative(preview=drawn(240, 160), broken=True))
    reading = read(str(path))
    assert (reading.facts.width, reading.facts.height) == (1200, 800)
    assert corners(shown(path)) == UPRIGHT
    assert reading.damage is not None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_negative_is_refused(tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.dng"
    whole = negative()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UnreadableFile):
        read(str(path))
