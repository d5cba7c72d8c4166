"""Libraries in this folder are created and migrated by Photon itself."""

import pytest

from photon.library.db import connection
from tests.new_libraries import NewLibraries


@pytest.fixture(autouse=True)
def created_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not create new libraries as copies."""
    copying = connection._prepare
    assert isinstance(copying, NewLibraries)
    monkeypatch.setattr(connection, "_prepare", copying.prepare)
