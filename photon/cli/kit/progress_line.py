"""One line on stderr that says what is going on; silent where stderr is no terminal."""

import sys

from photon.domain import Activity, Changes

_STAGES = {
    "preparing": "Preparing the search, only once",
    "scanning": "Looking at your folders",
    "reading": "Reading photos",
    "embedding": "Making photos searchable",
    "upgrading": "Preparing the encoder that takes over",
    "tagging": "Looking for tags",
    "describing": "Drafting captions",
    "waiting": "Another Photon is working on this library; waiting for it",
}


class ProgressLine:
    """Draws Activity over itself."""

    def __init__(self) -> None:
        """Find out whether anybody looks."""
        self._visible = sys.stderr.isatty()
        self._width = 0
        self.coming = ""  # title of the encoder that is to take over, as soon as somebody knows it

    def hear(self, event: Changes | Activity) -> None:
        """A listener of the session."""
        if isinstance(event, Activity) and event.stage in _STAGES:
            self._draw(_describe(event, self.coming))

    def preparing(self, share: float, _: str) -> None:
        """A listener of the encoder's preparation."""
        self._draw(f"{_STAGES['preparing']}: {share:.0%}")

    def working(self, share: float, sentence: str) -> None:
        """What is being done, and how much of it is."""
        self._draw(f"{sentence}: {share:.0%}")

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._draw("")
            self._width = 0

    def _draw(self, text: str) -> None:
        if not self._visible:
            return
        sys.stderr.write("\r" + text.ljust(self._width) + ("\r" if not text else ""))
        sys.stderr.flush()
        self._width = len(text)


def duration(seconds: float) -> str:
    """About how long, in words."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def _describe(activity: Activity, coming: str) -> str:
    parts = [f"Preparing {coming}" if activity.stage == "upgrading" and coming else _STAGES[activity.stage]]
    if activity.total:
        parts[0] += f": {activity.done:,} of {activity.total:,}"
    if activity.per_second >= 0.1:
        parts.append(f"{activity.per_second:.0f} per second")
    if activity.seconds_left:
        parts.append(f"about {duration(activity.seconds_left)} left")
    return " · ".join(parts)
