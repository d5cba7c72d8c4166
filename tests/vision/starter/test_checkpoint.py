import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from photon.vision.kit.bundled_weights import IMAGE_WEIGHTS
from photon.vision.starter.conversion import read_checkpoint
from tests.vision.late_module import LateModule

torch = LateModule("torch")


class Trap:
    def __reduce__(self):
        return os.system, ("exit 1",)


def test_reads_every_entry_as_torch_does() -> None:
    path = IMAGE_WEIGHTS.path()
    ours, theirs = read_checkpoint(path), torch.load(path, weights_only=True, map_location="cpu")
    assert list(ours) == list(theirs)
    assert all(np.array_equal(ours[name], theirs[name].numpy()) for name in ours)


def test_turned_axes_are_read_as_torch_does(tmp_path: Path) -> None:
    turned = torch.arange(24.0).reshape(2, 3, 4).permute(2, 0, 1)
    torch.save({"turned": turned}, tmp_path / "a.pth", _use_new_zipfile_serialization=False)
    assert np.array_equal(read_checkpoint(tmp_path / "a.pth")["turned"], turned.numpy())


def test_refuses_anything_that_could_run(tmp_path: Path) -> None:
    torch.save({"a": Trap()}, tmp_path / "trap.pth", _use_new_zipfile_serialization=False)
    with pytest.raises(pickle.UnpicklingError, match="no place in a weight file"):
        read_checkpoint(tmp_path / "trap.pth")


def test_refuses_another_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "a.pth").write_bytes(pickle.dumps(7))
    with pytest.raises(ValueError, match="no torch checkpoint"):
        read_checkpoint(tmp_path / "a.pth")


def test_notices_a_missing_end(tmp_path: Path) -> None:
    torch.save({"a": torch.ones(1000)}, tmp_path / "a.pth", _use_new_zipfile_serialization=False)
    whole = (tmp_path / "a.pth").read_bytes()
    (tmp_path / "a.pth").write_bytes(whole[:-8])
    with pytest.raises(ValueError, match="cut short"):
        read_checkpoint(tmp_path / "a.pth")
