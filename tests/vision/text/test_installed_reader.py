"""The text reader declares itself, and opens only the files that Photon knows."""

from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.vision.kit import bundled_weights
from photon.vision.text import installed_reader
from photon.vision.text.installed_reader import FILES, open_reader, text_reader


def test_its_id_names_what_its_results_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    model = text_reader()
    assert model.capabilities == {"read"}
    assert model.id.startswith("text-reader-")
    text_reader.cache_clear()
    monkeypatch.setattr(installed_reader, "_READING", "reading 0")
    assert text_reader().id != model.id
    text_reader.cache_clear()


def test_files_of_the_app_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [Path(file.file).name for file in FILES]
    for name in names:
        (tmp_path / name).touch()
    monkeypatch.setattr(installed_reader, "resource", lambda name: tmp_path / name.partition("/")[2])
    assert [installed_reader._place_of(file) for file in FILES] == [tmp_path / name for name in names]


def test_a_missing_package_and_other_files_get_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_weights, "fingerprint", lambda _: "another")
    with pytest.raises(PhotonError, match="not opened"):
        open_reader(1)
    monkeypatch.setattr(bundled_weights.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PhotonError, match="rapidocr is not installed"):
        open_reader(1)
