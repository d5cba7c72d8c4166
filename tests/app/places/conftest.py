from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.places import place_names, place_stage
from photon.app.places.place_lookup import find_town, localize_point
from photon.app.runtime.library_threads import LibraryThreads
from tests.app.places.placed_library import TinyGazetteer


@pytest.fixture
def gazetteer(monkeypatch: pytest.MonkeyPatch) -> TinyGazetteer:
    made = TinyGazetteer()
    monkeypatch.setattr(place_stage, "known_gazetteer", lambda: made)
    for module in (place_names, place_stage):
        monkeypatch.setattr(module, "known_town_names", lambda: made)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    made = LibraryThreads(tmp_path / "library")
    made.find_town, made.localize = find_town, localize_point
    yield made
    made.close()
