"""A library of photos with times, cameras and coordinates, and a gazetteer of three towns."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from photon.annotate.places.town_names import FoundTown
from photon.domain import Facts, Reading
from photon.domain.arrays import Doubles
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
from photon.library import Library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found

Shot = tuple[str, str, tuple[float, float] | None]
"""Capture time, camera, and coordinates in the file."""
LISBON, SINTRA, BERLIN, ORLANDO = (38.7223, -9.1393), (38.8, -9.38), (52.52, 13.405), (28.54, -81.38)
TOWNS = {
    2267057: (LISBON, "Lisbon", "Lissabon", "Lisbon District", "PT", "Europe/Lisbon"),
    2262912: (SINTRA, "Sintra", "Sintra", "Lisbon District", "PT", "Europe/Lisbon"),
    2950159: (BERLIN, "Berlin", "Berlin", "Berlin", "DE", "Europe/Berlin"),
    4167147: (ORLANDO, "Orlando", "Orlando", "Florida", "US", "America/New_York"),
}


class TinyGazetteer:
    """Names each point after the nearest of its towns."""

    def __init__(self, language: str = "en") -> None:
        self.language, self.asked = language, list[int]()

    def name_points(self, latitudes: Doubles, longitudes: Doubles) -> list[NamedPoint]:
        self.asked.append(len(latitudes))
        found = []
        for point in zip(latitudes, longitudes, strict=True):
            town = min(TOWNS, key=lambda one: float(np.hypot(*np.subtract(TOWNS[one][0], point))))
            _, name, _, region, country, zone = TOWNS[town]
            found.append(NamedPoint("", name, region, country, zone, town))
        return found

    def find_towns(self, text: str, limit: int = 10) -> list[FoundTown]:
        return [
            FoundTown(NamedPoint("", name, region, country, "", town), Coordinates(*point))
            for town, (point, name, _, region, country, _) in TOWNS.items()
            if name.casefold().startswith(text.casefold())
        ][:limit]

    def names_of(self, town_id: int) -> tuple[str, ...]:
        return TOWNS[town_id][1:3]


def add_shots(library: Library, place: Path, shots: Iterable[Shot]) -> list[int]:
    """Add photos; return their ids in order."""
    place.mkdir(exist_ok=True)
    folder = folders.add(library, str(place)).id
    ids = []
    for number, (taken, camera, gps) in enumerate(shots, len(library.column("SELECT id FROM photos"))):
        hashed = number.to_bytes(16, "big")
        facts = Facts("JPEG", 4, 3, taken=taken, camera=camera, gps=gps)
        (place / f"{number}.jpg").touch()
        files.record(library, [(Found(folder, f"{number}.jpg", 1, 1), Reading(hashed, hashed, 1, facts, b"", 0))])
        ids.append(max(library.column("SELECT id FROM photos")))
    return ids


def home_and_trip() -> Sequence[Shot]:
    """Photos in Berlin in six months, and twelve of a trip to Lisbon and Sintra in May 2019."""
    home: list[Shot] = [(f"2018-{month:02}-05T12:00:00", "phone", BERLIN) for month in range(1, 7)]
    trip: list[Shot] = [(f"2019-05-{day:02}T12:00:00", "phone", LISBON) for day in range(3, 11)]
    return [*home, *trip, *((f"2019-05-07T13:0{minute}:00", "phone", SINTRA) for minute in range(4))]
