"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app.tags import suggestion_inputs, vocabularies

WORDS = TagVocabulary(tuple(VocabularyEntry((word,)) for word in ("red", "blue", "green", "white", "dog", "beach")))
"""What sessions over drawn photos may suggest."""

# An example that takes long says something about a busy machine, nothing about Photon.
_BY_CHANCE = [HealthCheck.too_slow, HealthCheck.filter_too_much]  # of the machine, of the draw; not faults of Photon
settings.register_profile("patient", deadline=None, suppress_health_check=_BY_CHANCE)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of difficult files and measured sets beside the repository; the test is skipped without it."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder of difficult files beside the repository")
    return folder


@pytest.fixture(autouse=True)
def few_words(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vocabulary of few words: reading and encoding the true one would cost each session half a second.

    Tests of the true one say ``@pytest.mark.usefixtures("all_words")``.
    """
    if "all_words" not in request.fixturenames:
        monkeypatch.setattr(vocabularies, "everyday", lambda: WORDS)
    # nothing of a made-up encoder belongs into this computer's cache
    monkeypatch.setattr(suggestion_inputs, "read_words", lambda *_: {})
    monkeypatch.setattr(suggestion_inputs, "keep_words", lambda *_: None)


@pytest.fixture
def all_words() -> None:
    """The true vocabulary."""
