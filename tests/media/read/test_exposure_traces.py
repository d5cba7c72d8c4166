"""What files show of how they came to be: shared noise of edits, and how a program saved them."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from photon.domain.photo.exposure_traces import ExposureTraces
from photon.media.read.exposure_traces import compare_traces, read_traces


def _compared(pairs: list[tuple[str, str]]) -> list[ExposureTraces | None]:
    found = [read_traces(pair) for pair in pairs]
    return [one and other and compare_traces(one, other) for one, other in found]


def _scene(seed: int) -> Image.Image:
    """A picture with the noise of one exposure."""
    small = Image.fromarray(np.random.default_rng(7).integers(40, 216, (6, 8, 3), np.uint8))
    pixels = np.asarray(small.resize((320, 240), Image.Resampling.BICUBIC), np.float32)
    noisy = pixels + np.random.default_rng(seed).normal(0, 4, (240, 320, 1))
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _saved(picture: Image.Image, path: Path, quality: int = 92, software: str = "") -> str:
    exif = Image.Exif()
    if software:
        exif[0x0131] = software
    picture.save(path, quality=quality, exif=exif)
    return str(path)


def test_edits_share_noise_and_frames_do_not(tmp_path: Path) -> None:
    shot = _scene(1)
    one = _saved(shot, tmp_path / "one.jpg")
    bright = _saved(shot.point([min(255, round(value * 1.2)) for value in range(256)] * 3), tmp_path / "bright.jpg")
    frame = _saved(_scene(2), tmp_path / "frame.jpg")
    soft = _saved(shot.filter(ImageFilter.GaussianBlur(3)), tmp_path / "soft.jpg")
    edit, other, blurred = _compared([(one, bright), (one, frame), (one, soft)])
    assert edit is not None
    assert other is not None
    assert blurred is not None
    assert (edit.noise > 0.6, edit.grain > 1, edit.is_resaved) == (True, True, False)
    assert (abs(other.noise) < 0.1, other.grain > 1, other.is_resaved) == (True, True, False)
    assert blurred.grain < 0.4


def test_another_program_or_other_tables_show(tmp_path: Path) -> None:
    shot = _scene(1)
    one = _saved(shot, tmp_path / "one.jpg", software="Camera 1")
    for other in (
        _saved(shot, tmp_path / "tables.jpg", quality=80, software="Camera 1"),
        _saved(shot, tmp_path / "edited.jpg", software="Darkroom 3"),
        _saved(shot, tmp_path / "nothing.jpg"),
    ):
        (found,) = _compared([(one, other)])
        assert found is not None
        assert found.is_resaved
    (same,) = _compared([(one, _saved(_scene(2), tmp_path / "two.jpg", software="Camera 1"))])
    assert same is not None
    assert not same.is_resaved


def test_missing_damaged_and_other_sides_tell_nothing(tmp_path: Path) -> None:
    one = _saved(_scene(1), tmp_path / "one.jpg")
    (tmp_path / "damaged.jpg").write_bytes(b"\xff\xd8\xff no picture")
    small = _saved(_scene(1).resize((160, 120)), tmp_path / "small.jpg")
    pairs = [(one, str(tmp_path / "gone.jpg")), (one, str(tmp_path / "damaged.jpg")), (one, small)]
    assert _compared(pairs) == [None, None, None]
    plain = _saved(Image.new("RGB", (320, 240), "grey"), tmp_path / "plain.jpg")
    (found,) = _compared([(plain, plain)])
    assert found is not None
    assert (found.noise, found.grain) == (0.0, 0.0)
