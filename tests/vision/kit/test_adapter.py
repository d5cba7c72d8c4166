from pathlib import Path

import numpy as np
import pytest
from lab.starter.starter_files import write_adapter

from photon.resource_files import resource
from photon.vision.kit.adapter import Adapter, normalise, read_adapter


@pytest.fixture(scope="module")
def adapter() -> Adapter:
    return read_adapter(resource("starter/adapter.safetensors"))


def test_shapes(adapter: Adapter) -> None:
    shapes = {name: getattr(adapter, name).shape for name in Adapter.__slots__}
    assert shapes == {
        "image": (1280, 384),
        "image_shift": (384,),
        "text": (384, 384),
        "text_shift": (384,),
        "centre_image": (384,),
        "centre_text": (384,),
    }
    assert all(getattr(adapter, name).dtype == np.float32 for name in Adapter.__slots__)


def test_places_average_exactly_to_the_photo(adapter: Adapter) -> None:
    places = np.random.default_rng(0).gamma(0.3, 0.3, (81, 1280)).astype(np.float32)
    by_place = places @ adapter.image + adapter.image_shift
    whole = adapter.join_images(places.mean(axis=0, keepdims=True))[0]
    assert np.allclose(normalise(by_place.mean(axis=0)), whole, atol=1e-5)


def test_float16_on_disk_changes_no_direction(adapter: Adapter, tmp_path: Path) -> None:
    exact = Adapter(*(getattr(adapter, name) * np.float32(1.0003) for name in Adapter.__slots__))
    write_adapter(exact, tmp_path / "a.safetensors")
    pooled = np.random.default_rng(0).gamma(0.3, 0.3, (50, 1280)).astype(np.float32)
    again = read_adapter(tmp_path / "a.safetensors").join_images(pooled)
    assert (again * exact.join_images(pooled)).sum(axis=1).min() > 0.99999


def test_turned_matrices_are_written_as_they_are(adapter: Adapter, tmp_path: Path) -> None:
    turned = Adapter(*(np.asfortranarray(getattr(adapter, name)) for name in Adapter.__slots__))
    write_adapter(turned, tmp_path / "a.safetensors")
    assert np.array_equal(read_adapter(tmp_path / "a.safetensors").image, adapter.image)


def test_centres_are_those_of_unit_vectors(adapter: Adapter) -> None:
    assert 0.05 < np.linalg.norm(adapter.centre_image) < 0.95
    assert 0.05 < np.linalg.norm(adapter.centre_text) < 0.95


def test_damaged_file_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"\xff" * 100)
    with pytest.raises(OSError, match="damaged"):
        read_adapter(tmp_path / "a.safetensors")
