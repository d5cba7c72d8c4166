"""Texts in other languages reach the meanings of their English twins; English stays as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.arrays import Floats
from photon.resource_files import resource
from photon.vision.kit.encoder import Encoder
from photon.vision.knowledge import language_bridge
from photon.vision.knowledge.language_bridge import LanguageBridge, is_foreign, read_bridge
from photon.vision.starter import starter

TWINS = {
    "dog": ["собака", "犬", "كلب", "köpek", "หมา", "狗"],
    "sunset at the sea": [
        "закат на море",
        "海に沈む夕日",
        "바다의 일몰",
        "พระอาทิตย์ตกที่ทะเล",
        "海上日落",
        "denizde gün batımı",
    ],
    "two children playing in the snow": ["двое детей играют в снегу", "兩個孩子在雪地裡玩", "طفلان يلعبان في الثلج"],
}


class Recorded:
    """Stands for the multilingual encoder: an axis for each text, in the order of asking."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Floats:
        self.asked += texts
        return np.eye(512, dtype=np.float32)[: len(texts)]


def bridge(encoder: Recorded) -> LanguageBridge:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(language_bridge, "load_encoder", lambda _threads: encoder)
        return read_bridge(resource("starter/bridge.safetensors"), 1)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("собака", True), ("犬 dog", False), ("白い犬 dog", True), ("a girl in front of the 東京 tower", False),
        ("狗在沙滩上", True), ("ağaç", True), ("Sahilde duran bir kedi.", True), ("bir küçük kız", True),
        ("Hund", False), ("a dog", False), ("", False), ("123", False), ("🐶", False), ("חתול", False),
        ("σκύλος", False), ("Zoë naïve façade", False),
        ("birds in Birmingham", False),
    ],
)  # fmt: skip
def test_letters_show_the_language(text: str, *, foreign: bool) -> None:
    assert is_foreign(text) is foreign


@given(st.text(max_size=20))
def test_any_text_is_read_and_cut(text: str) -> None:
    recorded = Recorded()
    found = bridge(recorded).read(["\u72ac" + text * 200], lambda texts: np.ones((len(texts), 384), np.float32))
    assert (found.shape, found.dtype) == ((1, 384), np.float32)
    assert len(recorded.asked[0]) <= 1000
    recorded.asked[0].encode("utf-8")


def test_what_does_not_print_is_no_letter() -> None:
    recorded = Recorded()
    bridge(recorded).put_in_english("кот\ud800 и\u202eпёс\x00")
    assert recorded.asked[0] == "кот  и пёс "


def test_arabic_is_read_without_vowel_signs_and_lengthened_letters() -> None:
    recorded = Recorded()
    bridge(recorded).put_in_english("كَلْبٌ عَلَى الشـــاطِئ")
    assert recorded.asked[0] == "كلب على الشاطئ"


def test_english_is_read_as_before_and_other_languages_by_the_bridge(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = Recorded()
    texts = ["a dog on the beach", "dog", "собака на пляже", "köpek", "sahilde duran bir adam"]
    before = starter._adapter().join_texts(starter.Starter(1)._read_english(texts))
    other = starter.Starter(1)
    monkeypatch.setattr(language_bridge, "load_encoder", lambda _threads: recorded)
    after = other.encode_texts(texts)
    assert np.array_equal(before[:2], after[:2])
    assert recorded.asked == texts[2:], "the encoder is asked for nothing that is surely English"
    assert np.all((before[2:] * after[2:]).sum(axis=1) < 0.9)
    assert np.allclose(np.linalg.norm(after, axis=1), 1, atol=1e-5)
    assert other.count_parts("собака на пляже и " * 20) == 1
    assert other.count_parts("a dog on the beach and " * 20) > 1


def test_turkish_without_its_letters_is_not_taken_for_english(encoder: Encoder) -> None:
    twins = encoder.encode_texts(["a man playing tennis", "boats in the water at night", "a cat on a sofa"])
    found = encoder.encode_texts(["tenis oynayan bir adam"]) @ twins.T
    assert found.argmax() == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("собака", "dog"), ("浜辺の犬", ""), ("猫", "cat"), ("海滩", "beach"), ("人", "person"), ("çiçek", "flower"),
        ("شاطئ", "beach"), ("شَاطِئٌ", "beach"), ("ภูเขา", "mountain"), ("결혼식", "wedding"), ("Москва", ""),
        ("Ayşe", ""), ("東京", ""),
    ],
)  # fmt: skip
def test_names_of_things_are_known_in_english(encoder: Encoder, text: str, name: str) -> None:
    assert isinstance(encoder, starter.Starter)
    assert encoder.put_in_english(text).name == name


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("собака на пляже", "a dog on the beach"), ("两个孩子在雪地里玩", "two children playing in the snow"),
        ("日落", "sunset"),
        ("東京", ""), ("ฟหกด", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_a_text_says_is_told_in_english(encoder: Encoder, text: str, phrase: str) -> None:
    assert isinstance(encoder, starter.Starter)
    assert encoder.put_in_english(text).phrase == phrase


def test_translations_mean_what_their_english_means(encoder: Encoder) -> None:
    english = encoder.encode_texts(list(TWINS))
    for row, others in enumerate(TWINS.values()):
        found = encoder.encode_texts(others) @ english.T
        assert found.argmax(axis=1).tolist() == [row] * len(others)


def test_rare_words_and_names_stay_english(encoder: Encoder) -> None:
    assert isinstance(encoder, starter.Starter)
    names = ["llama", "Zoë on a façade", "Machu Picchu", "Emma", "gift", "chat", "a girl in a kimono", "a dog 🐶"]
    english = starter._adapter().join_texts(encoder._read_english(names))
    assert np.allclose(encoder.encode_texts(names), english, atol=1e-5)
