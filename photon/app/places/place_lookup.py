"""Names of places in the language of the window, and towns of the world by name; data are read when first asked for."""

from dataclasses import replace

from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint, PlaceDoubt
from photon.language import tr
from photon.language.language import current_language


def find_town(name: str) -> list[Coordinates]:
    """Return the centres of the towns of a name, the largest first; ``Paris, Texas`` says what it lies in."""
    from photon.annotate.places.town_names import known_town_names  # most questions name no town

    return [town.coordinates for town in known_town_names().find_towns(name)]


def town_name(point: NamedPoint) -> str:
    """Return the name of a town; empty if there is none."""
    from photon.annotate.places.town_names import local_names  # the window opens without it

    return local_names(current_language()).get(point.town_id, point.town)


def region_name(point: NamedPoint) -> str:
    """Return the name of a region; empty if there is none."""
    from photon.annotate.places.town_names import region_name as name_in  # the window opens without it

    return name_in(point.country, point.region, current_language())


def country_name(code: str) -> str:
    """Return the name of a country by its code; empty at sea."""
    from photon.annotate.places.town_names import country_name as name_in  # the window opens without it

    return name_in(code, current_language()) if code else ""


def localize_point(point: NamedPoint) -> NamedPoint:
    """Return a point with the names of its town, region and country in place of the data's."""
    return replace(point, town=town_name(point), region=region_name(point), country=country_name(point.country))


def names_text(point: NamedPoint) -> str:
    """Return the names of a point in the user's language, the smallest first."""
    return joined_names(point.quarter, town_name(point), region_name(point), country_name(point.country))


def joined_names(*names: str) -> str:
    """Return names in one line, each once."""
    return ", ".join(dict.fromkeys(filter(None, names)))


def point_text(point: Coordinates) -> str:
    """Return coordinates as ``38.7223, -9.1393``."""
    return f"{point.latitude:.4f}, {point.longitude:.4f}"


def doubt_text(doubt: PlaceDoubt) -> str:
    """Return why coordinates of a file are not used; empty if there is no reason."""
    if doubt == "default":
        return tr("The file has a location that devices write when they know none, so Photon doesn't use it.")
    if doubt == "jump":
        return tr("The file's location is more than 500 km from photos taken within an hour, so Photon doesn't use it.")
    return ""
