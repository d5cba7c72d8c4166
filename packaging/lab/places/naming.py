"""Measure the names of points: town, country and the sea, beside the nearest place alone.

    PYTHONPATH=.:packaging python -m lab.places.naming [--wrong] [--zones]

``known_points.csv`` has points written from public facts, not from the data: what they are (``known``, ``border``,
``sea``, ``island``), towns that are right (several where people say several; an empty one where there need be none) and
countries. Every second point is used to choose settings, the others are reported apart. ``country``
has to be the right one; ``either`` counts those on both sides of a border within 2 km. ``--zones`` compares time zones
with tzfpy's, which is not part of the environment.
"""

import argparse
import csv
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from photon.annotate.places.borders import CountryBorders
from photon.annotate.places.gazetteer import known_gazetteer
from photon.annotate.places.place_data import STEPS, TOWNS, TextColumn, read_arrays
from photon.annotate.places.town_grid import points_in_space
from photon.annotate.places.town_names import known_town_names
from photon.domain.places.place import NamedPoint
from photon.library.db.text_folding import fold

POINTS = Path(__file__).with_name("known_points.csv")
KINDS = ("known", "border", "sea", "island")


class KnownPoint(NamedTuple):
    """A point and the names that are right for it."""

    kind: str
    name: str
    latitude: float
    longitude: float
    towns: tuple[str, ...]
    countries: tuple[str, ...]


def read_points() -> list[KnownPoint]:
    """Return the points of ``known_points.csv``."""
    with POINTS.open(encoding="utf-8", newline="") as file:
        return [
            KnownPoint(
                row["kind"],
                row["name"],
                float(row["latitude"]),
                float(row["longitude"]),
                tuple(row["towns"].split("|")),
                tuple(row["countries"].split("|")),
            )
            for row in csv.DictReader(file)
        ]


def nearest_places(points: list[KnownPoint]) -> list[NamedPoint]:
    """Return the names of the nearest place of each point, whatever it is: the baseline."""
    ids, latitudes, longitudes, countries = read_arrays(TOWNS, ("ids", "latitudes", "longitudes", "countries"))
    names, codes = (TextColumn(text) for text in read_arrays(TOWNS, ("names", "country_codes")))
    space = points_in_space(latitudes / STEPS, longitudes / STEPS)
    here = points_in_space(np.array([one.latitude for one in points]), np.array([one.longitude for one in points]))
    rows = [int(np.linalg.norm(space - point, axis=1).argmin()) for point in here]
    return [NamedPoint("", names[row], "", codes[int(countries[row])], "", int(ids[row])) for row in rows]


def town_is_right(point: KnownPoint, found: NamedPoint) -> bool:
    """Return whether a town is one of the right ones, by any of its names."""
    names = {fold(name) for name in known_town_names().names_of(found.town_id)} if found.town else {""}
    return bool(names & {fold(town) for town in point.towns})


def country_is_right(point: KnownPoint, found: NamedPoint) -> bool:
    """Return whether a country is one of the right ones."""
    return found.country in point.countries


def borders_near(points: list[KnownPoint]) -> list[set[str]]:
    """Return the countries on both sides of a border within 2 km of each point; one country if there is none."""
    codes = list(TextColumn(*read_arrays(TOWNS, ("country_codes",))))
    here = (np.array([getattr(one, name) for one in points]) for name in ("latitude", "longitude"))
    sides = zip(*(side.tolist() for side in CountryBorders().countries_of(*here)), strict=True)
    return [{codes[country] for country in both} for both in sides]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list the points that are wrong")
    parser.add_argument("--zones", action="store_true", help="compare time zones with tzfpy's")
    arguments = parser.parse_args()
    gazetteer, points = known_gazetteer(), read_points()
    latitudes, longitudes = (np.array([getattr(one, name) for one in points]) for name in ("latitude", "longitude"))
    named = gazetteer.name_points(latitudes, longitudes)
    nearest = nearest_places(points)

    print_shares(points, named, nearest)
    for point, found in zip(points, named, strict=True) if arguments.wrong else ():
        if found.country not in point.countries or not town_is_right(point, found):
            print(
                point.kind,
                point.name,
                point.towns,
                point.countries,
                "->",
                found.quarter,
                "·",
                found.town,
                found.country,
            )
    if arguments.zones:
        compare_zones(points, named)


def print_shares(points: list[KnownPoint], named: Sequence[NamedPoint], nearest: list[NamedPoint]) -> None:
    """Print the shares of right countries and towns by kind and half, beside the baseline."""
    sides = borders_near(points)
    for kind, half in product(KINDS, (0, 1)):
        rows = [row for row, one in enumerate(points) if one.kind == kind][half::2]
        countries, towns = (
            [sum(is_right(points[row], found[row]) for row in rows) / len(rows) for found in (named, nearest)]
            for is_right in (country_is_right, town_is_right)
        )
        either = sum(
            country_is_right(points[row], named[row])
            or (named[row].country in sides[row] and not sides[row].isdisjoint(points[row].countries))
            for row in rows
        )
        part = ("for choosing", "apart")[half]
        print(f"{kind:7} {part:13} country {countries[0]:.3f} nearest {countries[1]:.3f} of {len(rows)}")
        print(f"{kind:7} {part:13} either  {either / len(rows):.3f} within 2 km of a border")
        print(f"{kind:7} {part:13} town    {towns[0]:.3f} nearest {towns[1]:.3f} of {len(rows)}")


def compare_zones(points: list[KnownPoint], named: Sequence[NamedPoint]) -> None:
    """Print for how many points with a town the zone is tzfpy's."""
    from tzfpy import get_tz  # type: ignore[import-not-found] # not part of the environment

    pairs = [
        (get_tz(point.longitude, point.latitude), one) for point, one in zip(points, named, strict=True) if one.zone
    ]
    print(f"zone as tzfpy's: {sum(zone == one.zone for zone, one in pairs)} of {len(pairs)}")
    for zone, one in pairs:
        if zone != one.zone:
            print(one.town, one.country, one.zone, zone)


if __name__ == "__main__":
    main()
