"""Encoders of every kind, from a checkpoint to vectors, against open_clip itself."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photon.domain import PhotonError
from photon.vision import encoders
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.runtime.clip_encoder import ClipEncoder, load
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.clip.shelf.encoder_shelf import Installed, Setting
from photon.vision.kit.encoder import DamagedPreview, DeviceLost
from photon.vision.knowledge.language_bridge import BRIDGED
from tests.vision.clip.shelves import convert_here

pytestmark = pytest.mark.slow

PICTURES = list(drawings(6, seed=7))
Shelved = Callable[[str], Installed]
# Where words, pixels or maps differ on the way; of every kind, towers and graphs are tested where they are.
CHAINS = ("clip", "siglip", "coca", "clipa")


@pytest.fixture(scope="session")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> Shelved:
    folder = tmp_path_factory.mktemp("clip") / "installed"
    return cache(lambda kind: convert_here(folder, kind))


def network_of(installed: Installed) -> Any:
    from photon.vision.clip.network.network import restore

    weights = installed.folder / encoder_shelf.WEIGHTS
    return restore(installed.architecture, dict(installed.config), installed.preprocessing, weights)


def exact(installed: Installed) -> ClipEncoder:
    """In torch and 32-bit numbers, whatever was chosen for this computer."""
    return ClipEncoder(installed, Setting("torch", "cpu", "fp32", batch=4), 2)


def test_an_encoder_of_english_learns_to_read_other_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path))
    things, places = ("dog", "cat", "car", "boat", "woman", "tree"), ("beach", "street", "garden", "snow", "kitchen")
    sentences = [f"a {thing} on the {place}" for thing in things for place in places]
    installed = convert_here(tmp_path / "installed", "clip", "tiny", sentences)
    found = encoders.find("tiny")
    assert found.model.capabilities == {"embed", "name"}
    assert set(found.card.languages) == BRIDGED | {"en"}
    encoder = load(installed, 1)
    english = encoder.encode_texts(sentences)
    assert np.allclose(english, encoder.read_words(sentences)), "English is read as before"
    spoken = encoder.encode_texts(["собака на пляже", "a dog on the beach"])
    assert np.allclose(spoken[1], english[0], atol=1e-5)
    assert 0 in np.argsort(-(english @ spoken[0]))[:3]
    assert 0 not in np.argsort(-(english @ encoder.read_words(["собака на пляже"])[0]))[:3]
    assert np.allclose(np.linalg.norm(spoken, axis=1), 1, atol=1e-5)
    assert encoder.count_parts("собака на пляже " * 50) == 1
    assert encoder.put_in_english("собака").name == "dog"
    (installed.folder / encoder_shelf.BRIDGE_FILE).write_bytes(b"damaged")
    with pytest.raises(PhotonError, match="damaged"):
        load(installed, 1).encode_texts(["собака"])
    assert len(load(installed, 1).encode_texts(["a dog"])) == 1


@pytest.mark.parametrize("kind", CHAINS)
def test_pictures_and_words_as_open_clip_itself_encodes_them(shelved: Shelved, kind: str) -> None:
    import torch

    from photon.vision.clip.runtime.pixels import look_at

    installed = shelved(kind)
    encoder, net = load(installed, 2), network_of(installed)
    ways = installed.preprocessing
    squares = np.stack([look_at(picture, ways) for picture in PICTURES]) / 255
    normal = torch.from_numpy((squares - ways.mean) / ways.std).permute(0, 3, 1, 2).float()
    with torch.no_grad():
        theirs = net.net.encode_image(normal, normalize=True).numpy()
    vectors = encoder.encode_images(PICTURES)
    assert vectors.meaning.shape == (6, encoder.dimension) == theirs.shape
    assert vectors.look.shape == (6, encoder.look_dimension)
    assert vectors.kinds == ()
    assert np.allclose(np.linalg.norm(vectors.look, axis=1), 1, atol=1e-5)
    assert (vectors.meaning * theirs).sum(axis=1).min() >= 0.99, installed.setting
    assert np.allclose(exact(installed).encode_images(PICTURES).meaning, theirs, atol=2e-4)

    texts = ["the dog runs on the beach", "the red house and the girl", "a cat, on a beach!"]
    with torch.no_grad():
        words = net.net.encode_text(tokens_of(installed, texts), normalize=True).numpy()
    assert np.allclose(encoder.encode_texts(texts), words, atol=2e-4)


def tokens_of(installed: Installed, texts: list[str]) -> Any:
    from open_clip.tokenizer import HFTokenizer, SimpleTokenizer

    text = installed.config["text_cfg"]
    if "hf_tokenizer_name" in text:
        source = installed.folder.parent.parent / "room-siglip" / "source"
        return HFTokenizer(str(source), context_length=16, clean="canonicalize")(texts)
    return SimpleTokenizer(context_length=text["context_length"])(texts)


@pytest.mark.parametrize("kind", CHAINS)
def test_the_map_looks_at_the_whole_window(shelved: Shelved, kind: str) -> None:
    installed = shelved(kind)
    encoder = load(installed, 2)
    places = encoder.encode_map(PICTURES[0])
    assert encoder._image_tower._has_map is installed.has_map, "so that it costs nothing otherwise"
    if not installed.has_map:
        assert places is None
        assert encoder.encode_details(PICTURES[0]) is None
        assert kind == "coca"
        return
    assert places is not None
    assert places.shape[2] == encoder.dimension
    assert places.dtype == np.float32
    assert installed.adds_up is (kind == "clipa")
    assert installed.adds_up or np.allclose(np.linalg.norm(places, axis=-1), 1, atol=1e-4)
    part = encoder.encode_map(PICTURES[0], (0.5, 0, 1, 0.5))
    assert part is not None
    assert part.shape == places.shape
    assert not np.allclose(part, places, atol=1e-3)
    details = encoder.encode_details(PICTURES[0])
    assert details is not None
    assert np.array_equal(details[: len(part), part.shape[1] :], part), "the upper right quarter"
    with pytest.raises(DamagedPreview):
        encoder.encode_map(b"no picture")


def test_bare_words_are_the_mean_of_prompts(shelved: Shelved) -> None:
    encoder = load(shelved("clip"), 1)
    bare, *prompts = encoder.encode_texts(["dog", "a dog's dog", "a photo of a dog", "a picture of dog"])
    alone = encoder._text_tower.encode(["dog"])[0]
    mean = alone + prompts[1] + prompts[2]
    assert np.allclose(bare, mean / np.linalg.norm(mean), atol=1e-5)
    assert encoder.encode_texts([]).shape == (0, 24)
    assert np.isfinite(encoder.encode_texts([""])).all()


@pytest.mark.parametrize("kind", ["clip", "siglip", "coca"])
def test_nothing_of_a_long_text_is_cut_off(shelved: Shelved, kind: str) -> None:
    encoder = load(shelved(kind), 1)
    sentence = "the dog runs on the beach, and the cat runs."
    long = " ".join([sentence] * 30)
    assert encoder.count_parts("a dog") == encoder.count_parts(sentence) == 1
    assert encoder.count_parts(long) > 5
    first, other, again = encoder.encode_texts([long, long + " the red house", long])
    assert np.allclose(first, again, atol=1e-6)
    assert np.linalg.norm(first - other) > 1e-4, "the last words count"
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("runtime", ["onnx", "torch"])
def test_neighbours_and_damaged_previews(shelved: Shelved, runtime: str) -> None:
    installed = shelved("clip")
    encoder = load(installed, 2) if runtime == "onnx" else exact(installed)
    together = encoder.encode_images(PICTURES).meaning
    alone = np.concatenate([encoder.encode_images([picture]).meaning for picture in PICTURES])
    assert np.allclose(together, alone, atol=1e-5)
    assert encoder.encode_images([]).look.shape == (0, encoder.look_dimension)
    with pytest.raises(DamagedPreview) as caught:
        encoder.encode_images([PICTURES[0], b"", *PICTURES[1:4], PICTURES[4][:300]])
    assert caught.value.positions == (1, 5)


@pytest.mark.parametrize(
    "name", [encoder_shelf.TEXT_FILE, encoder_shelf.WORDS_FILE, encoder_shelf.TOKENIZER_FILE, encoder_shelf.WEIGHTS]
)
@pytest.mark.parametrize("damage", ["truncated", "gone"])
def test_a_damaged_folder_is_told_in_a_sentence(shelved: Shelved, tmp_path: Path, name: str, damage: str) -> None:
    import shutil

    installed = replace(shelved("clip"), folder=tmp_path / "clip")
    shutil.copytree(shelved("clip").folder, installed.folder)
    whole = (installed.folder / name).read_bytes()
    (installed.folder / name).unlink()
    if damage == "truncated":
        (installed.folder / name).write_bytes(whole[: len(whole) // 2])
    encoder = exact(installed)
    with pytest.raises(PhotonError) as caught:
        encoder.encode_texts(["a dog"]) if name != encoder_shelf.WEIGHTS else encoder.encode_images(PICTURES)
    assert "damaged" in str(caught.value) or "no file" in str(caught.value)


def test_without_its_graphics_card_an_encoder_runs_on_the_processor(
    shelved: Shelved, caplog: pytest.LogCaptureFixture
) -> None:
    bf16 = Setting("torch", "cuda", "bf16", 900, 64, 0.9999, 0.99)
    installed = replace(shelved("clip"), setting=replace(bf16, precision="fp16"), tried=(bf16,))
    for encoder in (load(installed, 2), load(installed, 2, device="cpu")):
        assert (encoder.setting.runtime, encoder.setting.device) == ("torch", "cpu")
        meaning = encoder.encode_images(PICTURES).meaning
        assert (meaning * exact(installed).encode_images(PICTURES).meaning).sum(axis=1).min() > 0.99
    assert "graphics card" in caplog.text
    refused = replace(installed, tried=(replace(bf16, kept=0.5),))
    assert load(refused, 1, device="cpu").setting.precision == "fp32"


def test_a_graph_needs_no_torch(shelved: Shelved, tmp_path: Path) -> None:
    installed = shelved("clip")
    (tmp_path / "x.jpg").write_bytes(PICTURES[0])
    heavy = "{'torch', 'transformers', 'timm', 'open_clip', 'onnx', 'PySide6'}"
    for work, unwanted in (
        ("encode_texts(['a dog'])", heavy + " | {'PIL', 'ftfy'}"),
        ("encode_images([picture])", heavy),
    ):
        code = (
            "import sys; from pathlib import Path;"
            "from photon.vision.clip.runtime import clip_encoder; from photon.vision.clip.shelf import encoder_shelf;"
            f"picture = Path({str(tmp_path / 'x.jpg')!r}).read_bytes();"
            f"clip_encoder.load(encoder_shelf.read_facts(Path({str(installed.folder)!r})), 1).{work};"
            f"sys.exit(' '.join(({unwanted}) & set(sys.modules)) or 0)"
        )
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr


class Failing:
    """A tower in torch that has too little memory for more than ``most`` pictures, or whose card is gone."""

    def __init__(self, most: int = 99, error: Exception | None = None) -> None:
        self.most, self.error, self.calls = most, error, []

    def eval(self) -> "Failing":
        return self

    def requires_grad_(self, **_whether: bool) -> "Failing":
        return self

    def to(self, **_where: Any) -> "Failing":
        return self

    def __call__(self, pixels: Any) -> Any:
        self.calls.append(len(pixels))
        if self.error is not None:
            raise self.error
        if len(pixels) > self.most:
            raise RuntimeError("[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't allocate memory")
        mean = pixels.float().mean(dim=(1, 2))
        return mean, mean


def tower_of(module: Failing, batch: int, device: Any = "cpu") -> Any:
    from photon.vision.clip.runtime.torch_images import TorchImages
    from photon.vision.clip.shelf.preprocessing import Preprocessing

    ways = Preprocessing(32, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), "bicubic", "squash")
    tower = TorchImages(module, ways, Setting("torch", "cpu", "fp32", batch=batch), 2)
    tower._device = device
    return tower


def test_where_memory_runs_out_smaller_batches_go_on() -> None:
    module = Failing(most=2)
    tower = tower_of(module, 6)
    meaning, _ = tower.encode(PICTURES)
    assert module.calls == [6, 3, 1, 1, 1, 1, 1, 1]
    assert np.allclose(meaning, np.concatenate([tower.encode([picture])[0] for picture in PICTURES]))
    assert tower.batch == 1, "remembered"
    with pytest.raises(PhotonError, match="not enough memory") as caught:
        tower_of(Failing(most=0), 4).encode(PICTURES)
    assert "smaller model" in caught.value.hint


def test_a_graphics_card_that_stops_answering_is_told_from_other_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from photon.vision.clip.runtime import torch_images

    monkeypatch.setattr(torch.Tensor, "to", lambda self, *_: self)
    lost = RuntimeError("CUDA error: unspecified launch failure")
    with pytest.raises(DeviceLost, match="stopped responding"):
        tower_of(Failing(error=lost), 4, "cuda").encode(PICTURES)
    with pytest.raises(RuntimeError, match="sizes of tensors"):
        tower_of(Failing(error=RuntimeError("sizes of tensors must match")), 4, "cuda").encode(PICTURES)
    with pytest.raises(RuntimeError, match="CUDA error: unspecified"):
        tower_of(Failing(error=lost), 4, "cpu").encode(PICTURES)
    assert torch_images.is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"))
    assert not torch_images.is_out_of_memory(lost)
