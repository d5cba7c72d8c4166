"""Towns and countries by their names."""

import pytest

from photon.annotate.places.place_data import TOWNS, TextColumn, known_towns, read_arrays, read_table
from photon.annotate.places.town_names import (
    TownNames,
    country_name,
    country_names,
    known_town_names,
    local_names,
    region_name,
    region_names,
)
from photon.library.db.text_folding import fold


@pytest.fixture(scope="module")
def towns() -> TownNames:
    return known_town_names()


@pytest.mark.parametrize(
    ("text", "name", "region", "country"),
    [
        ("lisbon", "Lisbon", "Lisbon", "PT"),
        ("Lissabon", "Lisbon", "Lisbon", "PT"),
        ("MUNCHEN", "Munich", "Bavaria", "DE"),
        ("東京", "Tokyo", "Tokyo", "JP"),
        ("Paris", "Paris", "Île-de-France", "FR"),
        ("Paris, Texas", "Paris", "Texas", "US"),
        ("paris,us", "Paris", "Texas", "US"),
        ("Springfield, Illinois", "Springfield", "Illinois", "US"),
        ("Springfield, IL", "Springfield", "Illinois", "US"),
        ("Paris, TX", "Paris", "Texas", "US"),
        ("Paris, TX, USA", "Paris", "Texas", "US"),
        ("London, ON", "London", "Ontario", "CA"),
        ("Washington, D.C.", "Washington", "District of Columbia", "US"),
        ("München, Bayern", "Munich", "Bavaria", "DE"),
        ("Frankfurt", "Frankfurt am Main", "Hesse", "DE"),
        ("Frankfurt am Main", "Frankfurt am Main", "Hesse", "DE"),
        ("Frankfurt (Oder)", "Frankfurt (Oder)", "Brandenburg", "DE"),
        ("Frankfurt, Brandenburg", "Frankfurt (Oder)", "Brandenburg", "DE"),
        ("Paris, Frankreich", "Paris", "Île-de-France", "FR"),
        ("Kopenh", "Copenhagen", "Capital Region", "DK"),
    ],
)
def test_largest_town_of_a_name(towns: TownNames, text: str, name: str, region: str, country: str) -> None:
    found = towns.find_towns(text)[0].names
    assert (found.town, found.region, found.country) == (name, region, country)


@pytest.mark.parametrize("text", ["", " , ", "…", "Xyzzyville", "Paris, Atlantis", "'\"\\\n\t"])
def test_nothing_is_found(towns: TownNames, text: str) -> None:
    assert towns.find_towns(text) == []


def test_whole_names_come_first_and_the_largest(towns: TownNames) -> None:
    found = [town.names.town_id for town in towns.find_towns("Paris", limit=30)]
    people = dict(zip(known_towns().ids.tolist(), known_towns().populations.tolist(), strict=True))
    whole = [people[town] for town in found if fold("Paris") in {fold(name) for name in towns.names_of(town)}]
    assert whole == sorted(whole, reverse=True)
    assert len(found) == 30


def test_names_of_a_town(towns: TownNames) -> None:
    lisbon = towns.find_towns("Lisbon")[0].names.town_id
    assert {"Lisbon", "Lissabon", "lisboa", "lisbonne"} <= set(towns.names_of(lisbon))
    assert (local_names("de").get(lisbon, "Lisbon"), local_names("en").get(lisbon, "Lisbon")) == ("Lissabon", "Lisbon")
    assert (towns.names_of(-1), local_names("de").get(0, "")) == ((), "")


def test_german_names_are_among_the_names_of_their_towns(towns: TownNames) -> None:
    names = read_table("names.de.txt")
    assert len(names) > 200
    for town_id, name in names:
        _, _, *folded = towns.names_of(int(town_id))
        assert fold(name) in folded


def test_regions_of_the_list_are_in_the_data() -> None:
    countries, regions = read_arrays(TOWNS, ("countries", "regions"))
    codes, names = (list(TextColumn(text)) for text in read_arrays(TOWNS, ("country_codes", "region_names")))
    known = {(codes[country], names[region]) for country, region in zip(countries, regions, strict=True)}
    listed = {(country, name) for country, name, *_ in read_table("regions.txt")}
    assert len(listed) > 90
    assert listed <= known


def test_names_of_regions() -> None:
    names = {language: region_name("DE", "Bavaria", language) for language in ("de", "en", "fr")}
    assert names == {"de": "Bayern", "en": "Bavaria", "fr": "Bavaria"}
    assert region_name("AT", "Burgenland", "de") == "Burgenland"
    assert region_names("DE", "North Rhine-Westphalia") == ("Nordrhein-Westfalen", "NW", "NRW")
    assert region_names("FR", "Île-de-France") == ()


def test_countries_have_names_in_both_languages() -> None:
    codes = {code for code in TextColumn(read_arrays(TOWNS, ("country_codes",))[0]) if code} - {"AN", "CS"}
    known = {code: names for code, *names in read_table("countries.txt")}
    assert codes == set(known)
    assert {len(names) for names in known.values()} == {2}
    assert (country_name("de", "de"), country_name("DE", "fr"), country_name("??", "de")) == (
        "Deutschland",
        "Germany",
        "??",
    )
    assert "USA" in country_names("us")
