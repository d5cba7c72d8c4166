"""The sizes of a library are measured, and the packages that Photon uses are named."""

from importlib.metadata import distribution
from pathlib import Path

import pytest

from photon.app.engine.encoder_states import states_of
from photon.app.library_upkeep import LibraryUpkeep
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.software import installed_software, licence_of
from photon.domain.encoders.encoder_info import FALLBACK


def test_each_part_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path / "cache"))
    store = LibraryThreads(tmp_path / "library")
    try:
        (tmp_path / "cache" / "installed" / "a").mkdir(parents=True)
        (tmp_path / "cache" / "installed" / "a" / "weights").write_bytes(bytes(1000))
        (tmp_path / "library" / "photon.log").write_bytes(bytes(77))
        (tmp_path / "cache" / "encoders" / "starter-1").mkdir(parents=True)
        (tmp_path / "cache" / "encoders" / "starter-1" / "text.onnx").write_bytes(bytes(2_000_000))
        (tmp_path / "cache" / "encoders" / "words.npz").write_bytes(bytes(1_000_000))
        use = LibraryUpkeep(store).disk_use().result()
        card = states_of(None)[0]
    finally:
        store.close()
    assert use.sizes["models"] == 1000
    assert use.sizes["cache"] == 3_000_000
    assert (card.card.name, card.disk) == (FALLBACK, 3)  # the same figure in megabytes
    assert 77 <= use.sizes["other"] < 4096
    assert min(use.sizes["data"], use.sizes["index"], use.sizes["previews"]) > 0
    assert use.models == tmp_path / "cache" / "installed"


def test_models_in_the_library_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PHOTON_CACHE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = LibraryThreads(tmp_path / "photon")
    try:
        before = LibraryUpkeep(store).disk_use().result().sizes
        (tmp_path / "photon" / "encoders").mkdir()
        (tmp_path / "photon" / "encoders" / "weights").write_bytes(bytes(5000))
        after = LibraryUpkeep(store).disk_use().result().sizes
    finally:
        store.close()
    assert after["models"] == 5000
    assert after["other"] == before["other"]


def test_packages_are_named_with_their_licences() -> None:
    parts = {part.name.lower(): part for part in installed_software()}
    assert {"pyside6", "numpy", "click", "lxml"} <= parts.keys()
    assert "photon" not in parts
    assert parts["click"].licence == licence_of(distribution("click").metadata)
    assert "BSD" in parts["click"].licence
    assert all("\n" not in part.licence and part.licence != "UNKNOWN" for part in parts.values())
