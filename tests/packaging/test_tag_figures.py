"""The calculations for learning and evaluating suggested tags."""

import numpy as np
import pytest
from lab.tags import tag_figures, tag_truth

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


def test_calibrated_certainties_are_distinguished() -> None:
    figures = tag_figures
    rng = np.random.default_rng(3)
    told = rng.random(20_000)
    true = rng.random(20_000) < told
    good, constant = figures.certainty(told, true), figures.certainty(np.full(20_000, 0.5), true)
    assert good.error < 0.02 < figures.certainty(told**3, true).error
    assert good.area > 0.8
    assert good.skill > 0.3
    assert abs(constant.skill) < 0.01


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
