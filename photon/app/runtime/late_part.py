"""Parts of a session that are made when they are first used, so that the window opens sooner."""

import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from photon.domain import PhotonError
from photon.language import tr

T = TypeVar("T")
_MAKING = threading.RLock()  # the window and several threads may ask for a part at the same time
_ENDED = "_ended_parts"


class LatePart(Generic[T]):
    """Decorates a method that makes a part; whoever asks first makes it, whatever the thread.

    Asking for a part that was ended before it was made raises PhotonError, because it would never be closed.

    ``functools.cached_property`` would make a part twice if two threads ask at once, from Python 3.12 on.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        """Take the method."""
        self._make, self.__doc__ = make, make.__doc__
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...
    @overload
    def __get__(self, owner: object, kind: type) -> T: ...
    def __get__(self, owner: object | None, kind: type) -> Self | T:
        if owner is None:
            return self
        with _MAKING:
            parts = vars(owner)  # from now on, the part is found there without this method
            if self._name not in parts:
                if self._name in parts.get(_ENDED, ()):
                    raise PhotonError(tr("Photon is closing and didn't start this."))
                parts[self._name] = self._make(owner)
            made: T = parts[self._name]
            return made


def made_part(owner: object, name: str) -> Any:  # noqa: ANN401 - a part of any class
    """Return a part if it was made, else None; asking does not make it.

    Args:
        owner: What has the part.
        name: The name of the part.
    """
    return vars(owner).get(name)


def end_part(owner: object, name: str) -> Any:  # noqa: ANN401 - a part of any class
    """Return a part if it was made, else None; if it was not, it is never made from now on.

    A part that another thread is just making is waited for.

    Args:
        owner: What has the part.
        name: The name of the part.
    """
    with _MAKING:
        vars(owner).setdefault(_ENDED, set()).add(name)
        return made_part(owner, name)


def close_made(owner: object, *names: str) -> None:
    """Close the parts of these names that were made, in this order; the others are not made any more."""
    for name in names:
        part = end_part(owner, name)
        if part is not None:
            part.close()
