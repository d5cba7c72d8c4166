"""The filter ``length:``, by the length of videos."""

import re

from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.numbers import (
    NUMBER,
    compared_bounds,
    read_number,
    read_range,
    rounding_of,
    show_compared,
    split_sign,
)
from photon.domain.query.filter_values import Bounds, Within
from photon.domain.query.periods import BadValue
from photon.language import tr

_LENGTH = re.compile(rf"({NUMBER})\s*(s|sec|m|min|h)")
_CLOCK = re.compile(r"(?:([0-9]+):)?([0-9]+):([0-9]{2})")
_SECONDS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600}
_HINT = tr("For example: length:>1m, length:<30s, length:1m..5m.")


def _read_length(text: str) -> Within:
    ends = read_range("length", text, lambda end: _read_end(end)[0], _HINT)
    if ends is not None:
        return Within("seconds", Bounds(*ends))
    sign, length = split_sign(text)
    seconds, half = _read_end(length)
    return Within("seconds", compared_bounds(sign, seconds, half=half))


def _read_end(text: str) -> tuple[float, float]:
    """Return the seconds, and how far lengths that are written so may be from them."""
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + seconds, 0.5
    found = _LENGTH.fullmatch(text.casefold())
    if found is None:
        raise BadValue(tr("“{text}” isn't a length.", text=text), _HINT)
    scale = _SECONDS[found[2]]
    return read_number(found[1], _HINT) * scale, rounding_of(found[1]) * scale


LENGTH = FilterKind(
    "length",
    FieldHelp(tr("length"), tr("length of videos"), ">1m", (">1m", "<30s", "1m..5m")),
    "timer",
    lambda text, _: _read_length(text),
    lambda value: show_compared(*split_sign(value)),
    also=("duration",),
)
LENGTHS = LENGTH.group(tr("Length"), tr("Find a length"), "<10s", "<1m", ">=1m", ">=5m", ">=30m")
