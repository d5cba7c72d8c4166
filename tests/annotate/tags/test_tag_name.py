"""Names of tags: known words, the user's own names, and translations."""

import numpy as np
import pytest

from photon.annotate.tags.tag_name import read_name
from photon.annotate.tags.translations import translation
from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.annotate.tags.vocabulary_file import everyday


def _read(name: str, *, german: bool = False) -> tuple[str, bool]:
    """Return the text for the encoder, and whether the name is a known word."""
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
def test_only_vocabulary_words_are_known(name: str, familiar: bool) -> None:
    assert _read(name) == (name, familiar)


def test_a_name_in_the_users_language_is_translated() -> None:
    assert _read("Hund", german=True) == ("dog", True)
    assert _read("dog", german=True) == ("dog", True)
    assert _read("Hund") == ("Hund", False)
