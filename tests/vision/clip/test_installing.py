"""Installing in a process of its own: whole or not at all."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.vision.clip.convert import installing, probe, probe_process
from photon.vision.clip.convert.conversion_process import convert
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.convert.installing import InstallRequest, install
from photon.vision.clip.network.network import Network
from photon.vision.clip.runtime.clip_encoder import load
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.kit.child_process import Stopped
from tests.vision.clip.tiny import tiny_clip

pytestmark = pytest.mark.slow

CARD = EncoderCard("x", "Tiny", languages=("en",))


@pytest.fixture
def shelf_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(installing, "PHOTOS", 20)
    monkeypatch.setattr(installing, "SECONDS", 0.05)
    monkeypatch.setattr(installing, "SENTENCES", 0)
    return tmp_path / "cache" / "installed"


def never() -> bool:
    return False


def order_of(weights: Path, name: str = "tiny") -> InstallRequest:
    return InstallRequest(replace(CARD, name=name), weights, list(drawings(5, seed=4)), 2)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_from_a_checkpoint_to_vectors_and_away_again(
    shelf_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[float, str]] = []
    installed = install(order_of(tiny_clip(tmp_path / "a")), lambda *what: said.append(what), never)
    assert names(shelf_folder) == ["tiny"]
    assert encoder_shelf.all_installed() == [installed] == [encoder_shelf.find(installed.id)]
    assert installed.card == replace(CARD, name="tiny")
    assert installed.id.startswith("tiny-")
    assert installed.drawn == 15
    assert {(one.runtime, one.precision) for one in installed.tried} >= {("onnx", "fp32"), ("onnx", "int8")}
    assert installed.setting in installed.tried
    assert (installed.folder / encoder_shelf.IMAGE_FILE).is_file() == (installed.setting.runtime == "onnx")
    assert [share for share, _ in said] == sorted(share for share, _ in said)
    assert said[0][0] == 0
    assert said[-1] == (1.0, "The model is ready")
    assert load(installed, 1).encode_texts(["a dog"]).shape == (1, 24)

    # what follows is the same in this process, which has no libraries to load any more
    monkeypatch.setattr(installing, "run_child", lambda _module, order, *_: convert(order))
    again = install(replace(order_of(tmp_path / "a"), exact=True), lambda *_: None, never)
    assert [(one.runtime, one.precision) for one in again.tried] == [("onnx", "fp32")]
    assert again.id == installed.id, "the same weights may be installed again"
    with pytest.raises(PhotonError, match="already"):
        install(order_of(tiny_clip(tmp_path / "b", seed=1)), lambda *_: None, never)
    with pytest.raises(PhotonError, match="already"):
        install(order_of(tmp_path / "a", "TINY"), lambda *_: None, never)
    assert encoder_shelf.all_installed() == [again], "what is there stays whole"
    encoder_shelf.remove("tiny")
    assert names(shelf_folder) == []


def test_a_stopped_installation_leaves_nothing(shelf_folder: Path, tmp_path: Path) -> None:
    said: list[str] = []

    def stop_when_reading() -> bool:
        return "Reading the weights" in said

    with pytest.raises(Stopped):
        install(order_of(tiny_clip(tmp_path / "a")), lambda _share, sentence: said.append(sentence), stop_when_reading)
    assert names(shelf_folder) == []
    assert "The model is ready" not in said


def test_what_a_power_cut_left_is_swept_away_and_failures_leave_nothing(
    shelf_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "run_child", lambda _module, order, *_: convert(order))
    (shelf_folder / ".room.abc" / "fresh").mkdir(parents=True)
    (shelf_folder / ".removed.abc" / "old").mkdir(parents=True)
    (shelf_folder / ".download-ViT-B-32.openai").mkdir()  # no leftover: it goes on from there
    weights = tmp_path / "x.safetensors"
    weights.write_bytes(b"\x10")
    with pytest.raises(PhotonError) as caught:
        install(replace(order_of(weights), card=replace(CARD, architecture="ViT-B-32")), lambda *_: None, never)
    assert "x.safetensors" in caught.value.message
    assert names(shelf_folder) == [".download-ViT-B-32.openai"]


def test_room_is_asked_for_first(shelf_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = order_of(tiny_clip(tmp_path / "a"))
    usage = shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patch, pytest.raises(PhotonError, match="not enough space") as caught:
        patch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1_000_000))
        install(order, lambda *_: None, never)
    assert "PHOTON_CACHE" in caught.value.hint
    with monkeypatch.context() as patch, pytest.raises(PhotonError, match="not enough memory"):
        patch.setattr(installing, "free_memory", lambda: 300_000_000)
        install(order, lambda *_: None, never)
    with pytest.raises(PhotonError, match="can't be named"):
        install(replace(order, card=replace(CARD, name="starter")), lambda *_: None, never)
    assert names(shelf_folder) == []


def test_two_at_once_are_told(shelf_folder: Path, tmp_path: Path) -> None:
    from photon.vision.clip.shelf.workroom import workroom

    with workroom(), pytest.raises(PhotonError, match="already installing"):
        install(order_of(tiny_clip(tmp_path / "a")), lambda *_: None, never)


def test_a_speed_is_measured_without_weights_and_remembered(
    shelf_folder: Path, tiny: Callable[[str], Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "ViT-S-32-alt"
    built: list[str] = []

    def build_tiny(architecture: str, *, seed: int) -> Network:
        assert seed == 0
        built.append(architecture)
        return tiny("clip")

    monkeypatch.setattr(probe_process, "build", build_tiny)
    monkeypatch.setattr(probe_process, "_LEAST", 0.05)
    monkeypatch.setattr(probe, "run_child", lambda _module, order, *_: probe_process.probe(order))
    assert probe.known_speed(name) == 0
    speed = probe.measure(name, lambda _share, _sentence: None, lambda: False, 2, 0.1)
    assert built == [name]
    assert speed > 0
    assert probe.known_speed(name) == speed
    assert json.loads((shelf_folder / "speeds.json").read_text()) == {name: speed}
    (shelf_folder / "speeds.json").write_text("{")
    assert probe.known_speed(name) == 0
    assert names(shelf_folder) == ["speeds.json"]


def test_a_speed_is_measured_in_a_process_of_its_own_that_can_be_stopped(shelf_folder: Path) -> None:
    said: list[str] = []
    with pytest.raises(Stopped):
        probe.measure("ViT-S-32-alt", lambda _share, sentence: said.append(sentence), lambda: bool(said), 2, 60)
    assert said == ["Building the model with random weights"]
    assert names(shelf_folder) == []
