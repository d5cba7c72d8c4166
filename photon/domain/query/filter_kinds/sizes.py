"""The filter ``size:``, by pixels, long side or bytes."""

import re
from typing import Literal

from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.numbers import (
    NUMBER,
    compared_bounds,
    read_number,
    rounding_of,
    show_compared,
    split_sign,
)
from photon.domain.query.filter_values import Bounds, Within
from photon.domain.query.periods import BadValue
from photon.language import tr
from photon.quick_dataclass import dataclass

_Unit = Literal["bytes", "pixels", "side"]
_SIZE = re.compile(rf"(>=|<=|>|<|=)?\s*({NUMBER})\s*([a-z]+)")
_SIZES = re.compile(rf"(?:({NUMBER})\s*([a-z]+)?)?\s*\.\.\s*(?:({NUMBER})\s*([a-z]+)?)?")
_UNITS: dict[str, tuple[_Unit, float]] = {
    "b": ("bytes", 1), "kb": ("bytes", 1e3), "mb": ("bytes", 1e6), "gb": ("bytes", 1e9), "kib": ("bytes", 2**10),
    "mib": ("bytes", 2**20), "gib": ("bytes", 2**30), "mp": ("pixels", 1e6), "px": ("side", 1),
}  # fmt: skip
_HINT = tr("For example: size:>10MP (pixels), size:<2MB (file size), size:>=4000px (long side).")
_TYPED = re.compile(r"(?i)([\d.]+)\s*(MP|MB|KB|GB|px)?")


@dataclass(frozen=True, slots=True)
class FileSize:
    """Sizes of files in bytes."""

    bounds: Bounds


def _read_size(text: str) -> FileSize | Within:
    unit, bounds = _read_bounds(text)
    return FileSize(bounds) if unit == "bytes" else Within(unit, bounds)


def _read_bounds(text: str) -> tuple[_Unit, Bounds]:
    lower = text.casefold()
    one, two = _SIZE.fullmatch(lower), _SIZES.fullmatch(lower)
    if one:
        unit, scale = _unit(one[3])
        half = 0 if scale == 1 else rounding_of(one[2]) * scale
        return unit, compared_bounds(one[1] or "", read_number(one[2], _HINT) * scale, half=half)
    if not two or not (two[1] or two[3]):
        raise BadValue(tr("Photon doesn't understand the size “{text}”.", text=text), _HINT)
    first, last = two[2] or two[4], two[4] or two[2]
    (unit, low_scale), (other, high_scale) = _unit(first), _unit(last)
    if unit != other:
        raise BadValue(tr("This range mixes different units."), _HINT)
    low = read_number(two[1], _HINT) * low_scale if two[1] else None
    high = read_number(two[3], _HINT) * high_scale if two[3] else None
    if low is not None and high is not None and low > high:
        raise BadValue(
            tr("This range ends before it starts."),
            tr("Write {filter}.", filter=f"size:{two[3]}{last}..{two[1]}{first}"),
        )
    return unit, Bounds(low, high)


def _unit(text: str | None) -> tuple[_Unit, float]:
    found = _UNITS.get(text or "")
    if found is None:
        raise BadValue(tr("size: needs a unit, such as MP, MB or px."), _HINT)
    return found


def _show_size(value: str) -> str:
    sign, size = split_sign(value)
    found = _TYPED.fullmatch(size)
    if found is None:
        return value
    return show_compared(sign, f"{found[1]} {found[2]}" if found[2] else found[1])


SIZE = FilterKind(
    "size",
    FieldHelp(tr("size"), tr("pixels or bytes"), ">10MP", (">10MP", "<2MB", ">=4000px")),
    "arrows-out-simple",
    lambda text, _: _read_size(text),
    _show_size,
    also=("width", "height"),
)
