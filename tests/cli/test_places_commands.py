"""``photon places``: where photos were taken, and places that the user names."""

import json
from pathlib import Path
from typing import Any

import pytest

from photon.app.places import place_names, place_stage
from photon.app.places.place_stage import PlaceStage
from photon.app.runtime.library_threads import LibraryThreads
from photon.cli.kit import commands
from photon.domain.places.coordinates import Coordinates, located_text
from photon.library.photos.photo_locations import locate_photos
from tests.app.places.placed_library import BERLIN, LISBON, TinyGazetteer, add_shots
from tests.cli.rated_library import photon

pytestmark = pytest.mark.usefixtures("colours")


class Shell:
    """Runs commands on a library, and returns what they print."""

    def __init__(self, library: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library, self._capsys = library, capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        assert photon(self.library, *arguments) == code
        out, err = self._capsys.readouterr()
        return str(err if code else out)

    def json(self, *arguments: str) -> list[Any]:
        return [json.loads(line) for line in self("places", *arguments, "--json").splitlines()]

    def file(self, number: int) -> str:
        return str(self.library.parent / "photos" / f"{number}.jpg")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A library: two photos in Lisbon, one suggested there, one confirmed in Berlin, one at a default of devices."""
    monkeypatch.setitem(commands._COMMANDS, "places", ("places", "places"))
    for module in (place_names, place_stage):
        monkeypatch.setattr(module, "known_town_names", TinyGazetteer)
    monkeypatch.setattr(place_stage, "known_gazetteer", TinyGazetteer)
    times = [f"2024-05-01T12:{minute}:00" for minute in (10, 20, 30)]
    shots = [*zip(times, ["phone"] * 3, (LISBON, LISBON, None), strict=True)]
    shots += [("2024-07-01T12:00:00", "phone", None), ("2024-08-01T12:00:00", "phone", (0.0, 0.0))]
    store = LibraryThreads(tmp_path / "library")
    ids = store.write(add_shots, tmp_path / "photos", shots).result()
    store.write(locate_photos, {ids[3]: located_text(Coordinates(*BERLIN))}).result()
    stage = PlaceStage(store)
    while stage.step():
        pass
    store.close()
    return Shell(tmp_path / "library", capsys)


def test_places_are_listed_with_their_numbers_of_photos(shell: Shell) -> None:
    assert shell("places").splitlines() == [
        "Lisbon, Lisbon District, Portugal  2 photos  town",
        "Lisbon District, Portugal          2 photos  region",
        "Portugal                           2 photos  country",
        "Berlin, Germany                    1 photo   town",
        "Berlin, Germany                    1 photo   region",
        "Germany                            1 photo   country",
    ]
    first, *_ = shell.json()
    assert (first["place"], first["level"], first["within"]) == ("Lisbon", "town", ["Lisbon District", "Portugal"])
    assert (first["photos"], first["latitude"], first["search"]) == (2, LISBON[0], "Lisbon")


def test_where_photos_were_taken_is_one_object_a_line(shell: Shell) -> None:
    found = shell.json(*(shell.file(number) for number in range(5)))
    assert found[0] == {
        "path": shell.file(0), "latitude": LISBON[0], "longitude": LISBON[1], "quarter": "", "town": "Lisbon",
        "region": "Lisbon District", "country": "PT", "place": "", "state": "file",
    }  # fmt: skip
    assert list(found[0]) == [
        "path", "latitude", "longitude", "quarter", "town", "region", "country", "place", "state"
    ]  # fmt: skip
    assert [(one["town"], one["state"]) for one in found[1:]] == [
        ("Lisbon", "file"), ("Lisbon", "suggested"), ("Berlin", "confirmed"), ("", "file")
    ]  # fmt: skip
    assert (found[4]["latitude"], found[4]["longitude"]) == (None, None)
    assert json.loads(shell("places", "--json", shell.file(0))) == found[0]


def test_where_photos_were_taken_is_said_in_words(shell: Shell) -> None:
    lines = shell("places", *(shell.file(number) for number in range(5))).splitlines()
    assert lines[0] == f"{shell.file(0)}: Lisbon, Lisbon District, Portugal (38.72230, -9.13930)"
    assert lines[2].endswith("(38.72230, -9.13930) · suggested")
    assert lines[3].endswith("Berlin, Germany (52.52000, 13.40500) · confirmed")
    assert lines[4].endswith("no location · its location is one that devices write when they know none")
    assert "is in the library" in shell("places", str(shell.library), code=1)


def test_places_are_named_renamed_and_forgotten(shell: Shell) -> None:
    assert shell("places", "name", "our house", "38.7223,-9.1393,250") == "Named “our house”: 2 photos.\n"
    assert shell("places").splitlines()[0].split("  ")[0] == "our house"
    assert shell.json(shell.file(0))[0]["place"] == "our house"
    assert shell("places", "rename", "Our House", "home") == "Renamed “our house” to “home”.\n"
    assert "renamed the place “our house” to “home”" in shell("undo")
    key = shell.json()[0]["key"]
    assert shell("places", "forget", key) == "Forgot “our house”. For it back: photon undo\n"
    assert "deleted the place “our house”" in shell("undo")
    assert shell.json()[0]["place"] == "our house"
    shell("places", "name", "Our house", "1,1,100")
    assert "2 places are named “Our house”" in shell("places", "forget", "our house", code=1)
    assert "You named no place “x”" in shell("places", "rename", "x", "y", code=1)


def test_a_circle_may_be_in_the_south_and_west(shell: Shell) -> None:
    assert shell("places", "name", "--private", "cape", "-33.9,-18.4,100") == "Named “cape”: 0 photos.\n"
    assert (shell.json()[0]["latitude"], shell.json()[0]["longitude"]) == (-33.9, -18.4)


def test_a_private_place_says_how_many_files_still_tell_it(shell: Shell) -> None:
    filed = "The files of 2 photos may still tell where it is: save their metadata to remove what Photon wrote.\n"
    assert shell("places", "name", "home", "38.7223,-9.1393,250") == "Named “home”: 2 photos.\n"
    assert shell("places", "private", "home") == f"“home” is left out of exports and written metadata.\n{filed}"
    assert shell("places", "private", "home", "--off") == "“home” is no longer private.\n"
    assert shell("places", "name", "--private", "again", "38.7223,-9.1393,250").endswith(f"photos.\n{filed}")


@pytest.mark.parametrize("circle", ["1,2", "1,2,x", "91,0,10", "nan,0,10", "0,181,10", "1;2;3"])
def test_what_is_no_circle_is_refused(shell: Shell, circle: str) -> None:
    assert f"“{circle}” is no circle; nothing was changed. Write latitude" in shell(
        "places", "name", "home", circle, code=1
    )
    assert "10 m to 1,000 km" in shell("places", "name", "home", "1,1,5", code=1)


def test_photos_that_have_no_names_yet_are_counted(tmp_path: Path, shell: Shell, capsys) -> None:
    store = LibraryThreads(shell.library)
    store.write(add_shots, tmp_path / "photos", [("2025-05-01T12:00:00", "phone", LISBON)]).result()
    store.close()
    shell("places")
    assert photon(shell.library, "places") == 0
    assert "1 photo not named yet. To do it now: photon index" in capsys.readouterr().err


def test_places_named_by_signs_are_told_apart(shell: Shell) -> None:
    for name, circle in (("❤", "38.7223,-9.1393,250"), ("🏠", "1,1,100")):
        shell("places", "name", name, circle)
    assert shell("places", "rename", "🏠", "home") == "Renamed “🏠” to “home”.\n"
    assert shell("search", 'place:"❤"').splitlines()[0] == "2 photos match"
