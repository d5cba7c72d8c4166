"""Progress of the background work, with a steady speed."""

import threading
import time
from collections import defaultdict, deque
from dataclasses import replace
from functools import partial
from statistics import median

from photon.app.runtime.events import Events
from photon.domain import Activity
from photon.domain.changes import ActivityStage

_LEAST = 2.0  # seconds over which a speed is measured; longer until something is done
_FEWEST = 3  # measurements before a speed is shown: the first photos wait for processes to start
_MOST = 30  # measurements whose median is shown: a minute or more
_STALL = 30.0  # seconds without a photo after which no speed is shown
_EVERY = 0.2  # seconds between two messages


class Progress:
    """Counts of the stages; notifies listeners a few times per second."""

    def __init__(self, events: Events) -> None:
        """Start idle."""
        self._events = events
        self._lock = threading.Lock()
        self._rates: defaultdict[ActivityStage, deque[float]] = defaultdict(partial(deque, maxlen=_MOST))
        self._mark = (time.monotonic(), 0)  # when the current measurement began, and what was done by then
        self._reported = 0.0
        self.activity = Activity()

    def show(self, activity: Activity) -> None:
        """Set the current activity; a stage that resumes after another one keeps its speed until everything is done."""
        with self._lock:
            now = time.monotonic()
            speed = self._speed(activity, now)
            news = activity.stage != self.activity.stage or activity.note != self.activity.note
            self.activity = replace(activity, per_second=speed, paused=self.activity.paused)
            if not news and now - self._reported < _EVERY and activity.done < activity.total:
                return
            self._reported = now
        self._events.send(self.activity)

    def set_paused(self, *, paused: bool) -> None:
        """Record and announce that the user paused or resumed the work."""
        with self._lock:
            self.activity = replace(self.activity, paused=paused, per_second=0.0)
            self._mark = (time.monotonic(), self.activity.done)
        self._events.send(self.activity)

    def _speed(self, activity: Activity, now: float) -> float:
        """Return the median of the last speeds of a stage, so that a burst or a pause of the work moves it little."""
        if activity.stage == "idle":
            self._rates.clear()
        if activity.stage != self.activity.stage or activity.done < self.activity.done:
            self._mark = (now, activity.done)
        (then, before), rates = self._mark, self._rates[activity.stage]
        if activity.done > before and now - then >= _LEAST:
            rates.append((activity.done - before) / (now - then))
            self._mark = (now, activity.done)
        return median(rates) if len(rates) >= _FEWEST and now - self._mark[0] <= _STALL else 0.0
