"""The filter ``aperture:``, by f-number as Photon shows it: with one decimal, from f/10 on without."""

import re

from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.numbers import NUMBER, read_number, read_range, show_compared, split_sign
from photon.domain.query.filter_values import Bounds, Within
from photon.domain.query.periods import BadValue
from photon.language import tr

_F, _NUMBER = re.compile(r"f/?\s*(?=[0-9])"), re.compile(NUMBER)
_HINT = tr("For example: aperture:2.8, aperture:<4, aperture:1.8..4.")


def _read_aperture(text: str) -> Within:
    ends = read_range("aperture", _without_f(text), _read_f_number, _HINT)
    if ends is not None:
        return _between(*ends)
    sign, digits = split_sign(_without_f(text))
    value = _read_f_number(digits)
    if sign == ">":
        return Within("aperture", Bounds(_shown_to(value), None))
    if sign == "<":
        return Within("aperture", Bounds(None, _shown_from(value), high_open=True))
    return _between(None if sign == "<=" else value, None if sign == ">=" else value)


def _between(low: float | None, high: float | None) -> Within:
    """Return the f-numbers that are shown as a number from ``low`` to ``high``."""
    least = None if low is None else _shown_from(low)
    most = None if high is None else _shown_to(high)
    return Within("aperture", Bounds(least, most, high_open=True))


def _shown_from(value: float) -> float:
    """Return the lowest f-number that is shown as a value."""
    return round(value - (0.05 if value < 10 else 0.5), 2)


def _shown_to(value: float) -> float:
    """Return the lowest f-number that is shown as a higher one than a value."""
    return round(value + (0.05 if value < 10 else 0.5), 2)


def _without_f(text: str) -> str:
    return _F.sub("", text.casefold())


def _read_f_number(text: str) -> float:
    digits = text.strip()
    value = read_number(digits, _HINT) if _NUMBER.fullmatch(digits) else 0
    if not 0 < value < 100:
        raise BadValue(tr("“{text}” isn't an f-number.", text=digits), _HINT)
    return value


def _show_aperture(value: str) -> str:
    first, gap, last = (part.strip() for part in _without_f(value).partition(".."))
    if gap and first and last:
        return tr("f/{first} – f/{last}", first=first, last=last)
    sign, digits = (">=", first) if gap and first else ("<=", last) if gap else split_sign(first)
    return show_compared(sign, tr("f/{number}", number=digits)) if _NUMBER.fullmatch(digits) else value


APERTURE = FilterKind(
    "aperture",
    FieldHelp(tr("aperture"), tr("f-numbers"), "<2.8", ("<2.8", "1.8..4", ">=8")),
    "aperture",
    lambda text, _: _read_aperture(text),
    _show_aperture,
    also=("fstop", "f-stop", "fnumber", "f-number"),
)

APERTURES = APERTURE.group(tr("Aperture"), tr("Find an aperture"), "<=2", "<=2.8", "<=4", "<=5.6", ">=8", ">=11")
