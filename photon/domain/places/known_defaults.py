"""Coordinates that devices and software write when they don't know where they are.

Towns are not among them, except the two of samples and simulators: people choose a town for old pictures. They are
listed to as many digits as their sources give, and compared to about 1 m, because files store fractions of
seconds. A photo that was really taken at such a point counts once a person confirms it.
"""

import math
from collections.abc import Iterator

from photon.domain.places.coordinates import Coordinates

_CELL = 1e-5  # degrees
_HALF = 0.5
_NULL_ISLAND = 1e-3  # degrees: rounding of seconds, and hemispheres without numbers, give a few metres
_OF_DEVICES = (
    (-1.0, -1.0),  # the value of many programming interfaces for an error
    (37.7749295, -122.4194155),  # Google: San Francisco, where samples of its maps begin
    (37.785834, -122.406417),  # Apple: the simulator of iOS, at a store in San Francisco
    (37.33233141, -122.0312186),  # Apple: "Apple" in the same simulator
    (37.421998, -122.084),  # Google: the emulator of Android, at its campus
    (-34.397, 150.644),  # Google: the first sample of its maps
    (37.751, -97.822),  # MaxMind: an address of the United States without a town
    (38.0, -97.0),  # MaxMind: the same until 2016
    (51.2993, 9.491),  # MaxMind: Germany
    (48.8582, 2.3387),  # MaxMind: France
    (51.4964, -0.1224),  # MaxMind: United Kingdom
    (52.3824, 4.8995),  # MaxMind: Netherlands
    (47.1449, 8.1551),  # MaxMind: Switzerland
    (43.1479, 12.1097),  # MaxMind: Italy
    (34.7732, 113.722),  # MaxMind: China
)
_OF_GEOCODERS = (
    (39.78373, -100.445882),  # MapQuest and Nominatim: United States
    (39.7837304, -100.4458825),  # Nominatim: United States
    (51.0834196, 10.4234469),  # Nominatim: Germany
    (51.1638175, 10.4478313),  # Nominatim: Germany
    (46.603354, 1.8883335),  # Nominatim: France
    (54.7023545, -3.2765753),  # Nominatim: United Kingdom
    (42.6384261, 12.674297),  # Nominatim: Italy
    (39.3260685, -4.8379791),  # Nominatim: Spain
    (61.0666922, -107.991707),  # Nominatim: Canada
    (-24.7761086, 134.755),  # Nominatim: Australia
)
_OF_COUNTRIES = (  # Google: the table of countries that its geocoder and thousands of programs use
    (-38.416097, -63.616672), (47.516231, 14.550072), (-25.274398, 133.775136), (50.503887, 4.469936),
    (-14.235004, -51.92528), (56.130366, -106.346771), (46.818188, 8.227512), (-35.675147, -71.542969),
    (35.86166, 104.195397), (4.570868, -74.297333), (49.817492, 15.472962), (51.165691, 10.451526),
    (56.26392, 9.501785), (26.820553, 30.802498), (40.463667, -3.74922), (61.92411, 25.748151),
    (46.227638, 2.213749), (55.378051, -3.435973), (39.074208, 21.824312), (47.162494, 19.503304),
    (-0.789275, 113.921327), (53.41291, -8.24389), (31.046051, 34.851612), (20.593684, 78.96288),
    (41.87194, 12.56738), (36.204824, 138.252924), (35.907757, 127.766922), (23.634501, -102.552784),
    (52.132633, 5.291266), (60.472024, 8.468946), (-40.900557, 174.885971), (12.879721, 121.774017),
    (51.919438, 19.145136), (39.399872, -8.224454), (45.943161, 24.96676), (61.52401, 105.318756),
    (60.128161, 18.643501), (15.870032, 100.992541), (38.963745, 35.243322), (48.379433, 31.16558),
    (37.09024, -95.712891), (14.058324, 108.277199), (-30.559482, 22.937506),
)  # fmt: skip
KNOWN_DEFAULTS: tuple[Coordinates, ...] = tuple(
    Coordinates(*point) for point in ((0.0, 0.0), *_OF_DEVICES, *_OF_GEOCODERS, *_OF_COUNTRIES)
)


def is_known_default(latitude: float, longitude: float) -> bool:
    """Return whether coordinates say nothing, because they are a default of devices or software, or impossible."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # in a catalogue from elsewhere
        return True
    if abs(latitude) < _NULL_ISLAND and abs(longitude) < _NULL_ISLAND:
        return True
    return (math.floor(latitude / _CELL), math.floor(longitude / _CELL)) in _CELLS


def _cells(point: Coordinates) -> Iterator[tuple[int, int]]:
    """Yield the cells that lie within half a cell of a point."""
    for north in (-_HALF, _HALF):
        for east in (-_HALF, _HALF):
            yield math.floor(point.latitude / _CELL + north), math.floor(point.longitude / _CELL + east)


_CELLS = frozenset(cell for point in KNOWN_DEFAULTS for cell in _cells(point))
