"""Whether a faster setting finds the same photos: the check lets good ones pass and stops spoiled ones."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from photon.domain import PhotonError
from photon.vision.clip.convert import comparison
from photon.vision.clip.convert.comparison import Trial, measure, try_all
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.network.network import Network, read_network
from photon.vision.clip.shelf.agreement import QUERIES, agrees, compare, fastest
from photon.vision.clip.shelf.encoder_shelf import Setting
from tests.vision.clip.tiny import tiny_clip

pytestmark = pytest.mark.slow

INT8 = Setting("onnx", "cpu", "int8", 50.0)


def vectors(seed: int, rows: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((rows, 64)).astype(np.float32)


def test_fifty_different_queries() -> None:
    assert len(set(QUERIES)) == 50


@pytest.mark.parametrize(
    ("noise", "passes"), [(0.0, True), (0.002, True), (0.3, False), (1.0, False), (float("nan"), False)]
)
def test_what_is_found_decides(noise: float, *, passes: bool) -> None:
    photos, queries = vectors(0, 200), vectors(1, 50)
    found = compare(INT8, photos, photos * 3 + noise * vectors(2, 200), queries)
    assert agrees(found) is passes
    if noise == 0:
        assert (found.cosine, found.kept, found.same) == (1.0, 1.0, 1.0)


def test_one_photo_that_goes_astray_is_enough() -> None:
    photos = vectors(0, 200)
    spoiled = photos.copy()
    spoiled[17] = -spoiled[17]
    found = compare(INT8, photos, spoiled, vectors(1, 50))
    assert found.cosine == pytest.approx(-1, abs=1e-5)
    assert not agrees(found)


def test_the_fastest_that_agrees_is_chosen() -> None:
    exact = Setting("onnx", "cpu", "fp32", 18.0)
    good, bad = replace(INT8, cosine=0.999, kept=0.97), replace(INT8, per_second=99.0, cosine=0.999, kept=0.94)
    assert fastest((exact, good, bad)) == good
    assert fastest((exact, bad)) == exact
    assert fastest((exact, replace(good, per_second=10.0))) == exact


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return read_network("", tiny_clip(tmp_path_factory.mktemp("net") / "clip", "clip"))


def test_a_spoiled_graph_is_found_out_and_not_chosen(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The 8-bit graph is one of other weights: fast, well-formed and wrong."""
    from photon.vision.clip.convert import conversion

    monkeypatch.setattr(
        comparison, "candidates", lambda: (Setting("onnx", "cpu", "fp32"), Setting("onnx", "cpu", "int8"))
    )
    pictures, queries = list(drawings(20)), vectors(1, 50)[:, :24]
    (tmp_path / "good").mkdir()
    good = try_all(Trial(network, tmp_path / "good", 2, 0.05), pictures, queries, lambda *_: None)
    assert [setting.precision for setting in good] == ["fp32", "int8"]
    assert good[1].cosine > 0.99
    assert all(setting.per_second > 0 for setting in good)

    other = read_network("", tiny_clip(tmp_path / "other", "clip", seed=9))

    def spoil(_graph: Path, path: Path) -> int:
        conversion.write_image_graph(other, path)
        return 1

    monkeypatch.setattr(comparison, "write_small_image_graph", spoil)
    tried = try_all(Trial(network, tmp_path, 2, 0.05), pictures, queries, lambda *_: None)
    assert not agrees(tried[1])
    assert fastest(tried).precision == "fp32"


def test_without_a_graph_torch_is_the_reference(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def refuse(_network: Network, _path: Path) -> None:
        raise PhotonError("This part of the model can't be converted.")

    monkeypatch.setattr(comparison, "write_image_graph", refuse)
    tried = try_all(Trial(network, tmp_path, 2, 0.05), list(drawings(9)), vectors(1, 50)[:, :24], lambda *_: None)
    assert (tried[0].runtime, tried[0].device, tried[0].precision) == ("torch", "cpu", "fp32")
    assert all(setting.runtime == "torch" for setting in tried)


class Card:
    """A graphics card that gets faster up to ``best`` photos at once and holds ``most``."""

    def __init__(self, clock: list[float], best: int, most: int) -> None:
        self.clock, self.best, self.most, self.batch = clock, best, most, 1

    def encode(self, previews: list[bytes]) -> None:
        if len(previews) > self.most:
            self.batch = self.most
        steps = -(-len(previews) // self.most)
        self.clock[0] += steps * 0.01 * max(1.0, min(len(previews), self.most) / self.best)


@pytest.mark.parametrize(("best", "most", "expected"), [(32, 999, 32), (8, 999, 8), (999, 999, 256), (999, 16, 16)])
def test_the_batch_for_a_graphics_card_is_found_by_doubling(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, best: int, most: int, expected: int
) -> None:
    clock = [0.0]
    monkeypatch.setattr(comparison.time, "perf_counter", lambda: clock[0])
    setting = Setting("torch", "cuda", "fp16")
    measured = measure(Card(clock, best, most), setting, [b""], Trial(network, tmp_path, 2, 0.5))  # type: ignore[arg-type]
    assert measured.batch == expected
    assert measured.per_second == pytest.approx(min(best, most, 256) / 0.01, rel=0.01)


def test_drawn_pictures_are_varied_and_the_same_again() -> None:
    def some() -> Iterator[bytes]:
        return drawings(12, seed=3)

    assert list(some()) == list(some())
    assert len(set(some())) == 12
