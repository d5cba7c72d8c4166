"""How a file of a set differs from the suggested one, in words."""

from collections.abc import Sequence
from datetime import datetime

from photon.app.duplicates.change_texts import changes_in_words
from photon.duplicates.picture_changes import PictureChange
from photon.language import tr
from photon.library.duplicates.set_notes import SetNote

_CLEARLY = 1.2  # times as many pixels
_LEAST, _SOON = 0.05, 60  # seconds between two shots from which on and up to which they are said


def difference_line(
    changes: Sequence[PictureChange], note: SetNote | None, best: SetNote | None, *, copies: bool
) -> str:
    """Say what is different in a picture, then in its size and time.

    Args:
        changes: What is different in the picture.
        note: What is known of the photo; None if not yet.
        best: What is known of the suggested one.
        copies: Whether they are copies of one picture.
    """
    parts = changes_in_words(changes, copies=copies)
    if note is not None and best is not None:
        parts += _sizes(note, best) + _times(note.taken, best.taken)
    return " · ".join(parts)


def _sizes(note: SetNote, best: SetNote) -> list[str]:
    mine, other = max(1, note.width * note.height), max(1, best.width * best.height)
    if mine >= other * _CLEARLY:
        return [tr("larger")]
    return [tr("smaller")] if other >= mine * _CLEARLY else []


def _times(mine: str, other: str) -> list[str]:
    if not mine or not other or mine == other:
        return []
    seconds = _seconds_between(mine, other)
    if seconds is None or abs(seconds) > _SOON:
        return [tr("older") if mine < other else tr("newer")]
    if abs(seconds) < _LEAST:
        return []
    apart = tr("{seconds:,.1f} s", seconds=abs(seconds))
    if seconds == int(seconds):
        apart = tr("{seconds:,} s", seconds=int(abs(seconds)))
    return [tr("{time} earlier", time=apart) if seconds < 0 else tr("{time} later", time=apart)]


def _seconds_between(mine: str, other: str) -> float | None:
    """Return by how much the first time is later, by the clock of the camera; None if that is not known."""
    try:
        times = [datetime.fromisoformat(text) for text in (mine, other)]
    except ValueError:
        return None
    if (times[0].tzinfo is None) != (times[1].tzinfo is None):
        return None
    return (times[0] - times[1]).total_seconds()
