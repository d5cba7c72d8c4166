"""Numbers in filters: ``>=3``, ``1,000``, ``2..8``."""

import re
from collections.abc import Callable
from typing import Final

from photon.domain.query.filter_values import Bounds
from photon.domain.query.periods import BadValue
from photon.language import tr

NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_COMPARED = re.compile(r"(<=|>=|<|>|=)?\s*(.+)")

_WORDS: Final = {
    ">=": tr("{size} or more"),
    "<=": tr("{size} or less"),
    ">": tr("over {size}"),
    "<": tr("under {size}"),
}


def read_number(digits: str, hint: str) -> float:
    """Parse a number; commas between groups of three digits separate thousands, one other comma is a decimal point.

    Args:
        digits: A text like ``NUMBER``.
        hint: What to write instead, for the error.

    Raises:
        BadValue: It is not a number.
    """
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    try:
        return float(digits.replace(",", "."))
    except ValueError as error:
        raise BadValue(tr("“{text}” isn't a number.", text=digits), hint) from error


def compared_bounds(sign: str, value: float, *, half: float) -> Bounds:
    """Return the numbers that compare to a value as a sign says.

    Args:
        sign: ``>``, ``>=``, ``<`` or ``<=``; anything else for the value itself.
        value: The value.
        half: How far from the value numbers are still displayed as the value; 0 if they are not rounded.
    """
    if sign in {">", ">="}:
        return Bounds(value, None, low_open=sign == ">")
    if sign in {"<", "<="}:
        return Bounds(None, value, high_open=sign == "<")
    return Bounds(value - half, value + half, high_open=half > 0)


def read_range(
    name: str, text: str, read: Callable[[str], float], hint: str, unit: str = ""
) -> tuple[float | None, float | None] | None:
    """Parse ``2..8``, ``2..`` or ``..8`` as the value of a filter; None if it is no range.

    Args:
        name: The filter, such as ``aperture``.
        text: The value without its unit.
        read: Parses one end.
        hint: What to write instead, for the error.
        unit: What stands after the value, for the hint.

    Raises:
        BadValue: It has no ends, or ends before it starts.
    """
    first, gap, last = (part.strip() for part in text.partition(".."))
    if not gap:
        return None
    low, high = (read(part) if part else None for part in (first, last))
    if low is None and high is None:
        raise BadValue(tr("This range has no start and no end."), hint)
    if low is not None and high is not None and low > high:
        turned = f"{name}:{last}..{first}{unit}"
        raise BadValue(tr("This range ends before it starts."), tr("Write {filter}.", filter=turned))
    return low, high


def rounding_of(digits: str) -> float:
    """Return half of the last digit of a number as typed: what is displayed so is that far from it at most."""
    return 0.5 * 10.0 ** -len(digits.replace(",", ".").partition(".")[2])


def split_sign(value: str) -> tuple[str, str]:
    """Split ``>=3`` into sign and number; the sign is empty if there is none."""
    found = _COMPARED.fullmatch(value)
    return (found[1] or "", found[2]) if found else ("", value)


def show_compared(sign: str, size: str) -> str:
    """Describe what compares to a size as a sign says: ``10 MP or more``."""
    return _WORDS.get(sign, "{size}").format(size=size)
