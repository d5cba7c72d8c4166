import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.domain import PhotonError
from photon.vision.kit.encoder import DamagedPreview, Encoder
from photon.vision.kit.prompts import is_sentence
from photon.vision.knowledge.class_labels import LEAST_CHANCE, MOST_KINDS
from photon.vision.starter import starter

ROOT = Path(__file__).resolve().parents[3]


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def test_shapes_and_lengths(encoder: Encoder, previews: list[bytes]) -> None:
    vectors = encoder.encode_images(previews)
    words = encoder.encode_texts(["a dog", "the sea at night"])
    assert vectors.meaning.shape == (7, encoder.dimension) == (7, 384)
    assert vectors.look.shape == (7, encoder.look_dimension) == (7, 1280)
    assert words.shape == (2, 384)
    for rows in (vectors.meaning, vectors.look, words):
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_nothing_in_nothing_out(encoder: Encoder) -> None:
    vectors = encoder.encode_images([])
    assert vectors.meaning.shape == (0, 384)
    assert vectors.look.shape == (0, 1280)
    assert encoder.encode_texts([]).shape == (0, 384)


def test_batches_and_repetition_change_nothing(encoder: Encoder, previews: list[bytes]) -> None:
    together = encoder.encode_images(previews)
    alone = [encoder.encode_images([preview]) for preview in reversed(previews)][::-1]
    assert np.array_equal(together.look, np.concatenate([vectors.look for vectors in alone]))
    assert np.allclose(together.meaning, np.concatenate([vectors.meaning for vectors in alone]), atol=1e-6)
    assert np.array_equal(together.meaning, encoder.encode_images(previews).meaning)


def test_thread_count_does_not_change_vectors(encoder: Encoder, previews: list[bytes]) -> None:
    single = starter.load(1)
    assert np.allclose(single.encode_images(previews).meaning, encoder.encode_images(previews).meaning, atol=1e-5)
    assert single.id == encoder.id == starter.encoder_id()


def test_the_mean_over_the_map_is_the_photo_before_normalisation(encoder: Encoder, previews: list[bytes]) -> None:
    meanings, words = encoder.encode_images(previews).meaning, encoder.encode_texts(["a dog", "the sea at night"])
    for preview, meaning in zip(previews, meanings, strict=True):
        places = encoder.encode_map(preview)
        assert places is not None
        assert (places.shape, places.dtype) == ((9, 9, encoder.dimension), np.float32)
        length = np.linalg.norm(places.mean(axis=(0, 1)))
        assert np.allclose(places.mean(axis=(0, 1)) / length, meaning, atol=1e-5)
        shares = places @ words.T / (81 * length)
        assert np.allclose(shares.sum(axis=(0, 1)), words @ meaning, atol=1e-5), "the places add up to the score"


def test_details_are_seen_by_a_larger_look(encoder: Encoder, previews: list[bytes]) -> None:
    places, details = encoder.encode_map(previews[0]), encoder.encode_details(previews[0])
    assert places is not None
    assert details is not None
    assert (details.shape, details.dtype) == ((12, 12, encoder.dimension), np.float32)
    whole, larger = (one.mean(axis=(0, 1)) for one in (places, details))
    assert whole @ larger > 0.8 * np.linalg.norm(whole) * np.linalg.norm(larger), "they show the same photo"
    with pytest.raises(DamagedPreview):
        encoder.encode_details(b"no picture")


def test_rows_of_the_map_go_downward(encoder: Encoder) -> None:
    """What changes in the upper left corner of a photo changes the map most in its upper left corner."""
    picture = Image.fromarray(np.full((512, 683, 3), 128, np.uint8))
    changed = picture.copy()
    changed.paste((255, 30, 30), (0, 0, 340, 170))
    one, other = (encoder.encode_map(_jpeg(image)) for image in (picture, changed))
    assert one is not None
    assert other is not None
    difference = np.linalg.norm(other - one, axis=-1)
    assert difference[:3, :4].mean() > 1.5 * difference[5:, :].mean()
    assert difference[:3, :4].mean() > 1.5 * difference[:, 6:].mean()


def test_capitals_and_blanks_do_not_matter(encoder: Encoder) -> None:
    one, other, empty = encoder.encode_texts(["a red car", "  A Red  CAR ", ""])
    assert np.allclose(one, other, atol=1e-5)
    assert np.isfinite(empty).all()


def test_bare_words_are_put_as_a_sentence(encoder: Encoder) -> None:
    bare, sentence, other, phrase = encoder.encode_texts(["Dog", "there is a dog", "a dog", "dog on a beach"])
    assert np.allclose(bare, sentence, atol=1e-5)
    assert not np.allclose(bare, other, atol=1e-2)
    assert not np.allclose(phrase, encoder.encode_texts(["there is a dog on a beach"])[0], atol=1e-2)


def test_the_tower_names_a_few_kinds_of_each_picture(encoder: Encoder, previews: list[bytes]) -> None:
    together = encoder.encode_images(previews).kinds
    alone = [encoder.encode_images([preview]).kinds[0] for preview in previews]
    assert len(together) == len(previews)
    assert any(together)
    for one, other in zip(together, alone, strict=True):
        assert one.keys() == other.keys()
        assert one == pytest.approx(other, abs=1e-3)
        assert len(one) <= MOST_KINDS
        assert sum(one.values()) <= 1
        for kind, chance in one.items():
            assert (type(kind), type(chance)) == (int, float), "as the library keeps them"
            assert 0 <= kind < 1000
            assert chance >= LEAST_CHANCE
    assert encoder.encode_images([]).kinds == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", False), ("dog", False), ("a photo of the big dog", False), ("hot dog stand", True),
        ("A dog is on the beach", False), ("two dogs on the beach", True), ("海滩", False), ("海滩上的两只狗", True),
        ("หมา", False), ("หมาสองตัวบนชายหาด", True),
    ],
)  # fmt: skip
def test_three_telling_words_are_a_sentence(text: str, *, sentence: bool) -> None:
    assert is_sentence(text) is sentence


def test_a_damaged_preview_has_no_map(encoder: Encoder) -> None:
    with pytest.raises(DamagedPreview):
        encoder.encode_map(b"no picture")


def test_damaged_previews_are_named_by_position(encoder: Encoder, previews: list[bytes]) -> None:
    with pytest.raises(DamagedPreview) as caught:
        encoder.encode_images([previews[0], b"", previews[1], previews[2][:300]])
    assert caught.value.positions == (1, 3)


def test_id_follows_the_adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = starter.encoder_id()
    other = tmp_path / "adapter.safetensors"
    other.write_bytes(b"another")
    monkeypatch.setattr(starter, "resource", lambda _name: other)
    starter.encoder_id.cache_clear()
    after = starter.encoder_id()
    starter.encoder_id.cache_clear()
    assert before != after
    assert len(before) == len(after) == len("starter-01234567-01234567")


def test_another_adapter_shares_the_visual_features(encoder: Encoder, previews: list[bytes]) -> None:
    own = starter.encoder_id()
    looks, joining = own.rsplit("-", 1)
    assert starter.has_same_looks(f"{looks}-00000000")
    assert starter.has_same_looks("starter-f328fed6"), "of the adapter before"
    assert not any(map(starter.has_same_looks, (own, f"starter-00000000-{joining}", "ViT-B-32-1", "starter-00000000")))
    seen = encoder.encode_images(previews)
    assert np.allclose(starter.join_looks(seen.look), seen.meaning, atol=1e-6)


def test_missing_adapter_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Path:
        raise FileNotFoundError(name)

    monkeypatch.setattr(starter, "resource", absent)
    starter.encoder_id.cache_clear()
    with pytest.raises(PhotonError, match="incomplete") as caught:
        starter.encoder_id()
    assert "Reinstall" in caught.value.hint


def test_class_names_find_their_photos(encoder: Encoder, shared: Callable[[str], Path]) -> None:
    """The adapter in the repository fits the towers: everyday words find the right one of nine photos."""
    import csv

    with shared("data/imagenet1k/labels.csv").open() as file:
        rows = list(csv.DictReader(file))[::110][:9]
    photos = [shared(f"data/imagenet1k/images/{row['image']}").read_bytes() for row in rows]
    words = encoder.encode_texts([f"a photo of a {row['label']}" for row in rows])
    found = encoder.encode_images(photos)
    scores = words @ found.meaning.T
    assert (scores.argmax(axis=1) == np.arange(9)).sum() >= 8
    named = [starter.class_labels().find(f"a photo of a {row['label']}") for row in rows]
    seen = [kind and not set(kind.kinds).isdisjoint(kinds) for kind, kinds in zip(named, found.kinds, strict=True)]
    assert sum(map(bool, seen)) >= 7, "names and the numbers of kinds belong together"


HEAVY = "{'torch', 'transformers', 'sentence_transformers', 'timm', 'open_clip', 'onnx', 'PySide6'}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "unwanted"),
    [
        ("starter.load(1).encode_texts(['a dog'])", HEAVY + " | {'PIL'}"),
        (f"starter.load(1).encode_images([open({str(ROOT)!r} + '/x.jpg', 'rb').read()])", HEAVY),
        ("starter.encoder_id()", HEAVY + " | {'PIL', 'onnxruntime', 'tokenizers'}"),
    ],
)
def test_stays_light(converted: Path, tmp_path: Path, previews: list[bytes], work: str, unwanted: str) -> None:
    (tmp_path / "x.jpg").write_bytes(previews[0])
    code = (
        "import sys; from photon.vision import worker; from photon.vision.starter import starter;"
        f"{work.replace(str(ROOT), str(tmp_path))};"
        f"sys.exit(' '.join(({unwanted}) & set(sys.modules)) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
