"""The rows of the quality table, with a fake of Photon and vectors of three directions."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lab.quality.quality_consensus import Consensus
from lab.quality.quality_memory import PlainVectors, SentenceMemory
from lab.quality.quality_rows import (
    Bench,
    Presence,
    caption_rows,
    draft_rows,
    heat_rows,
    name_rows,
    presence_rows,
    tag_rows,
)
from lab.quality.quality_sources import Box, Source
from lab.quality.quality_truth import SourceTruth
from lab.starter.starter_words import WordNet

from photon.annotate.tags.vocabulary_file import everyday
from photon.domain import Answer, Hit
from photon.vision.kit.adapter import Adapter

_WORDS = everyday()
_DIRECTIONS = np.eye(3, dtype=np.float32)
_AS_IS = Adapter(_DIRECTIONS, np.zeros(3, np.float32), _DIRECTIONS, *np.zeros((3, 3), np.float32))
_ABOUT = {"dog": 0, "cat": 1, "bus": 2}


def _vectors(texts: list[str]) -> np.ndarray:
    return np.stack([sum(_DIRECTIONS[at] for word, at in _ABOUT.items() if word in text.lower()) for text in texts])


class _Towers:
    def texts(self, texts: list[str]) -> np.ndarray:
        return _vectors(texts)


class _Photon:
    """Finds photos in the order of the list, and is sure of dogs only."""

    def __len__(self) -> int:
        return 3

    def order(self, _asked: str) -> list[int]:
        return [0, 1, 2]

    def answer(self, asked: str) -> Answer:
        return Answer((Hit(1, 0.9, asked == "dog", (), ""),))

    def tags(self, _vocabulary: object) -> list[list[int]]:
        return [[_WORDS.place("dog")], [_WORDS.place("dog")], []]

    def drafts(self) -> list[str]:
        return ["A dog on a beach", "", "A red bus"]

    def peak(self, _at: int, words: str) -> tuple[float, float]:
        return (0.2, 0.2) if words == "dog" else (0.99, 0.99)


@pytest.fixture
def bench() -> Bench:
    captions = [["A dog on a beach", "A dog runs"], ["A cat", "One cat"], ["A red bus", "The bus"]]
    boxes = [Box(0, "dog", 0.1, 0.1, 0.2, 0.2), Box(1, "cat", 0.4, 0.4, 0.3, 0.3)]
    source = Source("made", "nothing", ["0.jpg", "1.jpg", "2.jpg"], captions, boxes)
    sentences = ["A dog", "A dog sits", "A cat", "A cat lies", "A bus", "A bus waits"]
    memory = SentenceMemory(sentences, _vectors(sentences), _AS_IS)
    plain = PlainVectors(_DIRECTIONS, _AS_IS, _Towers())
    return Bench(source, SourceTruth(source, _WORDS), _Photon(), plain, memory, _WORDS)


def test_captions_are_ranked_by_photon_and_by_plain_products(bench: Bench) -> None:
    first, fifth, _ = caption_rows(bench)
    assert first.photon.value == pytest.approx(1 / 3)
    assert first.simple["largest product"].value == 1.0
    assert first.chance == pytest.approx(1 / 3)
    assert fifth.photon.value == 1.0


def test_first_hits_are_strong_if_the_thing_is_present(bench: Bench) -> None:
    own = Presence(["dog", "cat"], ["bus"], np.array([0.9, 0.2]), np.array([0.1]))
    other = Presence(["dog"], ["bus"], np.array([0.5]), np.array([0.4]))
    present, absent, both = presence_rows(bench, own, other)
    assert (present.photon.value, absent.photon.value, both.photon.value) == (0.5, 0.0, 0.75)
    (simple,) = both.simple.values()
    assert simple.value == 0.75
    *_, alone = presence_rows(bench, own, None)
    assert not alone.simple


def test_photos_of_a_thing_are_ranked(bench: Bench) -> None:
    assert not list(name_rows(bench)), "no thing is in four photos"
    captions = [["A cat", "One cat"]] + [["A dog", "A dog runs"]] * 5
    source = replace(bench.source, photos=[f"{at}.jpg" for at in range(6)], captions=captions, boxes=[])
    plain = PlainVectors(_DIRECTIONS[[1] + [0] * 5], _AS_IS, _Towers())
    (row,) = name_rows(replace(bench, source=source, truth=SourceTruth(source, _WORDS), plain=plain))
    assert row.of == "1 things"
    assert row.simple["largest product"].value == 1
    assert 0 < row.photon.value < 1, "a cat comes first"


def test_photos_without_a_tag_are_not_judged(bench: Bench) -> None:
    (row,) = tag_rows(bench)
    assert row.of == "3 photos"
    assert np.isnan(row.photon.value)  # each of the two applies to a third of the photos, which is too common


def test_a_photo_without_a_draft_counts_as_zero(bench: Bench) -> None:
    drafted, row = draft_rows(bench)
    assert (drafted.of, row.of) == ("2 photos", "3 photos")
    assert row.photon.value == pytest.approx(drafted.photon.value * 2 / 3)
    assert row.photon.value > row.simple["the same by words"].value > 0


def test_the_hottest_place_is_compared_with_the_box(bench: Bench) -> None:
    (row,) = heat_rows(bench)
    assert row.photon.value == 0.5
    assert row.simple["middle of the photo"].value == 0.5
    assert row.chance == pytest.approx(0.065)
    assert row.of == "2 boxes"


def test_the_nearest_sentences_give_tags_and_drafts(bench: Bench) -> None:
    from lab.tags.tag_truth import Naming

    rows, near = bench.memory.nearest(_DIRECTIONS[1], 2)
    assert rows == [2, 3]
    assert near.tolist() == [1, 1]
    assert bench.memory.tags(_DIRECTIONS[1], Naming(_WORDS), _WORDS)[0] == _WORDS.place("cat")
    assert bench.memory.draft(_DIRECTIONS[2], by_words=False) in bench.memory.sentences
    assert len(bench.memory.any_sentences(4)) == 4
    assert bench.plain.order(_DIRECTIONS[2])[0] == 2
    assert bench.plain.order_of_both(_DIRECTIONS[2], _DIRECTIONS[1])[2] == 0


def test_the_sentence_with_most_common_words_wins() -> None:
    sentences = ["a dog runs on the beach", "a dog on the beach", "two dogs swim", "a red bus"]
    agreement = Consensus([*sentences, "a cat", "a man on a bus"]).agreement(sentences)
    assert agreement[:2].min() > agreement[2:].max()
    assert agreement.max() <= 1


def test_nouns_are_compared_with_nouns(bench: Bench, tmp_path: Path) -> None:
    for name, lines in (
        ("data.noun", ["00000001 03 n 01 dog 0 000 | x", "00000002 03 n 01 cat 0 000 | x"]),
        ("index.noun", ["dog n 1 0 1 0 00000001", "cat n 1 0 1 0 00000002"]),
        ("noun.exc", ["mice mouse"]),
    ):
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    words = WordNet(tmp_path)
    assert bench.memory.nouns(_DIRECTIONS[0], words) == ["dog", "cat"]
    (row,) = tag_rows(replace(bench, words=words))
    assert "any nouns of these sentences" in row.simple
