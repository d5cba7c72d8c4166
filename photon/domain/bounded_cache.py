"""The last results that were used, up to a bound."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """Keeps what was used last and drops what was not (LRU); may be used from several threads."""

    def __init__(self, most: float, weigh: Callable[[V], float] = lambda _: 1) -> None:
        """Hold nothing yet.

        Args:
            most: What the values may weigh together; the last one stays, whatever it weighs.
            weigh: The weight of a value, such as its bytes; without it values are counted.
        """
        self._most, self._weigh = most, weigh
        self._lock = threading.Lock()
        self._held: OrderedDict[K, V] = OrderedDict()
        self._weight = 0.0

    def get(self, key: K) -> V | None:
        """The value of a key, or None; it counts as used now."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def store(self, key: K, value: V) -> None:
        """Hold a value in place of any earlier one of the key."""
        with self._lock:
            self._remove(key)
            self._held[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._most and len(self._held) > 1:
                self._weight -= self._weigh(self._held.popitem(last=False)[1])

    def discard(self, key: K) -> None:
        """Drop the value of a key, if there is one."""
        with self._lock:
            self._remove(key)

    def clear(self) -> None:
        """Drop all values."""
        with self._lock:
            self._held.clear()
            self._weight = 0.0

    @property
    def weight(self) -> float:
        """What the values weigh together."""
        return self._weight

    def __contains__(self, key: K) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[K]:
        with self._lock:
            return iter(list(self._held))

    def _remove(self, key: K) -> None:
        if key in self._held:
            self._weight -= self._weigh(self._held.pop(key))
