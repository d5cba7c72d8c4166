"""Checkpoints that are something else."""

import zipfile
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.vision.clip.network.weights_file import read_weights
from tests.vision.late_module import LateModule

torch = LateModule("torch")


def packed(path: Path, compression: int) -> Path:
    """The same checkpoint, packed anew."""
    plain = path.with_suffix(".plain")
    torch.save({"x": torch.zeros(1000, 300), "y": torch.rand(1000, 200)}, plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", compression) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    return path


def test_a_zip_that_unpacks_to_far_more_than_it_weighs_is_refused_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.pt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(3):
            bomb.writestr(f"a/data/{number}", bytes(20_000_000))
    monkeypatch.setattr("torch.load", None)
    with pytest.raises(PhotonError, match=r"would unpack to 60 MB") as caught:
        read_weights(path)
    assert caught.value.hint


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_one_that_is_compressed_as_far_as_numbers_go_is_read(tmp_path: Path, compression: int) -> None:
    assert set(read_weights(packed(tmp_path / "a.pt", compression))) == {"x", "y"}


def test_a_broken_zip_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.pt", zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(PhotonError, match="damaged"):
        read_weights(path)
