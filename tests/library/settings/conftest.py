"""A library that all examples of a property share."""

from collections.abc import Iterator

import pytest

from photon.library import Library, open_library


@pytest.fixture(scope="module")
def library_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(tmp_path_factory.mktemp("shared") / "library", writable=True) as opened:
        yield opened
