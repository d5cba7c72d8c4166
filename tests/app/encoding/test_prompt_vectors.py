"""The vocabulary is encoded once per computer, where an encoder is installed, and stopping loses only what is left."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from photon.annotate.tags.tag_prompts import every_prompt
from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app.encoding import prompt_vectors
from photon.app.encoding.prompt_vectors import PromptVectors, encode_prompts
from photon.domain.arrays import Floats
from tests.fakes import ColourEncoding

WORDS = TagVocabulary(tuple(VocabularyEntry(("colour", name)) for name in ("red", "green", "blue", "white")))
PROMPTS = every_prompt(WORDS)


class Recording(ColourEncoding):
    """Records what it encodes, and whether it was closed."""

    made: list["Recording"]

    def __init__(self, name: str = "recording") -> None:
        super().__init__(name)
        self.asked: list[str] = []
        self.is_closed = False
        self.made.append(self)

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return super().texts(texts)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, Floats]:
    """What is stored on this computer."""
    stored: dict[str, Floats] = {}

    def keep(_: str, vectors: Mapping[str, Floats]) -> None:
        stored.clear()
        stored.update(vectors)

    monkeypatch.setattr(Recording, "made", [], raising=False)
    monkeypatch.setattr(prompt_vectors, "everyday", lambda: WORDS)
    monkeypatch.setattr(prompt_vectors, "TEXTS", 3)
    monkeypatch.setattr(prompt_vectors, "SubprocessEncoder", Recording)
    monkeypatch.setattr(prompt_vectors, "read_words", lambda *_: dict(stored))
    monkeypatch.setattr(prompt_vectors, "keep_words", keep)
    return stored


def test_an_installation_encodes_all_once_and_tells_how_far_it_is(kept: dict[str, Floats]) -> None:
    told: list[float] = []
    encode_prompts("recording", lambda share, _: told.append(share), lambda: False)
    encode_prompts("recording", lambda share, _: told.append(share), lambda: False)
    first, second = Recording.made
    assert (first.asked, second.asked) == (list(PROMPTS), [])
    assert first.is_closed
    assert second.is_closed
    assert kept.keys() == set(PROMPTS)
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_stopped_installation_is_finished_where_the_words_are_needed(kept: dict[str, Floats]) -> None:
    encode_prompts("recording", lambda *_: None, lambda: bool(Recording.made[0].asked))
    assert len(Recording.made[0].asked) == 3
    assert not kept, "half of a vocabulary is not stored"
    prompts = PromptVectors(Recording(), ["there is a red", "a word of the user"])
    assert prompts.missing == ["there is a red"]
    assert prompts.encode_some()
    assert not prompts.encode_some()
    assert prompts.found.keys() == kept.keys() == {"there is a red"}
    assert PromptVectors(Recording()).missing == [text for text in PROMPTS if text != "there is a red"]
