"""When a stage may look through a whole library: once it changed, and after a rest."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_REST = 20  # times as long as the last look took: 5 % of the time while photos are indexed
_SHORT = 0.1  # seconds that a look may take each time


class RestingLook:
    """Says whether a look is due, given what stands for the state of a library.

    Attributes:
        is_left: Whether the library changed, but the rest is not over.
    """

    def __init__(self) -> None:
        """Begin with a library that was never looked at."""
        self.is_left = False
        self._seen: object = None
        self._due = 0.0

    def is_due(self, state: object) -> bool:
        """Return whether to look now."""
        is_stale = state != self._seen
        self.is_left = is_stale and time.monotonic() < self._due
        return is_stale and not self.is_left

    def forget(self) -> None:
        """Look again once the rest is over, even if the library stays as it is."""
        self._seen = None

    @contextmanager
    def looking(self, state: object) -> Iterator[None]:
        """Measure a look; if it fails, another one is due at once."""
        begun = time.monotonic()
        yield
        took = time.monotonic() - begun
        self._seen, self._due = state, begun + (_REST * took if took > _SHORT else 0)
