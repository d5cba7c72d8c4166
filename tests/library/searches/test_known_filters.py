"""What a filter offers has a condition that is never NULL, also for photos of which nothing is known."""

from datetime import date
from pathlib import Path

import pytest

from photon.domain import Facts, Filter, Reading
from photon.domain.query.filter_kinds.filter_kind import FilterKind
from photon.domain.query.filter_kinds.known_kinds import FILTER_GROUPS, FILTER_KINDS
from photon.domain.query.filter_kinds.regions import FIND
from photon.domain.query.filter_kinds.states import asks_for_missing, asks_for_styles
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching

TODAY = date(2024, 2, 10)
KNOWN = {"taken": "2023-07-14T12:00:00", "camera": "Canon", "lens": "50mm", "aperture": 2.8, "gps": (38.7, -9.1)}


@pytest.fixture
def photos(library: Library, folder: int, tmp_path: Path) -> set[int]:
    """One photo of which everything is known, and one of which nothing is."""
    found = []
    for number, facts in enumerate((KNOWN, {}), 1):
        hashed = number.to_bytes(16, "big")
        reading = Reading(hashed, hashed, 10, Facts("JPEG", 40, 30, **facts), b"", 0)  # type: ignore[arg-type]
        found.append((Found(folder, f"{number}.jpg", 10, 1_600_000_000 * 10**9), reading))
    return set(files.record(library, found).photos)


@pytest.mark.parametrize("kind", [kind for kind in FILTER_KINDS if kind != FIND], ids=lambda kind: kind.name)
def test_each_photo_passes_a_filter_or_its_opposite(library: Library, photos: set[int], kind: FilterKind) -> None:
    offered = [offer.part.value for group in FILTER_GROUPS for offer in group.offers if kind.is_kind_of(offer.part)]
    for value in {kind.help.example, *kind.help.values, *kind.photos_with, *offered}:
        part = kind.filter_by(value)
        if asks_for_missing([part]):
            continue
        passes, fails = (matching(library, [Filter(part.field, value, no)], TODAY).tolist() for no in (False, True))
        assert sorted([*passes, *fails]) == sorted(photos)


@pytest.mark.parametrize("value", ["dark", "Blurry", "blurred", "underexposed"])
def test_every_spelling_of_a_measured_state_asks_for_it(value: str) -> None:
    assert asks_for_styles([Filter("is", value)])
    assert not asks_for_styles([Filter("has", value), Filter("is", "missing")])


@pytest.mark.parametrize(
    ("colour", "state"),
    [
        (0x2A6EC8, "mostly-blue"), (0x0F1E78, "mostly-blue"), (0x5A8C32, "mostly-green"), (0x3CB46E, "mostly-green"),
        (0xC87832, "warm"), (0xB43C3C, "warm"), (0xC86478, "warm"),
        (0x32A0A0, ""), (0x7828BE, ""), (0xA08C78, ""), (0x787878, ""), (0x000000, ""), (0xFFFFFF, ""), (0xB4AA3C, ""),
    ],
)  # fmt: skip
def test_colours_are_those_of_the_mean_far_from_grey(
    library: Library, photos: set[int], colour: int, state: str
) -> None:
    one = min(photos)
    library.db.execute("UPDATE photos SET colour = 8421504")
    library.db.execute("UPDATE photos SET colour = ? WHERE id = ?", (colour, one))
    states = ("mostly-blue", "mostly-green", "warm")
    found = {name: matching(library, [Filter("is", name)], TODAY).tolist() for name in states}
    assert found == {name: [one] if name == state else [] for name in states}
