"""Vectors of words that a computer keeps for all libraries; whatever happens to the file, it is only a cache."""

from pathlib import Path

import numpy as np
import pytest

from photon.vision.knowledge.vocabulary_vectors import keep_words, read_words


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path))
    return tmp_path / "encoders" / "words-one.npz"


def test_what_is_kept_is_read_and_only_for_its_encoder(place: Path) -> None:
    assert read_words("one", ["dog"]) == {}
    vectors = {"dog": np.array([0.6, 0.8], np.float32), "Größe, 猫": np.array([1, 0], np.float32)}
    keep_words("one", vectors)
    found = read_words("one", ["Größe, 猫", "dog", "cat"])
    assert set(found) == set(vectors)
    assert all(np.array_equal(found[text], vector) for text, vector in vectors.items())
    assert read_words("two", ["dog"]) == {}
    assert [path.name for path in place.parent.iterdir()] == ["words-one.npz"]


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_a_damaged_file_is_no_file(place: Path, content: bytes | None) -> None:
    keep_words("one", {"dog": np.array([0.6, 0.8], np.float32)})
    place.write_bytes(place.read_bytes()[:-40] if content is None else content)
    assert read_words("one", ["dog"]) == {}
    keep_words("one", {"dog": np.array([1, 0], np.float32)})
    assert read_words("one", ["dog"])["dog"].tolist() == [1, 0]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path / "file"))
    keep_words("one", {"dog": np.array([0.6, 0.8], np.float32)})
    assert read_words("one", ["dog"]) == {}
