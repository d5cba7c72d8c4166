"""A status line on stderr; silent if stderr is no terminal."""

import sys

from photon.domain import Activity, Changes
from photon.language import tr

_STAGES = {
    "preparing": tr("Preparing search (only once)"),
    "scanning": tr("Looking for photos"),
    "reading": tr("Reading photos"),
    "embedding": tr("Making photos searchable"),
    "upgrading": tr("Preparing the new model"),
    "tagging": tr("Suggesting tags"),
    "describing": tr("Drafting captions"),
    "texts": tr("Reading text in photos"),
    "faces": tr("Finding people"),
    "frames": tr("Looking through videos"),
    "regions": tr("Looking for small things"),
    "waiting": tr("Waiting for another Photon process that is indexing this library"),
}


class ProgressLine:
    """Prints the current activity, overwriting the previous one."""

    def __init__(self) -> None:
        """Check whether stderr is a terminal."""
        self._visible = sys.stderr.isatty()
        self._width = 0
        self.coming = ""  # title of the encoder that will take over, once known

    def hear(self, event: Changes | Activity) -> None:
        """Print an activity of the session.

        Args:
            event: The event.
        """
        if isinstance(event, Activity) and event.stage in _STAGES:
            self._draw(_describe(event, self.coming))

    def preparing(self, share: float, _: str) -> None:
        """Print the progress of preparing an encoder.

        Args:
            share: Fraction done, 0..1.
            _: The current step.
        """
        self.working(share, _STAGES["preparing"])

    def working(self, share: float, sentence: str) -> None:
        """Print a step and its progress.

        Args:
            share: Fraction done, 0..1.
            sentence: The current step.
        """
        self._draw(tr("{step}: {share:.0%}", step=sentence, share=share))

    def say(self, text: str) -> None:
        """Print what has been done, if the total is unknown.

        Args:
            text: The text.
        """
        self._draw(text)

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
        return tr("{seconds} s", seconds=max(1, round(seconds)))
    if seconds < 5400:
        return tr("{minutes} min", minutes=round(seconds / 60))
    return tr("{hours:.1f} h", hours=seconds / 3600)


def _describe(activity: Activity, coming: str) -> str:
    is_named = activity.stage == "upgrading" and coming
    step = tr("Preparing {model}", model=coming) if is_named else _STAGES[activity.stage]
    if activity.total:
        step = tr("{step}: {done:,} of {total:,}", step=step, done=activity.done, total=activity.total)
    parts = [step]
    if activity.per_second >= 0.1:
        parts.append(tr("{count:.0f} per second", count=activity.per_second))
    if activity.seconds_left:
        parts.append(tr("about {time} left", time=duration(activity.seconds_left)))
    return " · ".join(parts)
