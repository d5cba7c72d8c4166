"""Captions that do not fit their photo: which are judged, what is doubtful about them, and properties of the scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.captions.caption_audit import Captioned, ScoreBackground, audit, sentences_of, texts_of
from photon.annotate.tags.visual_words import visual_words
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday, read_vocabulary
from photon.domain.metadata.caption_mismatch import CaptionMismatch

VOCABULARY = TagVocabulary(
    read_vocabulary(
        "animal\n  dog = hound\n  cat\n  polar bear\nplace [group]\n  beach\n  forest\nevent [group]\n  birthday\n"
        "object [group]\n  car\n  rose\n",
        "small",
    ).entries
)
D = 96


def vector_of(text: str) -> np.ndarray:
    """Return the mean of fixed vectors of the things that a text names, plus a small vector of its own."""
    names = [VOCABULARY.entries[word.place].name for word in visual_words(text, VOCABULARY)]
    rng = np.random.default_rng(sum(map(ord, text)))
    parts = [np.random.default_rng(sum(map(ord, name))).normal(size=D) for name in names]
    vector = sum(parts) + 0.05 * rng.normal(size=D) if parts else rng.normal(size=D)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


THINGS = ["dog", "cat", "car", "beach", "forest", "polar bear"]
SHOWN = [f"a {THINGS[a]} and a {THINGS[b]}" for a in range(6) for b in range(6) if a < b] * 4


def doubts(captions: dict[int, str], shown: list[str] = SHOWN) -> list[CaptionMismatch]:
    meanings = np.stack([vector_of(f"{text} {number}") for number, text in enumerate(shown)])
    captioned = [Captioned(photo, text, meanings[photo]) for photo, text in captions.items()]
    vectors = {text: vector_of(text) for text in texts_of(list(captions.values()), VOCABULARY)}
    none = np.zeros((0, D), np.float32)
    return audit(captioned, vectors, VOCABULARY, ScoreBackground(meanings, none, none))


def test_captions_of_other_photos_come_first() -> None:
    captions = dict(enumerate(SHOWN))
    captions[0], captions[59] = "a forest and a polar bear", "a dog and a cat"
    assert SHOWN[0] != captions[0]
    assert SHOWN[59] != captions[59]
    found = doubts(captions)
    assert len(found) == len(SHOWN)
    assert {one.photo for one in found[:2]} == {0, 59}
    assert found[0].doubt > 0.5 > found[10].doubt
    assert found == doubts(captions)


@pytest.mark.parametrize(
    "caption",
    ["", "   ", "Anna", "14 July 2023", "Anna and Ben, Rome 2021", "Birthday!", "With Rose in the morning", "IMG_2041",
     "Der Hund am Strand", "We had a great time", "🎉", ". . .", "\n\n"],
)  # fmt: skip
def test_captions_without_visible_content_are_not_reported(caption: str) -> None:
    assert doubts({0: caption, 1: SHOWN[1]})[0].photo == 1
    assert doubts({0: caption}) == []


def test_doubtful_words_are_reported() -> None:
    assert SHOWN[0] == "a dog and a cat"
    named = []
    for other in ("car", "beach", "forest", "polar bear"):
        captions = dict(enumerate(SHOWN))
        captions[0] = f"A hound and a {other}."
        (found,) = [one for one in doubts(captions) if one.photo == 0]
        assert found.words in {other, captions[0]}
        assert found.doubt > 0.1
        if found.words == other:
            named.append(other)
            assert f"“{other}” fits" in found.reason
    assert len(named) >= 2


def test_a_wrong_sentence_in_a_long_caption_is_found() -> None:
    captions = dict(enumerate(SHOWN))
    captions[0] = "We were so happy that day. A dog and a cat! There was a polar bear in the forest. Anna laughed."
    found = {one.photo: one for one in doubts(captions)}
    assert found[0].caption[found[0].start : found[0].end] in "There was a polar bear in the forest."
    right = "We were so happy that day. A dog and a cat! Anna laughed."
    assert found[0].doubt > {one.photo: one for one in doubts({**captions, 0: right})}[0].doubt


def test_few_photos_report_nothing() -> None:
    (found,) = doubts({0: "a forest and a polar bear"}, ["a dog and a cat"])
    assert found.doubt < 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A polar bear, two dogs.", ["polar bear", "dogs"]),
        ("A rose for Rose", ["rose"]),
        ("Rose on the beach", ["Rose", "beach"]),
        ("My Dog And Cat", ["Dog", "Cat"]),
        ("birthday on the beach", ["beach"]),
        ("", []),
    ],
)
def test_visible_words(text: str, words: list[str]) -> None:
    assert [text[word.start : word.end] for word in visual_words(text, VOCABULARY)] == words


def test_sentences_keep_their_positions() -> None:
    text = "  A dog runs at 3.5 km/h!  Then home.\nA cat (“asleep”)… on a car"
    assert [text[part.start : part.end] for part in sentences_of(text, VOCABULARY)] == [
        "A dog runs at 3.5 km/h!",
        "A cat (“asleep”)…",
        "on a car",
    ]


@given(st.text(max_size=60) | st.lists(st.sampled_from([*THINGS, ".", " ", "A ", "\n", "Anna"])).map("".join))
def test_properties(text: str) -> None:
    for one in doubts({0: text, 1: SHOWN[1], 2: SHOWN[2]}):
        assert 0 < one.doubt < 1
        assert 0 <= one.better <= 1
        assert 0 <= one.start < one.end <= len(one.caption)
        assert one.words.strip() == one.words
        assert one.reason
    for part in sentences_of(text, everyday()):
        assert text[part.start : part.end].strip()
        assert all(part.start <= word.start < word.end <= part.end for word in part.words)
