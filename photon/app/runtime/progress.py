"""Progress of the background work, with a smoothed speed."""

import threading
import time
from collections import deque
from dataclasses import replace

from photon.app.runtime.events import Events
from photon.domain import Activity

_WINDOW = 8.0  # seconds over which the speed is averaged
_EVERY = 0.2  # seconds between two messages


class Progress:
    """Counts of the stages; notifies listeners a few times per second."""

    def __init__(self, events: Events) -> None:
        """Start idle."""
        self._events = events
        self._lock = threading.Lock()
        self._marks: deque[tuple[float, int]] = deque()
        self._told = 0.0
        self.activity = Activity()

    def show(self, activity: Activity) -> None:
        """Set the current activity; a new stage restarts the speed measurement."""
        with self._lock:
            now = time.monotonic()
            if activity.stage != self.activity.stage or activity.done < self.activity.done:
                self._marks.clear()
            self._marks.append((now, activity.done))
            while now - self._marks[0][0] > _WINDOW:
                self._marks.popleft()
            (then, before), paused = self._marks[0], self.activity.paused
            speed = (activity.done - before) / (now - then) if now - then > 1 else 0.0
            news = activity.stage != self.activity.stage or activity.note != self.activity.note
            self.activity = replace(activity, per_second=speed, paused=paused)
            if not news and now - self._told < _EVERY and activity.done < activity.total:
                return
            self._told = now
        self._events.send(self.activity)

    def set_paused(self, *, paused: bool) -> None:
        """Record and announce that the user paused or resumed the work."""
        with self._lock:
            self.activity = replace(self.activity, paused=paused, per_second=0.0)
            self._marks.clear()
        self._events.send(self.activity)
