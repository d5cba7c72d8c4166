"""Checkpoints: what is read, and what every wrong one says."""

import json
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from photon.domain.errors import PhotonError
from photon.vision.clip.network.network import Network, build, read_network, restore, save_weights
from photon.vision.clip.shelf.preprocessing import Preprocessing
from tests.vision.clip.tiny import tiny_clip, tiny_config
from tests.vision.late_module import LateModule

torch = LateModule("torch")

WEIGHTS = "open_clip_model.safetensors"


class Trap:
    def __reduce__(self):
        return os.system, ("touch trap-was-run",)


def is_same(one: Network, other: Network) -> bool:
    theirs = other.net.state_dict()
    return all(torch.equal(value, theirs[name]) for name, value in one.net.state_dict().items())


def test_a_folder_is_read_as_open_clip_reads_it(tiny_folder: Path) -> None:
    import open_clip

    network = read_network("", tiny_folder)
    theirs = open_clip.create_model(f"local-dir:{tiny_folder}")
    assert all(torch.equal(value, theirs.state_dict()[name]) for name, value in network.net.state_dict().items())
    assert network.architecture == "clip"
    assert network.config == tiny_config("clip")
    assert network.preprocessing.side == 64
    assert network.preprocessing.resize == "shortest"
    assert not any(weight.requires_grad for weight in network.net.parameters())


@pytest.mark.parametrize("suffix", [".pt", ".bin", ".safetensors"])
def test_what_was_kept_comes_back(tiny_folder: Path, tmp_path: Path, suffix: str) -> None:
    network = read_network("", tiny_folder)
    path = tmp_path / f"weights{suffix}"
    if suffix == ".safetensors":
        save_weights(network, path)
    else:  # as trainers keep it: nested, and named for several processes
        named = {f"module.{name}": value for name, value in network.net.state_dict().items()}
        torch.save({"epoch": 3, "state_dict": named}, path)
    assert is_same(restore("clip", network.config, network.preprocessing, path), network)


@pytest.fixture
def small_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adds "Tiny-16" and "Tiny-32" to open_clip's list; the smallest of its own has 37 million weights."""
    from open_clip import factory

    for patch in (16, 32):
        config = tiny_config("clip")
        config["vision_cfg"]["patch_size"] = patch
        monkeypatch.setitem(factory._MODEL_CONFIGS, f"Tiny-{patch}", config)


@pytest.mark.usefixtures("small_names")
def test_a_file_of_a_named_architecture(tmp_path: Path) -> None:
    network = build("Tiny-32", seed=1)
    save_weights(network, tmp_path / "a.safetensors")
    assert is_same(read_network("Tiny-32", tmp_path / "a.safetensors"), network)
    with pytest.raises(PhotonError, match=r"of Tiny-16;.*match Tiny-32\.$"):
        read_network("Tiny-16", tmp_path / "a.safetensors")


@pytest.mark.slow
def test_preparation_and_activation_come_with_the_tag(tiny: Callable[[str], Network]) -> None:
    siglip = tiny("siglip").preprocessing
    assert (siglip.side, siglip.mean, siglip.resize) == (160, (0.5, 0.5, 0.5), "squash")
    assert Preprocessing.from_json(json.loads(json.dumps(asdict(siglip)))) == siglip
    named = build("MobileCLIP2-S0")
    assert named.preprocessing.interpolation == "bilinear"
    assert named.preprocessing.std == (1.0, 1.0, 1.0)


@pytest.mark.usefixtures("small_names")
def test_the_same_seed_gives_the_same_weights() -> None:
    before = torch.get_rng_state()
    first = build("Tiny-32", seed=7)
    assert torch.equal(torch.get_rng_state(), before)
    assert is_same(first, build("Tiny-32", seed=7))
    assert not is_same(first, build("Tiny-32", seed=8))


def test_unknown_names_get_near_ones() -> None:
    with pytest.raises(PhotonError, match=r"no architecture “ViT-B-33”\. Did you mean .*ViT-B-32"):
        build("ViT-B-33")


def test_words_from_a_foreign_network_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PhotonError, match="words of xlm-roberta-base-ViT-B-32 are read by a separate network"):
        build("xlm-roberta-base-ViT-B-32")


def test_code_is_refused_and_not_run(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(tiny_folder / "open_clip_config.json", tmp_path)
    path = tmp_path / "a.bin"
    for write in (
        lambda: torch.save({"a": Trap()}, path),
        lambda: torch.save({"a": Trap()}, path, _use_new_zipfile_serialization=False),
        lambda: path.write_bytes(pickle.dumps({"a": Trap()})),
        lambda: path.write_bytes(pickle.dumps({"a": Trap()}, protocol=0)),
    ):
        write()
        with pytest.raises(
            PhotonError, match=r"contains program code, so Photon did not open it\. Choose a \.safetensors"
        ):
            read_network("", tmp_path)
    assert not (tmp_path / "trap-was-run").exists()


def test_a_program_with_weights_is_refused(tmp_path: Path) -> None:
    # What TorchScript archives are known by.
    import zipfile

    torch.save({"a": torch.zeros(2)}, tmp_path / "a.pt")
    with zipfile.ZipFile(tmp_path / "a.pt", "a") as archive:
        archive.writestr("a/constants.pkl", b"\x80\x02).")
    with pytest.raises(PhotonError, match="is a TorchScript program"):
        read_network("ViT-S-32-alt", tmp_path / "a.pt")


def cut(path: Path, share: float) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


@pytest.mark.parametrize("suffix", [".safetensors", ".pt", ".bin"])
@pytest.mark.parametrize("share", [0.0, 0.00001, 0.6])
def test_a_cut_file_says_so(tiny_folder: Path, tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"a{suffix}"
    network = read_network("", tiny_folder)
    if suffix == ".safetensors":
        save_weights(network, path)
    else:
        torch.save(network.net.state_dict(), path, _use_new_zipfile_serialization=suffix == ".bin")
    cut(path, share)
    with pytest.raises(PhotonError, match=rf"^a{suffix} is damaged, incomplete or not a checkpoint"):
        read_network("ViT-S-32-alt", path)


def test_files_that_hold_something_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    torch.save([1, 2], tmp_path / "a.pt")
    (tmp_path / "page.pt").write_text("<!DOCTYPE html><html><body>Not found</body></html>")
    (tmp_path / "plain.pt").write_bytes(pickle.dumps({"a": 1}))
    for name, message in (
        ("page.pt", r"page\.pt is damaged, incomplete or not a checkpoint"),
        ("plain.pt", "not a checkpoint"),
        ("b.pt", "doesn't exist"),
        ("a.txt", r"Photon can't read weights from a\.txt"),
        ("a.pt", "contains no weights"),
    ):
        with pytest.raises(PhotonError, match=message):
            read_network("ViT-S-32-alt", tmp_path / name)
    with pytest.raises(PhotonError, match=r"has no open_clip_config\.json"):
        read_network("", tmp_path)


def test_numbers_that_are_none_are_refused(tiny_folder: Path, tmp_path: Path) -> None:
    tensors = read_network("", tiny_folder).net.state_dict()
    tensors["visual.proj"] = tensors["visual.proj"] * float("nan")
    shutil.copy(tiny_folder / "open_clip_config.json", tmp_path)
    torch.save(tensors, tmp_path / "a.pt")
    with pytest.raises(PhotonError, match=r"contains invalid numbers \(NaN"):
        read_network("", tmp_path)


def test_a_folder_with_a_bad_description(tmp_path: Path) -> None:
    folder = tiny_clip(tmp_path / "bad", "clip")
    described = json.loads((folder / "open_clip_config.json").read_text())
    for text, message in (
        ("{", "is damaged or isn't an open_clip description"),
        ("[]", "is damaged or isn't an open_clip description"),
        (json.dumps({"model_cfg": {**described["model_cfg"], "vision_cfg": {"colour": 3}}}), "doesn't match the"),
        (json.dumps({"model_cfg": tiny_config("resnet")}), "doesn't contain weights of bad"),
        (json.dumps({**described, "preprocess_cfg": {"resize_mode": "fold"}}), "that Photon doesn't support"),
    ):
        (folder / "open_clip_config.json").write_text(text)
        with pytest.raises(PhotonError, match=message):
            read_network("", folder)
    (folder / WEIGHTS).unlink()
    with pytest.raises(PhotonError, match="contains no weights"):
        read_network("ViT-S-32-alt", tmp_path)


def test_memory_that_ran_out_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import open_clip

    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")

    monkeypatch.setattr(open_clip, "CLIP", fail)
    with pytest.raises(PhotonError, match="not enough memory for ViT-B-32"):
        build("ViT-B-32")
