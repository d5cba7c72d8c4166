"""Names of tags: familiar ones, those of somebody's own, and translations."""

import numpy as np
import pytest

from photon.annotate.tags.tag_name import read_name
from photon.annotate.tags.translations import translation
from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.annotate.tags.vocabulary_file import everyday


def _read(name: str, *, german: bool = False) -> tuple[str, bool]:
    """What is given to the encoder, and whether the name is familiar."""
    read: list[str] = []

    def text_vector(text: str) -> np.ndarray:
        read.append(text)
        return np.ones(3, np.float32)

    vocabulary = everyday().in_language(translation("de")) if german else everyday()
    found = read_name(name, vocabulary.with_own([VocabularyEntry(("Fluffy",))]), len(everyday()), text_vector)
    assert found.vector.tolist() == [1, 1, 1]
    return read[0], found.is_familiar


@pytest.mark.parametrize(
    ("name", "familiar"), [("beach", True), ("Dogs", True), ("Fluffy", False), ("Our quilt", False)]
)
def test_only_words_of_the_vocabulary_are_familiar(name: str, familiar: bool) -> None:
    assert _read(name) == (name, familiar)


def test_a_name_in_the_persons_language_is_read_as_what_it_translates() -> None:
    assert _read("Hund", german=True) == ("dog", True)
    assert _read("dog", german=True) == ("dog", True)
    assert _read("Hund") == ("Hund", False)
