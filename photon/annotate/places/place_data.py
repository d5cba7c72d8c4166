"""The data of places that come with Photon: towns, their names in all languages, and countries.

``packaging/lab/places/make_place_data.py`` makes them; ``resources/places/README.md`` says from what.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from photon.domain.arrays import Ids, Pixels
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
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


class Towns:
    """Towns of at least 500 people, each in one row of the columns."""

    def __init__(self) -> None:
        """Read the data.

        Raises:
            FileNotFoundError: The installation is incomplete.
        """
        self.ids, self.latitudes, self.longitudes, self.populations, self.countries, self._regions, self._zones = (
            read_arrays(TOWNS, ("ids", "latitudes", "longitudes", "populations", "countries", "regions", "zones"))
        )
        self.names = TextColumn(*read_arrays(TOWNS, ("names",)))
        texts = map(TextColumn, read_arrays(TOWNS, ("country_codes", "region_names", "zone_names")))
        self.codes, self._region_names, self._zone_names = map(tuple, texts)

    def point(self, row: int, quarter: str = "") -> NamedPoint:
        """Return the names of a town, and of a quarter of it."""
        region, country = self._region_names[self._regions[row]], self.codes[self.countries[row]]
        return NamedPoint(
            quarter, self.names[row], region, country, self._zone_names[self._zones[row]], int(self.ids[row])
        )

    def coordinates(self, row: int) -> Coordinates:
        """Return the middle of a town."""
        return Coordinates(self.latitudes[row] / STEPS, self.longitudes[row] / STEPS)


@cache
def known_towns() -> Towns:
    """Return the one ``Towns`` of this process; the first call reads the data.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return Towns()
