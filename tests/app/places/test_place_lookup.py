"""Names of points in the language of the window, from Photon's data."""

import pytest

from photon.app.places import place_lookup
from photon.app.places.place_lookup import find_town, localize_point
from photon.domain.places.place import NamedPoint

MUNICH = NamedPoint("", "Munich", "Bavaria", "DE", town_id=2867714)


@pytest.mark.parametrize(
    ("language", "names"), [("de", ("München", "Bayern", "Deutschland")), ("en", ("Munich", "Bavaria", "Germany"))]
)
def test_towns_and_countries_have_local_names(
    monkeypatch: pytest.MonkeyPatch, language: str, names: tuple[str, str, str]
) -> None:
    monkeypatch.setattr(place_lookup, "current_language", lambda: language)
    found = localize_point(MUNICH)
    assert (found.town, found.region, found.country) == names
    assert localize_point(NamedPoint()) == NamedPoint()
    assert localize_point(NamedPoint(town="Nowhere", town_id=1, country="XX")).town == "Nowhere"


def test_towns_are_found_by_any_name() -> None:
    assert find_town("Lissabon")[0] == pytest.approx((38.7, -9.1), abs=0.1)
    assert find_town("no such town anywhere") == []
