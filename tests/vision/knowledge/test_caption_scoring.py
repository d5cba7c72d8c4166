"""Caption candidates: sentences of the memory, sentences from elsewhere, and what comes with Photon."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lab.captions.phrase_fit import NEVER, PhraseFit
from lab.starter.starter_files import write_caption_memory, write_phrase_fit

from photon.vision.kit.adapter import Adapter, normalise
from photon.vision.knowledge.caption_memory import CaptionMemory, photo_features, read_caption_memory
from photon.vision.knowledge.caption_scoring import CaptionScorer, SentenceLikelihood, consensus
from photon.vision.knowledge.phrase_grammar import PhraseGrammar, read_phrase_grammar
from photon.vision.starter import starter

NAMES = ("o:cat", "o:dog", "t:dog", "S:a cat", "S:a dog", "S:two dogs", "V:running", "P:in a red hat", "P:on an island")
PHRASES = [(name[0], name[2:]) for name in NAMES if name[0] in "SVP"]
DOG, CAT = 1, 0


def made_memory() -> CaptionMemory:
    """Two centres: the first axis of the look leads to captions about cats, the second to those about dogs."""
    axes = np.eye(2, dtype=np.float32)
    nothing = np.zeros(2, np.float32)
    starts, columns = np.array([0, 3, 8]), np.array([0, 3, 8, 1, 2, 4, 6, 7])
    shares = np.array([1, 0.8, 0.6, 1, 1, 0.8, 0.6, 0.4], np.float32)
    photo = np.concatenate([axes, np.zeros((1, 2), np.float32)])
    return CaptionMemory(
        NAMES,
        photo,
        nothing,
        nothing,
        axes,
        nothing,
        starts,
        columns,
        shares,
        np.zeros((3, 1), np.float32),
        made_adapter(),
    )


def made_fit() -> PhraseFit:
    """A cat never runs, and who runs is never on an island."""
    subject_fit = np.zeros((2, 3), np.int8)
    subject_fit[0, 0] = NEVER
    phrase_fit = np.array([[0, NEVER]], np.int8)
    return PhraseFit(
        np.array([0, 1, 1], np.int16), np.array([0, 0, 1], np.int8), subject_fit, phrase_fit, np.full(6, 90, np.int32)
    )


def made_grammar(tmp_path: Path) -> PhraseGrammar:
    write_phrase_fit(made_fit(), tmp_path / "phrases")
    return read_phrase_grammar(tmp_path / "phrases", NAMES)


def made_adapter() -> Adapter:
    axes, nothing = np.eye(2, dtype=np.float32), np.zeros(2, np.float32)
    return Adapter(axes, nothing, axes, nothing, nothing, nothing)


def encode(texts):
    return np.stack([np.random.default_rng(len(text)).normal(size=2) for text in texts]).astype(np.float32)


def test_the_memory_recalls_what_captions_near_a_photo_say() -> None:
    memory = made_memory()
    recalled = memory.recall(np.eye(2, dtype=np.float32))
    assert recalled.shape == (2, len(NAMES))
    assert recalled[0] == pytest.approx([1, 0, 0, 0.8, 0, 0, 0, 0, 0.6], abs=1e-6)
    assert recalled[1] == pytest.approx([0, 1, 1, 0, 0.8, 0, 0.6, 0.4, 0], abs=1e-6)
    between = memory.recall(normalise(np.ones((1, 2), np.float32)))
    assert between[0, :2] == pytest.approx([0.5, 0.5])
    assert memory.recall(np.zeros((0, 2), np.float32)).shape == (0, len(NAMES))


def test_names_that_the_memory_does_not_know_have_no_share() -> None:
    shares = made_memory().speak_of(np.eye(2, dtype=np.float32)[1:], ["o:dog", "o:whale"])
    assert shares[0, 0] == pytest.approx(1, abs=1e-6)
    assert np.isnan(shares[0, 1])


def test_the_shares_of_some_names_are_those_of_all() -> None:
    memory, looks = made_memory(), normalise(np.random.default_rng(5).normal(size=(6, 2)).astype(np.float32))
    names = ["o:dog", NAMES[3], NAMES[-1]]
    expected = memory.recall(looks)[:, [memory.places[name] for name in names]]
    assert memory.speak_of(looks, names) == pytest.approx(expected, abs=1e-5)
    assert memory.speak_of(looks[:0], names).shape == (0, 3)


def test_places_of_any_length_recall_what_is_said_in_their_direction() -> None:
    memory, places = made_memory(), np.array([[3, 0], [0, 0.1]], np.float32)
    shares = memory.speak_of_places(places, ["o:dog", "o:whale"])
    assert shares[1, 0] > 0.9
    assert shares[0, 0] < 0.1
    assert np.isnan(shares[:, 1]).all()


def test_a_photo_is_clear_where_it_is_like_something_that_people_say() -> None:
    clear = made_memory().clarity(normalise(np.array([[1, 0], [1, 1], [-1, -1]], np.float32)))
    assert clear == pytest.approx([1, 0.5**0.5, -(0.5**0.5)], abs=1e-5)
    assert made_memory().clarity(np.zeros((0, 2), np.float32)).shape == (0,)


def test_a_predicted_caption_lies_among_texts_and_is_relative_to_their_mean() -> None:
    memory, looks = made_memory(), normalise(np.array([[1, 0], [1, 1]], np.float32))
    predicted = memory.predict(looks)
    assert memory.describe(predicted) == pytest.approx(looks, abs=1e-6)
    assert memory.describe(predicted[:0]).shape == (0, 2)
    assert memory.speak_of(looks, ["o:dog"], predicted).tolist() == memory.speak_of(looks, ["o:dog"]).tolist()
    shifted = replace(memory, adapter=replace(memory.adapter, centre_text=np.array([1, 0], np.float32)))
    assert shifted.describe(predicted)[1] == pytest.approx(normalise(looks[1] - [1, 0]), abs=1e-5)


def test_the_objects_of_a_memory_are_listed() -> None:
    memory = made_memory()
    assert [memory.names[at] for at in memory.objects.tolist()] == ["o:cat", "o:dog"]


def test_a_memory_is_read_as_it_was_written(tmp_path: Path) -> None:
    memory = made_memory()
    write_caption_memory(memory, tmp_path / "memory")
    again = read_caption_memory(tmp_path / "memory", memory.classifier, memory.adapter)
    looks = normalise(np.random.default_rng(3).normal(size=(4, 2)).astype(np.float32))
    assert again.names == NAMES
    assert again.recall(looks) == pytest.approx(memory.recall(looks), abs=0.01)
    (tmp_path / "memory").write_bytes(b"nothing of the sort")
    with pytest.raises(OSError, match="damaged"):
        read_caption_memory(tmp_path / "memory", memory.classifier, memory.adapter)


def test_sentences_follow_the_rules(tmp_path: Path) -> None:
    grammar = made_grammar(tmp_path)
    texts = {one.text for one in grammar.sentences(np.full(6, 0.5, np.float32))}
    assert {"A cat.", "A dog is running.", "Two dogs are running.", "A dog in a red hat is running."} <= texts
    assert "A cat on an island." in texts
    assert not any("cat is running" in text or text.endswith("running on an island.") for text in texts), "never joined"


def test_what_nobody_would_write_is_no_sentence(tmp_path: Path) -> None:
    names = ("S:a dog", "S:two dogs", "V:running", "P:down a hill", "P:in hats", "P:at a ball")
    fit = PhraseFit(
        np.array([0, 0], np.int16), np.array([0, 1], np.int8), np.zeros((1, 4), np.int8), np.zeros((1, 3), np.int8),
        np.full(6, 90, np.int32),
    )  # fmt: skip
    write_phrase_fit(fit, tmp_path / "phrases")
    grammar = read_phrase_grammar(tmp_path / "phrases", names)
    texts = {one.text for one in grammar.sentences(np.full(6, 0.5, np.float32))}
    assert {"A dog is running down a hill.", "Two dogs in hats.", "A dog is running."} <= texts
    assert texts.isdisjoint({"A dog down a hill.", "A dog in hats.", "Two dogs down a hill."})
    assert not any("at a ball" in text for text in texts)
    assert grammar.by_part((0, 2, 3), np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])) == (0.1, 0.3, 0.4)
    assert grammar.by_part((1, 4), np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])) == (0.2, None, 0.5)
    assert grammar.by_part((1,), np.ones(6)) == (1, None, None)


def test_the_likeliest_sentence_comes_first_and_chances_decide(tmp_path: Path) -> None:
    grammar = made_grammar(tmp_path)
    sure = np.array([0.01, 0.9, 0.01, 0.9, 0.01, 0.01], np.float32)
    best = grammar.sentences(sure)[0]
    assert best.text == "A dog is running."
    assert [grammar.phrases[at] for at in best.phrases] == ["a dog", "running"]
    assert best.score == pytest.approx(2 * np.log(0.9) + 0.5)
    assert grammar.sentences(sure[[1, 0, 2, 3, 4, 5]])[0].text.startswith("A cat")


def test_a_scorer_writes_what_the_memory_recalls_and_knows_what_tags_tell(tmp_path: Path) -> None:
    scorer = CaptionScorer(made_memory(), made_grammar(tmp_path), encode)
    first, second = scorer.write(np.eye(2, dtype=np.float32), [{"dog": 0.999, "whale": 1.0}, {}])
    assert first.chances == {"cat": pytest.approx(1, abs=1e-6), "dog": 0.999, "whale": 1.0}
    assert first.sentences[0].text.startswith("A cat")
    assert second.sentences[0].text.startswith("A dog")
    agreed = [one.agreement for one in second.sentences]
    assert agreed == sorted(agreed, reverse=True)
    running = next(one for one in second.sentences if one.text == "A dog is running.")
    assert running.phrases is not None
    assert running.phrases.shares == (pytest.approx(0.8), pytest.approx(0.6), None)
    assert running.phrases.clarity == pytest.approx(1, abs=1e-6)
    assert running.phrases.nouns == {}


def test_sentences_from_elsewhere_are_weighed(tmp_path: Path) -> None:
    scorer = CaptionScorer(made_memory(), made_grammar(tmp_path), encode)
    weighed, nothing = scorer.weigh(np.eye(2, dtype=np.float32), [{}, {}], [{"A whale swims.": -3.0}, {}])
    assert [(one.text, one.chance) for one in weighed.sentences] == [("A whale swims.", SentenceLikelihood(-3.0, 0.0))]
    assert -1.65 <= weighed.sentences[0].agreement <= 1.65
    assert nothing.sentences == ()


def test_of_sentences_that_are_predicted_alike_the_one_agrees_more_that_lies_near_the_photo(tmp_path: Path) -> None:
    memory = made_memory()
    adapter = memory.adapter
    looks = normalise(np.random.default_rng(4).normal(size=(1, 2)).astype(np.float32))
    goal = normalise(memory.predict(looks))
    aside = np.array([[-goal[0, 1], goal[0, 0]]], np.float32)
    pair = np.concatenate([goal + aside, goal - aside])
    texts: list[str] = []

    def encode_pair(some):
        texts.extend(some)
        return pair

    meaning = adapter.join_looks(looks)[0]
    nearer = int(np.argmax(adapter.join_texts(pair) @ meaning))
    scorer = CaptionScorer(memory, made_grammar(tmp_path), encode_pair)
    (written,) = scorer.weigh(looks, [{}], [{"Something.": 0.0, "something else": 0.0}])
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
    assert features[0, 3:] ** 2 / 400 == pytest.approx(0.2)


def test_the_memory_of_photon_speaks_of_people_and_writes_english() -> None:
    memory = starter.caption_memory()
    looks = normalise(np.random.default_rng(2).normal(size=(50, 1280)).astype(np.float32))
    recalled = memory.recall(np.abs(looks))
    assert np.isfinite(recalled).all()
    assert ((recalled >= 0) & (recalled <= 1.01)).all()
    assert {"o:person", "o:dog", "n:beach", "S:a man"} <= memory.places.keys()
    assert any(name.startswith("t:") and name.endswith("person") for name in memory.names)
    sentences = starter.load(1).describer.write(np.eye(1280, dtype=np.float32)[:3], [{}] * 3)
    for one in sentences:
        assert one.sentences
        assert all(each.text[0].isupper() and each.text.endswith(".") for each in one.sentences)
