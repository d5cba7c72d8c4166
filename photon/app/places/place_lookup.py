"""What connections to a library ask the data of places, which are read when somebody first asks."""

from dataclasses import replace
from functools import cache

from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
from photon.language.language import LANGUAGES, current_language


def find_town(name: str) -> list[Coordinates]:
    """Return the centres of the towns of a name, the largest first; ``Paris, Texas`` says what it lies in."""
    from photon.annotate.places.gazetteer import known_gazetteer  # 80 ms, and most questions name no town

    return [town.coordinates for town in known_gazetteer().find_towns(name)]


def localize_point(point: NamedPoint) -> NamedPoint:
    """Return a point with the names of its town and country in the language of the window, where they are known."""
    from photon.annotate.places.town_names import country_name  # few need it, and the window opens without it

    language = current_language() if current_language() in LANGUAGES else "en"
    town = _town_names(language).get(point.town_id, point.town)
    return replace(point, town=town, country=country_name(point.country, language) if point.country else "")


@cache
def _town_names(language: str) -> dict[int, str]:
    from photon.annotate.places.place_data import read_table

    if language == "en":
        return {}  # the data have English names
    return {int(town_id): name for town_id, name in read_table(f"names.{language}.txt")}
