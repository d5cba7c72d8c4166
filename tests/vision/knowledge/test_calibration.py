"""The calibration file."""

from pathlib import Path

import numpy as np
import pytest
from lab.starter.starter_files import write_calibration

from photon.domain import PhotonError
from photon.vision.knowledge.calibration import read_calibration
from photon.vision.starter import starter
from tests.fakes import colour_calibration


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    written = colour_calibration()
    write_calibration(written, tmp_path / "file")
    read = read_calibration(tmp_path / "file")
    for name, error in {"photos": 1e-3, "captions": 1e-3, "presence": 0, "hit": 0}.items():
        assert getattr(read, name).dtype == np.float32
        np.testing.assert_allclose(getattr(read, name), getattr(written, name), atol=error)


def test_the_shipped_one_fits_the_encoder() -> None:
    shipped = starter.calibration()
    for vectors in (shipped.photos, shipped.described, shipped.captions, shipped.sayings):
        assert vectors.shape[1] == 384
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)
    assert (shipped.presence.shape, shipped.hit.shape) == ((6,), (8,))


@pytest.mark.parametrize(("name", "words"), [("calibration", "calibration"), ("class_labels", "names")])
@pytest.mark.parametrize("content", [None, b"", b"no such file", b"\x02\0\0\0\0\0\0\0{}"])
def test_a_damaged_installation_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str, content: bytes | None
) -> None:
    path = tmp_path / "damaged"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(starter, "resource", lambda _: path)
    read = getattr(starter, name)
    read.cache_clear()
    try:
        with pytest.raises(PhotonError, match=words) as caught:
            read()
        assert caught.value.hint == "Reinstall Photon."
    finally:
        read.cache_clear()
