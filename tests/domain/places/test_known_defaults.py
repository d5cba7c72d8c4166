"""Defaults of devices and software are known, also as files store them; neighbours of theirs are places."""

import pytest

from photon.domain.places.known_defaults import KNOWN_DEFAULTS, is_known_default


def as_filed(degrees: float) -> float:
    """Degrees, minutes and seconds with two decimals, as EXIF has them."""
    seconds = round(abs(degrees) * 3600, 2)
    return (seconds / 3600) * (1 if degrees >= 0 else -1)


@pytest.mark.parametrize("point", KNOWN_DEFAULTS)
def test_a_default_is_known_as_listed_and_as_filed(point: tuple[float, float]) -> None:
    assert is_known_default(*point)
    assert is_known_default(*map(as_filed, point))
    assert not is_known_default(point[0] + 0.0012, point[1])
    assert not is_known_default(point[0], point[1] - 0.0012)


def test_at_least_the_known_number_of_them() -> None:
    assert len(set(KNOWN_DEFAULTS)) == len(KNOWN_DEFAULTS) >= 53


@pytest.mark.parametrize("point", [(0.0, -9.1), (38.7, 0.0), (-0.0, 0.0002), (52.52, 13.405), (90.0, 0.0)])
def test_only_both_numbers_together_say_nothing(point: tuple[float, float]) -> None:
    assert is_known_default(*point) == (point == (-0.0, 0.0002))
