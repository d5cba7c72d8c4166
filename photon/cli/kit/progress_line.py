"""A status line on stderr; silent if stderr is no terminal."""

import sys

from photon.domain import Activity, Changes

_STAGES = {
    "preparing": "Preparing search (only once)",
    "scanning": "Looking for photos",
    "reading": "Reading photos",
    "embedding": "Making photos searchable",
    "upgrading": "Preparing the new model",
    "tagging": "Suggesting tags",
    "describing": "Drafting captions",
    "waiting": "Waiting for another Photon process that is indexing this library",
}


class ProgressLine:
    """Prints the current activity, overwriting itself."""

    def __init__(self) -> None:
        """Check whether stderr is a terminal."""
        self._visible = sys.stderr.isatty()
        self._width = 0
        self.coming = ""  # title of the encoder that will take over, once known

    def hear(self, event: Changes | Activity) -> None:
        """Listen to the session.

        Args:
            event: What happened.
        """
        if isinstance(event, Activity) and event.stage in _STAGES:
            self._draw(_describe(event, self.coming))

    def preparing(self, share: float, _: str) -> None:
        """Listen to the preparation of an encoder.

        Args:
            share: Fraction done, 0..1.
            _: The current step.
        """
        self._draw(f"{_STAGES['preparing']}: {share:.0%}")

    def working(self, share: float, sentence: str) -> None:
        """Print a step and its progress.

        Args:
            share: Fraction done, 0..1.
            sentence: The current step.
        """
        self._draw(f"{sentence}: {share:.0%}")

    def clear(self) -> None:
        """Erase the line."""
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
    """Format a duration roughly.

    Args:
        seconds: The duration.
    """
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
