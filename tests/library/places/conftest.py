"""A library with photos of places, named by a small list of towns."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from photon.domain import Reading
from photon.domain.places.place import NamedPoint
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.places.point_names import PendingPoint, pending_photos, store_names

VERSION = "1"
BELEM = (38.697, -9.206)
PARIS, TEXAS, ROME, SEA = (48.857, 2.352), (33.661, -95.556), (41.89, 12.49), (0.5, -30.0)
POINTS = {
    (38.71, -9.14): NamedPoint("", "Lisbon", "Lisbon District", "PT", "Europe/Lisbon", 1),
    BELEM: NamedPoint("Belém", "Lisbon", "Lisbon District", "PT", "Europe/Lisbon", 1),
    PARIS: NamedPoint("", "Paris", "Île-de-France", "FR", "Europe/Paris", 2),
    TEXAS: NamedPoint("", "Paris", "Texas", "US", "America/Chicago", 3),
    ROME: NamedPoint("Trastevere", "Rome", "Lazio", "IT", "Europe/Rome", 4),
    SEA: NamedPoint(),
}
TOWNS = {1: ("Lisbon", "Lisboa", "Lissabon"), 2: ("Paris",), 3: ("Paris",), 4: ("Rome", "Roma", "Рим")}
COUNTRIES = {
    "PT": ("Portugal",), "FR": ("France", "Frankreich"), "US": ("United States", "USA"), "IT": ("Italy", "Italien")
}  # fmt: skip
REGIONS = {("IT", "Lazio"): "Latium", ("US", "Texas"): "Tejas"}


def store(library: Library, points: Sequence[PendingPoint], version: str = VERSION) -> None:
    """Name points as the stage does."""
    names = [POINTS[one.latitude, one.longitude] for one in points]
    store_names(
        library, version, points, names, of_town=TOWNS.__getitem__, of_country=COUNTRIES.__getitem__,
        of_region=lambda country, region: REGIONS.get((country, region), region),
    )  # fmt: skip


def name_all(library: Library, version: str = VERSION) -> None:
    """Name all points that have no names."""
    store(library, pending_photos(library, version, 1000), version)


def name_lisbon(library: Library) -> None:
    """Name all points Lisbon."""
    points = pending_photos(library, VERSION, 1000)
    names = [POINTS[38.71, -9.14]] * len(points)
    store_names(library, VERSION, points, names, of_town=TOWNS.__getitem__, of_country=COUNTRIES.__getitem__)


@pytest.fixture
def add(library: Library, reading: Callable[..., Reading], at: Callable[[str], Found]) -> Callable[..., None]:
    """Return a function that adds photos with coordinates; None for none."""

    def record(*places: tuple[float, float] | None) -> None:
        (before,) = library.db.execute("SELECT count(*) FROM photos").fetchone()
        readings = []
        for number, gps in enumerate(places, before + 1):
            one = reading(f"{number}", taken=f"2020-07-{number:02}T12:00:00")
            readings.append((at(f"{number}.jpg"), replace(one, facts=replace(one.facts, gps=gps))))
        files.record(library, readings)

    return record


@pytest.fixture
def placed(library: Library, add: Callable[..., None]) -> Library:
    """Lisbon, Belém, Paris, Paris in Texas, Rome, the sea, and a photo without coordinates."""
    add(*POINTS, None)
    name_all(library)
    return library
