"""The captioner: what it writes, what it leans to, its file; and the one that comes with Photon."""

from pathlib import Path

import numpy as np
import pytest
from lab.starter.starter_files import write_captioner

from photon.resource_files import resource
from photon.vision.kit.adapter import Adapter, normalise
from photon.vision.starter.caption_scoring import CaptionScorer, consensus
from photon.vision.starter.captioner import (
    LONGEST,
    LOOK_SCALE,
    Captioner,
    DecoderLikelihood,
    photo_features,
    stem,
    stretched,
)
from photon.vision.starter.captioner_files import FILES, read_captioner
from photon.vision.starter.captioner_weights import CaptionerWeights

WORDS = ("</s>", "<s>", "<unknown>", "a", "dog", "cat", "runs")
OBJECTS = ("cat", "dog")
SIZES = {"c": 4, "h": 6, "e": 5, "s": 3, "v": len(WORDS), "o": len(OBJECTS), "d": 8, "f": 10}
SHAPES = {
    "photo": "fd", "photo_shift": "d", "photo_objects": "fo", "photo_objects_shift": "o",
    "usual": "d", "centre": "d", "basis": "dc", "scale": "c", "firm_scale": "c",
    "words": "ve",
    "word_shift": "v", "read": "eg", "read_shift": "g", "keep": "hg", "keep_shift": "g", "cue_read": "cg",
    "cue_begin": "ch", "begin_shift": "h", "cue_write": "ce", "write": "he", "write_shift": "e", "see": "cs",
    "see_shift": "s", "name": "so", "name_shift": "o", "word_meanings": "vd",
}  # fmt: skip


def made(seed: int) -> Captioner:
    random = np.random.default_rng(seed)
    sizes = {**SIZES, "g": 3 * SIZES["h"]}
    arrays = {
        name: random.normal(size=[sizes[axis] for axis in shape]).astype(np.float32) for name, shape in SHAPES.items()
    }
    named = np.full((len(WORDS), 3), -1, np.float32)
    named[4, 0], named[5, 0] = 1, 0
    return Captioner(CaptionerWeights(**arrays, word_objects=named), WORDS, OBJECTS)


def made_adapter() -> Adapter:
    random = np.random.default_rng(5)
    one, other = (random.normal(size=(8, 8)).astype(np.float32) for _ in range(2))
    nothing = np.zeros(8, np.float32)
    return Adapter(one, nothing, other, nothing, nothing, nothing)


@pytest.mark.parametrize("seed", range(4))
def test_it_writes_different_finished_sentences_and_the_same_again(seed: int) -> None:
    captioner, cue = made(seed), np.random.default_rng(seed).normal(size=4).astype(np.float32)
    written = captioner.write(cue, 20)
    assert written == captioner.write(cue, 20)
    assert [chance.whole for chance in written.values()] == sorted((c.whole for c in written.values()), reverse=True)
    for sentence, chance in written.items():
        words = sentence.split()
        assert 0 < len(words) <= LONGEST
        assert set(words) <= set(WORDS[3:])
        assert chance.whole <= chance.least < 0
        assert chance.least <= chance.whole / (len(words) + 1)


def test_leaning_changes_what_is_drawn_and_not_how_likely_a_sentence_is() -> None:
    captioner, cue = made(2), np.ones(4, np.float32)
    free, led = captioner.write(cue, 300), captioner.write(cue, 300, np.array([0, 0, 0, 0, 2, 0, 0], np.float32))
    both = free.keys() & led.keys()
    assert both
    assert sum("dog" in text for text in led) / len(led) > sum("dog" in text for text in free) / len(free)
    assert all(led[text] == pytest.approx(free[text], abs=1e-4) for text in both)


def test_a_word_that_was_said_is_seldom_said_again_and_small_words_are(monkeypatch: pytest.MonkeyPatch) -> None:
    captioner, leaning = made(7), np.array([1, 0, 0, 1, 1, 0, 0], np.float32)

    def repeated(word: str) -> float:
        written = captioner.write(np.ones(4, np.float32), 500, leaning)
        return sum(text.split().count(word) > 1 for text in written) / len(written)

    dogs, articles = repeated("dog"), repeated("a")
    monkeypatch.setattr("photon.vision.starter.captioner._AGAIN", np.float32(0))
    assert repeated("dog") > 0.5 > 5 * dogs
    assert articles == pytest.approx(repeated("a"), abs=0.1)
    assert articles > 0.5


@pytest.mark.parametrize(("word", "same"), [("dogs", "dog"), ("dog", "dog"), ("an", ""), ("with", "")])
def test_words_are_the_same_in_the_plural_and_small_ones_never(word: str, same: str) -> None:
    assert stem(word) == same


def test_sentences_are_kept_that_agree_name_likely_things_and_do_not_slip() -> None:
    captioner = made(1)
    weights = captioner.weights
    predicted = weights.usual + np.float32(5) * weights.word_meanings[4]  # of which "dog" is a part
    sure = np.ones(2, np.float32)
    said = {"a cat runs": DecoderLikelihood(-9.0, -2.0), "a dog runs": DecoderLikelihood(-9.0, -2.0)}
    assert list(captioner.closest(said, sure, predicted, 1)) == ["a dog runs"]
    alike = {"cat": DecoderLikelihood(-1.0, -50.0), "cat cat": DecoderLikelihood(-9.0, -1.0)}  # the same words
    assert list(captioner.closest(alike, sure, predicted, 5)) == ["cat cat", "cat"]


def test_words_for_unlikely_objects_stand_back_where_sentences_agree_alike() -> None:
    captioner = made(2)
    captioner.weights.word_meanings[:] = 0
    said = {f"a {name}": DecoderLikelihood(-3.0, -1.0) for name in ("cat", "dog")}
    for sure, name in ((0, "cat"), (1, "dog")):
        chances = np.where(np.arange(2) == sure, 0.9, 0.1).astype(np.float32)
        assert next(iter(captioner.closest(said, chances, captioner.weights.usual, 2))) == f"a {name}"


def test_objects_are_told_by_what_captions_would_say_and_by_the_look() -> None:
    captioner = made(3)
    captioner.weights.photo_objects[:] = 0
    captioner.weights.photo_objects_shift[:] = (7.0, -7.0)
    features, predicted = np.ones((1, 10), np.float32), captioner.weights.usual[None]
    by_words = captioner.named(captioner.cues(predicted))
    chances = captioner.chances(features, predicted)
    assert chances[0] == pytest.approx((by_words[0] + [0.999, 0.001]) / 2, abs=1e-4)


def test_it_leans_away_from_unlikely_objects() -> None:
    captioner, cue = made(1), np.ones(4, np.float32)
    unlikely, likely = (
        captioner.lean(np.array([chance, 1.0], np.float32), captioner.weights.usual, 8.0) for chance in (1e-6, 1.0)
    )
    assert (likely - unlikely)[5] > 6
    assert (likely - unlikely)[[0, 3, 4, 6]] == pytest.approx(0)
    leaning = unlikely.copy()
    leaning[5] = -99
    assert not any("cat" in sentence.split() for sentence in captioner.write(cue, 30, leaning))


def test_a_captioner_is_read_as_it_was_written(tmp_path: Path) -> None:
    captioner, cue = made(2), np.ones(4, np.float32)
    write_captioner(captioner, tmp_path)
    again = read_captioner(tmp_path)
    assert (again.words, again.objects) == (WORDS, OBJECTS)
    assert again.named(cue[None]) == pytest.approx(captioner.named(cue[None]), abs=0.01)
    (tmp_path / "captioner.safetensors").write_bytes(b"nothing of the sort")
    with pytest.raises(OSError, match="damaged"):
        read_captioner(tmp_path)


def test_a_describer_knows_what_tags_tell_and_weighs_sentences_from_elsewhere() -> None:
    captioner = made(3)
    classifier = np.random.default_rng(0).normal(size=(9, 2)).astype(np.float32)
    looks = normalise(np.random.default_rng(1).normal(size=(2, 8)).astype(np.float32))

    def encode(texts):
        return np.stack([np.random.default_rng(len(text)).normal(size=8) for text in texts]).astype(np.float32)

    describer = CaptionScorer(captioner, classifier, made_adapter(), encode)
    first, second = describer.write(looks, [{"dog": 0.999, "whale": 1.0}, {}])
    assert first.chances["dog"] >= 0.999
    assert set(first.chances) == set(OBJECTS)
    assert all(-1.65 <= one.agreement <= 1.65 for each in (first, second) for one in each.sentences)
    weighed, nothing = describer.weigh(looks, [{}, {}], [{"A whale swims.": -3.0}, {}])
    assert [(one.text, one.chance) for one in weighed.sentences] == [("A whale swims.", DecoderLikelihood(-3.0, 0.0))]
    assert nothing.sentences == ()


def test_of_sentences_that_are_predicted_alike_the_one_agrees_more_that_lies_near_the_photo() -> None:
    captioner, random = made(3), np.random.default_rng(4)
    looks, adapter = normalise(random.normal(size=(1, 8)).astype(np.float32)), made_adapter()
    classifier = np.zeros((9, 2), np.float32)
    goal = normalise(stretched(captioner.predict(photo_features(looks, classifier)), captioner.weights.usual))
    aside = random.normal(size=(1, 8)).astype(np.float32)
    aside = normalise(aside - (aside @ goal.T) * goal)
    pair = np.concatenate([goal + aside, goal - aside])
    texts: list[str] = []

    def encode(some):
        texts.extend(some)
        return pair

    meaning = adapter.join_images(looks * LOOK_SCALE)[0]
    nearer = int(np.argmax(adapter.join_texts(pair) @ meaning))
    (written,) = CaptionScorer(captioner, classifier, adapter, encode).weigh(
        looks, [{}], [{"Something.": 0.0, "something else": 0.0}]
    )
    assert texts == ["Something.", "something else."]  # as people end captions
    assert np.argmax([one.agreement for one in written.sentences]) == nearer


def test_what_many_good_sentences_say_counts_more() -> None:
    vectors = normalise(np.array([[1, 0.1, 0], [1, -0.1, 0], [0, 0, 1]], np.float32))
    assert consensus(vectors, np.zeros(3, np.float32)).argmin() == 2
    assert consensus(vectors, np.array([0, 0, 1], np.float32)).argmax() == 2  # a far better one has all the say
    assert consensus(vectors[:1], np.array([-7], np.float32)) == pytest.approx(1)


def test_features_are_the_look_and_chances_of_kinds() -> None:
    looks = normalise(np.ones((1, 3), np.float32))
    features = photo_features(looks, np.zeros((4, 5), np.float32))
    assert features.shape == (1, 8)
    assert features[0, 3:] ** 2 / 100 == pytest.approx(0.2)


def test_a_prediction_is_moved_away_from_what_is_usual() -> None:
    usual, predicted = np.array([1, 0], np.float32), np.array([[1, 1], [1, 0]], np.float32)
    moved = stretched(predicted, usual)
    assert moved[0] == pytest.approx(np.array([1, moved[0, 1]]))
    assert moved[0, 1] > 1
    assert moved[1] == pytest.approx(usual)


def test_the_captioner_of_photon_writes_english() -> None:
    captioner = read_captioner(resource("starter/captioner.safetensors").parent)
    usual = captioner.cues(captioner.weights.usual[None])[0]
    written = captioner.write(captioner.firm_cues(captioner.weights.usual[None])[0], 10)
    assert written
    assert all({"a", "the", "two", "an", "some", "people"} & set(sentence.split()) for sentence in list(written)[:2])
    assert captioner.named(usual[None])[0, captioner.places["person"]] > 0.5
    weight = sum(resource(f"starter/{name}").stat().st_size for name in FILES)
    assert weight < 25e6
