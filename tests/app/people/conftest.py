"""A family, and a model that is never opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.people import people
from tests.app.people.family import FACES, Family, make_family


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a model that found faces already."""
    monkeypatch.setattr(people, "face_model", lambda: FACES)


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    made = Family(make_family(tmp_path))
    yield made
    made.close()
