"""Settings of a library. Each is declared once, by the feature that it belongs to; all code uses this declaration."""

from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from photon.domain.errors import PhotonError
from photon.domain.unseen_characters import shortened_line
from photon.language import number, tr
from photon.quick_dataclass import dataclass

_LATEST = 1 << 40  # seconds
Value = TypeVar("Value")
Travels = Literal["always", "stricter", "asked", "never"]
"""Which values are taken over from another library or computer: all; only "on"; none until the user switches them on,
because the setting sends, writes or removes something automatically; none, because they have no meaning elsewhere."""


def value_text(value: object) -> str:
    """Return a value for people."""
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return number(value) if isinstance(value, int) and abs(value) < 1 << 63 else shortened_line(str(value))


@dataclass(frozen=True, slots=True)
class LibrarySetting(Generic[Value]):
    """The declaration of a setting.

    Attributes:
        name: Its name in the catalogue and in files of decisions.
        noun: Its name for people.
        usual: Its default.
        check: Converts a stored JSON value to a value of the setting; raises ValueError if it is not possible.
        possible: The possible values, worded to follow "It can be "; empty if people never see it.
        travels: Which values are taken over from another library or computer.
        text: Returns a value for people.
    """

    name: str
    noun: str
    usual: Value
    check: Callable[[object], Value]
    possible: str
    travels: Travels = "always"
    text: Callable[[Value], str] = value_text

    def refusal(self, value: object) -> PhotonError:
        """Return the error for a value that is not possible."""
        sentence = tr("The setting “{name}” can't be “{value}”.", name=self.noun or self.name, value=value_text(value))
        return PhotonError(sentence, tr("It can be {possible}.", possible=self.possible) if self.possible else "")


def yes_or_no(value: object) -> bool:
    """Check that a value is a boolean.

    Raises:
        ValueError: It is not.
    """
    if value is not True and value is not False:
        raise ValueError
    return value is True


def whole_number(lowest: int, highest: int) -> Callable[[object], int]:
    """Return a check that a value is an integer in a range; it raises ValueError."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise ValueError
        return value

    return check


def short_text(longest: int) -> Callable[[object], str]:
    """Return a check that a value is a text of at most this many characters; it raises ValueError."""

    def check(value: object) -> str:
        if not isinstance(value, str) or len(value) > longest:
            raise ValueError
        return value

    return check


def time_stamp(value: object) -> float:
    """Check that a value is a time in seconds since 1970.

    Raises:
        ValueError: It is not.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < _LATEST:
        raise ValueError
    return float(value)
