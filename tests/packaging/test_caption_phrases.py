"""Parsing captions phrase by phrase, and the centres of their embeddings."""

from pathlib import Path

import numpy as np
import pytest
from lab.captions.caption_phrases import CaptionReader, Lexicon, Phrase, unified
from lab.captions.memory_centres import centres_of, shares_of
from lab.captions.memory_map import MapFit, MapPhotos
from lab.captions.phrase_fit import NEVER, phrase_fit

from photon.vision.kit.adapter import normalise

NOUNS = "car man dog bike street snow shirt people group table cat kitchen chair woman beach ball"
VERBS = "ride run sit stand play"


@pytest.fixture
def reader(tmp_path: Path) -> CaptionReader:
    for kind, words in (("noun", NOUNS), ("verb", VERBS)):
        lines = [f"{word} x 1" for word in words.split()]
        (tmp_path / f"index.{kind}").write_text("  a licence\n" + "\n".join(lines), encoding="latin-1")
    (tmp_path / "noun.exc").write_text("men man\nwomen woman\n", encoding="latin-1")
    return CaptionReader(Lexicon(tmp_path))


@pytest.mark.parametrize(
    ("caption", "phrases"),
    [
        (
            "A man in a red shirt rides his bike down the street .",
            "S:a man|P:in a red shirt|V:riding a bike|P:down the street",
        ),
        ("Two dogs run in the snow", "S:two dogs|V:running in the snow"),
        ("There is an old woman sitting at a table.", "S:a old woman|S:a woman|V:sitting at a table"),
        ("the men are playing with a ball on the beach", "S:men|V:playing with a ball|P:on the beach"),
        ("A group of people standing", "S:a group of people|V:standing"),
        ("A kitchen with a table and chairs", "S:a kitchen|P:with a table and chairs"),
        ("A man is holding", "S:a man"),
        ("Riding is fun", ""),
        ("", ""),
    ],
)
def test_captions_are_parsed_into_unified_phrases(reader: CaptionReader, caption: str, phrases: str) -> None:
    expected = {Phrase(*phrase.split(":")) for phrase in phrases.split("|") if phrase}
    found = reader.phrases(caption)
    assert expected <= found
    assert found <= expected | {Phrase("P", "in a shirt")}


def test_subjects_have_a_head_and_a_number(reader: CaptionReader) -> None:
    for text, head, is_plural in (
        ("a man", "man", False),
        ("two dogs", "dog", True),
        ("a group of people", "people", True),
        ("a man and a woman", "man", True),
        ("people", "people", True),
    ):
        assert reader.head(Phrase("S", text)) == head
        assert reader.is_plural(Phrase("S", text)) is is_plural


def test_forms_that_differ_in_articles_are_unified() -> None:
    used = [{Phrase("P", "in the snow")}] * 2 + [{Phrase("P", "in snow")}, {Phrase("P", "on a bike")}]
    forms = unified(used, {"P": 2})
    assert forms == {
        Phrase("P", "in the snow"): Phrase("P", "in the snow"),
        Phrase("P", "in snow"): Phrase("P", "in the snow"),
    }


def test_phrases_never_combined_in_captions_are_never_combined(reader: CaptionReader) -> None:
    car, dog = Phrase("S", "a car"), Phrase("S", "a dog")
    running, sitting, snow = Phrase("V", "running"), Phrase("V", "sitting"), Phrase("P", "in the snow")
    used = [{dog, running, snow}] * 9 + [{car, sitting}] * 9
    fit = phrase_fit(used, [car, dog, running, sitting, snow], reader)
    assert fit.heads.tolist() == [0, 1]
    assert fit.plurals.tolist() == [0, 0]
    assert (fit.subject_fit == NEVER).tolist() == [[True, False, True], [False, True, False]]
    assert (fit.phrase_fit == NEVER).tolist() == [[False], [True]]
    assert fit.subject_fit[1, 0] > 0, "more often together than by chance"
    assert fit.counts.tolist() == [9, 9, 9, 9, 9]


def test_centres_are_means_of_at_least_three_captions_with_shares_of_names() -> None:
    random = np.random.default_rng(0)
    ways = np.repeat(np.eye(4, dtype=np.float32)[:3], 20, axis=0)
    vectors = normalise(ways + 0.1 * random.normal(size=ways.shape).astype(np.float32))
    centres, owner = centres_of(vectors, 6, 0)
    assert (np.bincount(owner, minlength=len(centres)) >= 3).all()
    assert np.linalg.norm(centres, axis=1) == pytest.approx(np.ones(len(centres)))
    named = [[row // 20] if row % 2 else [] for row in range(60)]
    starts, columns, shares = shares_of(owner, named, len(centres))
    assert starts[-1] == len(columns) == len(shares)
    assert ((shares > 0) & (shares <= 1)).all()
    total = sum(
        share * np.sum(owner == centre)
        for centre in range(len(centres))
        for share in shares[starts[centre] : starts[centre + 1]].tolist()
    )
    assert total == pytest.approx(30)


def test_a_map_predicts_captions_of_unseen_photos() -> None:
    random = np.random.default_rng(1)
    looks = normalise(random.normal(size=(1, 400, 6)).astype(np.float32))
    way = random.normal(size=(6, 3)).astype(np.float32)
    labelled, meant = looks[:, :5], looks[0, :5] @ way
    fit = MapFit(MapPhotos(looks, looks[0] @ way, labelled, meant), np.zeros((7, 2), np.float32))
    fitted = fit.fit(np.arange(300))
    features = np.concatenate([looks[0] * np.float32(13.6), np.full((400, 2), 20 * 0.5**0.5, np.float32)], axis=1)
    predicted = (features @ fitted.photo + fitted.shift)[300:]
    assert np.corrcoef(predicted.ravel(), (looks[0] @ way)[300:].ravel())[0, 1] > 0.99
