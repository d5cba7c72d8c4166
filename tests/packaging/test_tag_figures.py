"""The calculations for learning and evaluating suggested tags."""

from pathlib import Path

import numpy as np
import pytest
from lab.tags import tag_figures, tag_truth
from lab.tags.mixed_library import PHOTOS, SHARES, libraries_of
from lab.tags.mixed_truth import MixedTruth, labelled_truth
from lab.tags.tag_heads import MixedSource, fit_heads

from photon.annotate.tags.tag_scores import StoredVectors
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday, read_vocabulary


def test_captions_name_concepts_by_their_longest_words() -> None:
    words = everyday()
    naming = tag_truth.Naming(words)

    def named(sentence: str) -> set[str]:
        return {words.entries[place].name for place in naming.named(sentence)}

    assert {"dog", "animal", "beach", "frisbee"} <= named("Two dogs run along the beach after a frisbee.")
    assert "bear" not in named("a teddy bear on a bed")
    assert "camera" not in named("A girl smiles at the camera.")
    assert "camera" in named("a man with a camera")
    assert "black and white" not in named("a black and white dog")
    assert "black and white" in named("a black and white photo of a dog")


def test_perfect_certainties_have_no_calibration_error() -> None:
    rng = np.random.default_rng(3)
    sure = rng.random(2000)
    true = rng.random(2000) < sure
    perfect = tag_figures.calibration_error(sure, true, np.arange(2000) // 4)
    assert abs(perfect.value) < 0.01
    assert tag_figures.calibration_error(sure, rng.random(2000) < sure**2, np.arange(2000)).low > 0.1


def test_a_label_excludes_its_rivals_and_leaves_the_rest_unknown(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("image,label\nb.jpg,zebra\na.jpg,vase\n", encoding="utf-8")
    words = everyday()
    truth = labelled_truth(table, words, None)  # type: ignore[arg-type]  # only tables with its nouns need WordNet
    names = ("zebra", "animal", "cat", "person", "sitting", "grass", "vase")
    marks = [{name: int(row[words.place(name)]) for name in names} for row in truth.marks]
    assert truth.photos == ["a.jpg", "b.jpg"]
    assert marks[1] == {"zebra": 1, "animal": 1, "cat": -1, "person": -1, "sitting": 0, "grass": 0, "vase": 0}
    assert (marks[0]["vase"], marks[0]["sitting"], marks[0]["zebra"]) == (1, -1, 0)


def test_regressions_learn_from_what_is_known_only() -> None:
    rng = np.random.default_rng(2)
    looks = rng.normal(size=(200, 8)).astype(np.float32)
    marks = np.where(looks[:, :2] > 0, 1, -1).astype(np.int8)
    marks[100:, 1] = 0
    marks[100:, 0] *= -1  # the opposite: half of what is known contradicts the other half
    marks[150:, 0] = 0
    truth = MixedTruth("mine", [""] * 200, marks, np.full(200, -1, np.int8), [])
    nothing = np.zeros(0, np.int64)
    source = MixedSource(truth, StoredVectors(looks, looks, (nothing, nothing, np.zeros(0, np.float32))))
    heads = fit_heads([source], np.array([0, 1]))
    odds = looks @ heads[:-1] + heads[-1]
    assert heads.shape == (9, 3)
    assert ((odds[:, 1] > 0) == (looks[:, 1] > 0)).mean() > 0.9
    assert (odds[:, 2] < 0).all()


def _numbered(name: str, count: int, label: int | None) -> MixedSource:
    """Return photos whose class, mark, people and vectors are their number."""
    numbers = np.arange(count)
    vectors = np.repeat(numbers[:, None], 4, axis=1).astype(np.float32)
    marks = np.repeat(numbers[:, None] % 2 * 2 - 1, 3, axis=1).astype(np.int8)
    photos, labels = [f"{name} {at}" for at in numbers], [] if label is None else [label] * count
    truth = MixedTruth(name, photos, marks, marks[:, 0], labels)
    return MixedSource(truth, StoredVectors(vectors, vectors, (numbers, numbers, np.full(count, 0.5, np.float32))))


def test_mixed_libraries_keep_what_is_known_of_each_photo() -> None:
    made = list(libraries_of(_numbered("thing", 120, 7), _numbered("scene", 240, None)))
    of_thing = [sum(photo.startswith("thing") for photo in one.truth.photos) for one in made]
    assert [(few, len(one.seen)) for few, one in zip(of_thing, made, strict=True)] == [
        (27, 266),
        (120, 240),
        (120, 120),
    ]
    assert [few / len(one.seen) for few, one in zip(of_thing, made, strict=True)] == pytest.approx(SHARES, abs=0.01)
    assert max(len(one.seen) for one in libraries_of(_numbered("a", 999, 1), _numbered("b", 999, None))) == PHOTOS
    for one in made:
        assert len(set(one.truth.photos)) == len(one.seen) == len(one.truth.labels)
        numbers = np.array([int(photo.split()[1]) for photo in one.truth.photos])
        assert (one.seen.looks[:, 0] == numbers).all()
        assert (one.seen.kinds[1] == numbers[one.seen.kinds[0]]).all()
        assert (one.truth.marks[:, 2] == numbers % 2 * 2 - 1).all()
        assert [label is not None for label in one.truth.labels] == [name[0] == "t" for name in one.truth.photos]


def test_only_the_most_specific_tags_are_judged() -> None:
    figures = tag_figures
    words = TagVocabulary(read_vocabulary("animal\n  dog\n    terrier\nbeach\nsea\nsky\n", "words").entries)
    at = {entry.name: place for place, entry in enumerate(words.entries)}
    is_common = np.arange(len(words)) == at["sky"]
    shown = [at[name] for name in ("animal", "sky", "dog", "terrier", "beach", "sea")]
    assert figures.first_specific(shown, words, is_common) == [at["terrier"], at["beach"], at["sea"]]
    true = np.zeros((1, len(words)), bool)
    true[0, [at["animal"], at["beach"]]] = True
    assert figures.precision([shown], true, words, is_common) == [pytest.approx(1 / 3)]
    assert figures.labelled_hits([shown], [at["terrier"]], words) == [True]
    assert figures.labelled_hits([[at["animal"]]], [at["dog"]], words) == [False]
