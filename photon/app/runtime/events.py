"""Listeners for changes and activity."""

import threading
from collections.abc import Callable

from photon.domain import Activity, Changes

Listener = Callable[[Changes | Activity], None]


class Events:
    """Sends events to all listeners, on the thread where the event happened."""

    def __init__(self) -> None:
        """Create a broadcaster without listeners."""
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; return a function that removes it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def send(self, event: Changes | Activity) -> None:
        """Call all listeners; an empty Changes is not sent."""
        if isinstance(event, Changes) and not event:
            return
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(event)
