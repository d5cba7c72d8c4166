"""What metadata says of a place, as one text."""

import pytest

from photon.domain.places.place import StatedPlace
from photon.domain.places.stated_place import LONGEST, clean_stated, join_stated, read_stated, stated_text

HAIFA = StatedPlace("רחוב יפו 3", 'Haifa, "old town"', "", "ישראל", "IL")


@pytest.mark.parametrize(
    "place",
    [HAIFA, StatedPlace(), StatedPlace(country_code="PT"), StatedPlace("東京駅", "東京", "東京都", "日本", "JPN")],
)
def test_text_and_back(place: StatedPlace) -> None:
    assert read_stated(stated_text(place)) == place


def test_only_what_is_stated_is_written() -> None:
    assert stated_text(StatedPlace()) == ""
    assert stated_text(StatedPlace(city="Łódź", country_code="PL")) == '{"city":"Łódź","country_code":"PL"}'


@pytest.mark.parametrize("text", ["[]", "{", '{"city":1}', "null", '"Lisbon"'])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own among them
        read_stated(text)


def test_texts_become_lines_without_what_hides() -> None:
    found = clean_stated((" Rua\nNova\0 ", "\u202eLisboa", "x" * 300, "Portugal\u200b", " pt "))
    assert found == StatedPlace("Rua Nova", "Lisboa", "x" * LONGEST, "Portugal", "PT")


@pytest.mark.parametrize("code", ["P", "PTRS", "P1", "日本", "p t"])
def test_what_is_no_code_is_dropped(code: str) -> None:
    assert clean_stated(("", "Lisboa", "", "", code)).country_code == ""


def test_gaps_are_filled_by_what_contradicts_nothing() -> None:
    porto, lisbon = StatedPlace(city="Porto", country_code="PT"), StatedPlace(city="lisboa", region="Lisboa")
    long = "Santa Maria Maior da Ribeira Velha"
    assert join_stated(()) == StatedPlace()
    assert join_stated((StatedPlace(), StatedPlace(city="Lisboa"), porto, lisbon)) == StatedPlace(
        "", "Lisboa", "Lisboa"
    )
    assert join_stated((StatedPlace(long[:32]), StatedPlace(long, "Lisboa"))) == StatedPlace(long[:32], "Lisboa")
    assert join_stated((StatedPlace(city="Paris"), StatedPlace(city="Paris, Texas", region="Texas"))).region == ""
