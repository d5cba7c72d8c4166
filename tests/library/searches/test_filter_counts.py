"""The values of filters, with the number of photos that each really finds."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Facts, Reading
from photon.domain.films.film import FilmFacts
from photon.domain.query.filter_choice import FilterGroup
from photon.domain.query.filter_kinds.known_kinds import FILTER_GROUPS, group_of
from photon.domain.query.filter_kinds.names import FOLDERS
from photon.library import Library
from photon.library.albums import album_content, albums
from photon.library.photos import files, folders, ratings
from photon.library.photos.found_files import Found
from photon.library.searches.filter_counts import count_choices
from photon.library.searches.filters import matching
from photon.library.stacks import stacks
from photon.library.text.stated_facts import decide_facts
from tests.filter_groups import GROUPS
from tests.library.people.drawn_faces import name_two
from tests.library.tagged import tag

TODAY = date(2024, 2, 10)
PHOTOS: tuple[tuple[str, dict[str, object]], ...] = (
    ("Italy/Rome/a.jpg", {"camera": "Canon EOS 5", "lens": "EF 50mm", "aperture": 1.8, "taken": "2023-07-14T12:00:00",
                          "gps": (41.90, 12.48)}),
    ("Italy/Rome/b.jpg", {"camera": "Canon EOS 5D", "taken": "2023-07-15T12:00:00",
                          "gps": (41.91, 12.49)}),
    ("Italy/c.jpg", {"camera": "Nikon", "taken": "2022-01-02T12:00:00", "gps": (45.4, 9.2)}),
    ("d.jpg", {"format": "NEF", "width": 30, "height": 40}),
    ("e.jpg", {"format": "DNG", "width": 30, "height": 30}),
    ("f.jpg", {"format": "JPEG XL"}),
    ("g.heif", {"format": "HEIF"}),
    ("h.heic", {"format": "HEIC"}),
)  # fmt: skip


@pytest.fixture
def photos(library: Library, folder: int) -> list[int]:
    found = []
    for number, (path, facts) in enumerate(PHOTOS, 1):
        hashed = number.to_bytes(16, "big")
        known = Facts(**{"format": "JPEG", "width": 40, "height": 30, **facts})  # type: ignore[arg-type]
        found.append((Found(folder, path, 10, 1_600_000_000 * 10**9), Reading(hashed, hashed, 10, known, b"", 0)))
    found[0] = (found[0][0], replace(found[0][1], damage="Half of it is gone."))
    found[2] = (found[2][0], replace(found[2][1], film=FilmFacts(90.0)))
    ids = sorted(files.record(library, found).photos)
    ratings.rate(library, {ids[0]: 5, ids[1]: 5, ids[2]: 2})
    ratings.favour(library, {ids[0]: True})
    ratings.label(library, {ids[0]: "red", ids[1]: "red", ids[2]: "blue"})
    ratings.flag(library, {ids[0]: 1, ids[1]: -1})
    tag(library, ("Places", "Italy"), ids[:1])
    tag(library, ("Places", "Peru"), ids[1:2])
    tag(library, ("Dog",), ids[:1])
    for name, some in (("Italy", ids[:2]), ("Peru", ids[1:3])):
        album_content.add_photos(library, albums.make_album(library, ("Trips", name))[0], some)
    stacks.make_stacks(library, [[1, 2]])
    decide_facts(library, ids[0], {"kind": "receipt", "shop": "Corner shop"})
    decide_facts(library, ids[1], {"kind": "sign"})
    name_two(library, ids[0])
    return ids


def offered(library: Library, name: str) -> dict[str, int]:
    choices = count_choices(library, GROUPS[name])
    return {f"{'-' * each.part.unwanted}{each.part.value}": each.photos for each in choices}


@pytest.mark.parametrize("group", FILTER_GROUPS, ids=lambda group: group.name)
def test_every_count_equals_the_photos_found(library: Library, photos: list[int], group: FilterGroup) -> None:
    choices = count_choices(library, group)
    assert choices
    for choice in choices:
        assert choice.photos == len(matching(library, [choice.part], TODAY)) > 0
        assert group_of(choice.part) == group
    among = np.array(photos[:2], np.int64)
    for choice in count_choices(library, group, among):
        assert choice.photos == len(np.intersect1d(matching(library, [choice.part], TODAY), among)) > 0


def test_offered_values(library: Library, photos: list[int]) -> None:
    assert offered(library, "rating") == {"5": 2, ">=4": 2, ">=3": 2, ">=2": 3, ">=1": 3, "0": 5}
    assert offered(library, "favourite") == {"favourite": 1, "-favourite": 7}
    assert offered(library, "label") == {"red": 2, "blue": 1, "none": 5}
    assert offered(library, "flag") == {"picked": 1, "rejected": 1, "unflagged": 6}
    assert offered(library, "camera") == {"Canon EOS 5": 2, "Canon EOS 5D": 1, "Nikon": 1}  # 5 also finds the 5D
    assert offered(library, "aperture") == {"<=2": 1, "<=2.8": 1, "<=4": 1, "<=5.6": 1}
    assert offered(library, "album") == {"Trips": 3, "Trips/Italy": 2, "Trips/Peru": 2, "-album": 5}
    assert offered(library, "tag") == {"Places": 2, "Places/Italy": 1, "Places/Peru": 1, "Dog": 1}
    assert offered(library, "length") == {">=1m": 1}
    assert offered(library, "type") == {
        "video": 1, "jpeg": 3, "heif": 2, "raw": 2, "dng": 1, "heic": 1, "jxl": 1, "nef": 1,
    }  # fmt: skip
    assert offered(library, "orientation") == {"landscape": 6, "portrait": 1, "square": 1}
    assert offered(library, "place") == {"gps": 3, "-gps": 5, "41.9,12.48,10km": 2, "45.4,9.2,10km": 1}
    assert list(offered(library, "date"))[:5] == ["2023", "2023-07", "2022", "2022-01", "2020"]


def test_a_folder_is_named_from_its_watched_folder_on(library: Library, photos: list[int], tmp_path: Path) -> None:
    (root,) = folders.all_folders(library)
    name = Path(root.path).name
    named = {choice.name: choice.photos for choice in count_choices(library, FOLDERS)}
    assert named == {name: 8, f"{name}/Italy": 3, f"{name}/Italy/Rome": 2}


def test_places_are_those_with_most_photos_and_none_is_within_another(library: Library, folder: int) -> None:
    """Two photos in Rome on both sides of a line of the grid, three in Milan, one in Lisbon, one without a latitude."""
    places = [(41.94, 12.48), (41.96, 12.48), (45.4, 9.2), (45.41, 9.2), (45.4, 9.21), (38.7, -9.1)]
    found = []
    for number, gps in enumerate(places, 1):
        hashed = number.to_bytes(16, "big")
        facts = Facts("JPEG", 40, 30, gps=gps)
        found.append((Found(folder, f"{number}.jpg", 10, 1), Reading(hashed, hashed, 10, facts, b"", 0)))
    files.record(library, found)
    near = {value: count for value, count in offered(library, "place").items() if value.endswith("km")}
    assert list(near.values()) == [3, 2, 1]
    assert [round(float(value.partition(",")[0])) for value in near] == [45, 42, 39]
