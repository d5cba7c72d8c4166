"""Towns of the world by name, without their data before somebody asks for one."""

from photon.domain.places.coordinates import Coordinates


def find_town(name: str) -> list[Coordinates]:
    """Return the centres of the towns of a name, the largest first; ``Paris, Texas`` says what it lies in."""
    from photon.annotate.places.gazetteer import known_gazetteer  # 80 ms, and most questions name no town

    return [town.coordinates for town in known_gazetteer().find_towns(name)]
