"""The graphs written by hand against the networks of timm and torch."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.vision.kit.bundled_weights import IMAGE_WEIGHTS, TEXT_WEIGHTS
from photon.vision.kit.onnx_session import open_graph
from photon.vision.starter.image_graph import LARGER, SIDE
from photon.vision.starter.image_tower import StarterImageTower, squash
from photon.vision.starter.starter_install import IMAGE_FILE
from photon.vision.starter.text_graph import LONGEST
from photon.vision.starter.text_tower import StarterTextTower
from tests.vision.late_module import LateModule

torch, timm = LateModule("torch"), LateModule("timm")

SENTENCES = ["a dog", "two people ride horses along a sunny beach in summer", "x", "café, 日本 & naïve " * 90]


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(-1) / np.linalg.norm(one, axis=-1) / np.linalg.norm(other, axis=-1)


def sentence_vectors_by_torch(rows: list[list[int]]) -> np.ndarray:
    """MiniLM from torch's own transformer layers, one sentence at a time, so without masks."""
    from safetensors.torch import load_file

    weights = load_file(TEXT_WEIGHTS.path())
    layers = []
    for number in range(6):
        name = f"encoder.layer.{number}."
        layer = torch.nn.TransformerEncoderLayer(
            384, 12, 1536, activation="gelu", layer_norm_eps=1e-12, batch_first=True
        )
        parts = {
            kind: torch.cat([weights[f"{name}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
            for kind in ("weight", "bias")
        }
        state = {f"self_attn.in_proj_{kind}": value for kind, value in parts.items()}
        for ours, theirs in {
            "self_attn.out_proj": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "linear1": "intermediate.dense",
            "linear2": "output.dense",
            "norm2": "output.LayerNorm",
        }.items():
            state |= {f"{ours}.{kind}": weights[f"{name}{theirs}.{kind}"] for kind in ("weight", "bias")}
        layer.load_state_dict(state)
        layers.append(layer.eval())
    means = []
    for ids in rows:
        words = weights["embeddings.word_embeddings.weight"][ids]
        words = words + weights["embeddings.position_embeddings.weight"][: len(ids)]
        words = words + weights["embeddings.token_type_embeddings.weight"][0]
        norm = (weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
        tokens = torch.nn.functional.layer_norm(words, (384,), *norm, eps=1e-12)[None]
        with torch.no_grad():
            for layer in layers:
                tokens = layer(tokens)
        means.append(tokens[0].mean(0).numpy())
    return np.array(means)


@pytest.mark.slow
def test_image_tower_equals_timm(converted: Path, previews: list[bytes]) -> None:
    network = timm.create_model("tf_efficientnet_lite2", pretrained=False).eval()
    weights = torch.load(IMAGE_WEIGHTS.path(), weights_only=True, map_location="cpu")
    network.load_state_dict(dict(zip(network.state_dict(), weights.values(), strict=True)))
    tower = StarterImageTower(converted / IMAGE_FILE, 2)
    for side in (SIDE, LARGER):
        pixels = np.stack([squash(preview, side=side) for preview in previews])
        batch = (torch.from_numpy(pixels).permute(0, 3, 1, 2).float() - 127) / 128
        with torch.no_grad():
            expected = network.forward_features(batch).mean((2, 3)).numpy()
        ours = np.stack([tower.encode_pixels(one) for one in pixels])
        assert cosines(ours, expected).min() > 0.9999
        assert np.abs(ours - expected).max() < 1e-3


def test_a_closer_look_is_the_mean_direction_of_both_sizes(converted: Path, previews: list[bytes]) -> None:
    tower = StarterImageTower(converted / IMAGE_FILE, 2)
    usual, larger = (
        np.stack([tower.encode_pixels(squash(preview, side=side)) for preview in previews]) for side in (SIDE, LARGER)
    )
    assert np.allclose(tower.encode(previews), usual, atol=1e-5)
    found = tower.encode_closely(previews)
    assert np.allclose(np.linalg.norm(found, axis=1), np.linalg.norm(usual, axis=1), rtol=1e-5)
    assert np.allclose(cosines(found, usual), cosines(found, larger), atol=1e-5), "in the middle of both"
    assert tower.encode_map(squash(previews[0], side=LARGER)).shape == (12, 12, 1280)


def test_map_averages_to_the_pooled_features(converted: Path, previews: list[bytes]) -> None:
    graph = open_graph(converted / IMAGE_FILE, threads=1)
    pooled, places = graph.run(["pooled", "map"], {"pixels": squash(previews[0])[None]})
    assert places.shape == (1, 1280, 9, 9)
    assert np.allclose(places.mean((2, 3)), pooled, atol=1e-5)


def test_text_tower_equals_torch(converted: Path) -> None:
    tower = StarterTextTower(converted, 1)
    rows = [entry.ids[:LONGEST] for entry in tower._tokenizer.encode_batch(SENTENCES)]
    assert rows[0] == [101, 1037, 3899, 102]
    assert len(rows[3]) == 256, "as many places as the encoder was trained with"
    expected = sentence_vectors_by_torch(rows)
    assert cosines(tower._run(rows), expected).min() > 0.99999
    assert cosines(tower.encode(SENTENCES[:3]), expected[:3]).min() > 0.99999


@pytest.mark.parametrize("shape", [(683, 512), (512, 683), (64, 400)])
def test_squash_keeps_the_whole_picture(shape: tuple[int, int]) -> None:
    picture = Image.new("RGB", shape, (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, shape[0] // 2, shape[1]))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=95)
    square = squash(buffer.getvalue())
    assert square.shape == (260, 260, 3)
    assert square[:, :100, 0].min() > 200
    assert square[:, 160:, 2].min() > 200


def test_grey_preview_is_read_as_colour() -> None:
    buffer = io.BytesIO()
    Image.new("L", (600, 512), 90).save(buffer, "JPEG")
    assert np.abs(squash(buffer.getvalue()).astype(int) - 90).max() <= 2


def test_sentences_do_not_touch_their_neighbours(converted: Path) -> None:
    tower = StarterTextTower(converted, 1)
    texts = ["a dog " * (1 + n % 7) for n in range(70)]
    together = tower.encode(texts)
    alone = np.concatenate([tower.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-4


def test_a_window_is_looked_at_as_if_it_were_the_picture(converted: Path) -> None:
    colours = np.random.default_rng(1).integers(0, 256, (6, 8, 3), np.uint8)
    picture = Image.fromarray(colours).resize((800, 600), Image.Resampling.BICUBIC)
    part = picture.crop((320, 240, 800, 600))
    encoded = []
    for image in (picture, part):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=95)
        encoded.append(buffer.getvalue())
    seen, expected = squash(encoded[0], (0.4, 0.4, 1.0, 1.0)), squash(encoded[1])
    assert np.abs(seen.astype(int) - expected).mean() < 3
    assert np.abs(squash(encoded[0]).astype(int) - expected).mean() > 10
    tower = StarterImageTower(converted / IMAGE_FILE, 1)
    places = tower.encode_places(encoded[0], (0.4, 0.4, 1.0, 1.0))
    assert cosines(places.mean((0, 1))[None], tower.encode([encoded[1]])).min() > 0.98
