"""Towns and countries by their names in all languages."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from photon.annotate.places.place_data import NAMES, TextColumn, known_towns, read_arrays, read_table
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
from photon.library.db.text_folding import fold

_SHORTEST = 3  # letters of the start of a name by which towns are found
_LANGUAGES = ("en", "de")  # columns of countries.txt
_MORE_COUNTRIES = {
    "GB": ("UK", "Great Britain", "Großbritannien"),
    "US": ("USA", "United States of America", "America", "Amerika"),
    "NL": ("Holland",),
    "CZ": ("Czech Republic",),
    "TR": ("Turkey",),
    "BY": ("Weißrussland",),
    "AE": ("UAE", "VAE"),
    "CI": ("Côte d'Ivoire",),
    "MM": ("Burma",),
    "SZ": ("Swaziland",),
    "CV": ("Cabo Verde",),
    "CD": ("DR Congo",),
    "MO": ("Macau",),
    "TL": ("East Timor",),
}


class FoundTown(NamedTuple):
    """A town found by its name: its names as the data have them, and its middle."""

    names: NamedPoint
    coordinates: Coordinates


class TownNames:
    """Names of towns, 20 MB; read when names are first looked for, not to name points."""

    def __init__(self) -> None:
        """Read the data.

        Raises:
            FileNotFoundError: The installation is incomplete.
        """
        self._towns, self._folded = known_towns(), TextColumn(*read_arrays(NAMES, ("names",)))

    def find_towns(self, text: str, limit: int = 10) -> list[FoundTown]:
        """Return towns of a name in any language, the largest first, then those whose name starts with it.

        Accents and capital letters do not matter. What follows a comma narrows by region or country, in English or
        German or by its code: "Paris, Texas", "Paris, TX".

        Args:
            text: What a person typed; an empty text finds nothing.
            limit: How many towns at most.
        """
        wanted, *within = [fold(part) for part in text.split(",")]
        if not wanted:
            return []
        found = dict.fromkeys(row for row in self._rows_of(wanted, is_start=False) if self._lies_in(row, within))
        if len(found) < limit and len(wanted) >= _SHORTEST:
            starts = (row for row in self._rows_of(wanted, is_start=True) if self._lies_in(row, within))
            found |= dict.fromkeys(islice(starts, limit))
        towns = self._towns
        return [FoundTown(towns.point(row), towns.coordinates(row)) for row in list(found)[:limit]]

    def names_of(self, town_id: int) -> tuple[str, ...]:
        """Return all names of a town: its name, those shown in other languages, the others folded; none if unknown."""
        rows = np.flatnonzero(self._towns.ids == town_id)
        if not len(rows):
            return ()
        row = int(rows[0])
        name = self._towns.names[row]
        local = [local_names(language).get(town_id, name) for language in _LANGUAGES]
        own, *others = self._folded[row].split("\t")
        return tuple(dict.fromkeys((name, *local, own, *others)))

    def _rows_of(self, wanted: str, *, is_start: bool) -> list[int]:
        """Return the towns of a name, or with names that start with it, the largest first."""
        positions = np.array(list(_find_all(self._folded.content, wanted.encode(), is_start=is_start)), np.int64)
        rows = np.unique(self._folded.rows_at(positions))
        found: list[int] = rows[np.argsort(-self._towns.populations[rows], kind="stable")].tolist()
        return found

    def _lies_in(self, row: int, within: list[str]) -> bool:
        if not within:
            return True
        town = self._towns.point(row)
        more = *region_names(town.country, town.region), *country_names(town.country)
        names = {fold(name) for name in (town.region, town.country, *more)}
        return all(
            part in names or (len(part) >= _SHORTEST and any(name.startswith(part) for name in names))
            for part in within
            if part
        )


@cache
def known_town_names() -> TownNames:
    """Return the one ``TownNames`` of this process; the first call reads the data.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return TownNames()


@cache
def local_names(language: str) -> dict[int, str]:
    """Return names in a language, such as ``de``, by GeoNames number, of towns that have another name in the data."""
    return {int(town_id): name for town_id, name in read_table("names.de.txt")} if language == "de" else {}


def region_name(country: str, region: str, language: str) -> str:
    """Return the name of a region in a language; as the data have it if no other is known."""
    other = _regions().get((country, region), ("", ""))[0]
    return other if other and language == "de" else region


def region_names(country: str, region: str) -> tuple[str, ...]:
    """Return what else people type for a region: its German name and its codes; none if unknown."""
    german, codes = _regions().get((country, region), ("", ""))
    return (*filter(None, [german]), *codes.split())


def country_name(code: str, language: str) -> str:
    """Return the name of a country in a language, English for those that are not known; the code if unknown."""
    names = _countries().get(code.upper())
    if names is None:
        return code
    return names[_LANGUAGES.index(language) if language in _LANGUAGES else 0]


def country_names(code: str) -> tuple[str, ...]:
    """Return the names of a country that people type, without the code; none if unknown."""
    names = _countries().get(code.upper(), ())
    return tuple(dict.fromkeys((*names, *_MORE_COUNTRIES.get(code.upper(), ()))))


@cache
def _regions() -> dict[tuple[str, str], tuple[str, str]]:
    return {(country, name): (german, codes) for country, name, german, codes in read_table("regions.txt")}


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    return {code: tuple(names) for code, *names in read_table("countries.txt")}


def _find_all(content: bytes, pattern: bytes, *, is_start: bool) -> Iterator[int]:
    """Yield where names are, or start with, a pattern."""
    position = content.find(pattern)
    while position >= 0:
        end = position + len(pattern)
        is_name = is_start or content[end : end + 1] in b"\t\n"
        if is_name and (position == 0 or content[position - 1] in b"\t\n"):
            yield position
        position = content.find(pattern, end)
