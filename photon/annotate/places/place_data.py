"""The data of places that come with Photon: towns, their names in all languages, and countries.

``packaging/lab/places/make_place_data.py`` makes them; ``resources/places/README.md`` says from what.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from photon.domain.arrays import Ids, Pixels
from photon.resource_files import resource

FOLDER = "places"
TOWNS, NAMES, COUNTRIES, BORDERS = "towns.npz", "names.npz", "countries.npz", "borders.npz"
STEPS = 100_000
"""Steps of a degree in which towns are stored: about 1 m."""
MOST_NAMES = 7
"""Up to how many other names of a town are counted."""
_AT_ONCE = 1 << 16  # bytes, because memory of large arrays in between is not given back


def read_arrays(file: str, names: Sequence[str]) -> list[Any]:
    """Return arrays in a file of ``FOLDER``; others in it are not unpacked.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    with np.load(resource(f"{FOLDER}/{file}"), allow_pickle=False) as arrays:
        return [arrays[name] for name in names]


def read_table(file: str) -> list[list[str]]:
    """Return the lines of a text file of ``FOLDER``, split at tabs; lines that start with ``#`` are left out.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    lines = resource(f"{FOLDER}/{file}").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


class TextColumn:
    """Texts in one array of bytes, which takes a tenth of the memory of as many objects."""

    def __init__(self, content: Pixels) -> None:
        """Find the texts in bytes, uint8 (n,), with line breaks between them."""
        self.content = content.tobytes()
        breaks = [
            np.flatnonzero(content[start : start + _AT_ONCE] == ord("\n")).astype(np.int32) + np.int32(start)
            for start in range(0, len(content), _AT_ONCE)
        ]
        self._ends = np.concatenate([*breaks, np.array([len(content)], np.int32)])

    def __getitem__(self, row: int) -> str:
        start = int(self._ends[row - 1]) + 1 if row else 0
        return self.content[start : self._ends[row]].decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self.content.decode().split("\n"))

    def __len__(self) -> int:
        return len(self._ends)

    def rows_at(self, positions: Ids) -> Ids:
        """Return the row of the text at each position in ``content``, int64 (n,).

        Args:
            positions: Of bytes, int64 (n,).
        """
        return np.searchsorted(self._ends, positions).astype(np.int64)
