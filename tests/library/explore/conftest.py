"""A library with four photos."""

from collections.abc import Callable

import pytest

from photon.domain import Reading
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found


@pytest.fixture
def four(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Library:
    """A library with the photos 1 to 4."""
    files.record(library, [(at(f"{name}.jpg"), reading(name)) for name in "abcd"])
    return library
