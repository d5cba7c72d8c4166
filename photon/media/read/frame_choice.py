"""Choose the frames that show what is in a film: after each cut, at least one every five seconds, no near-copies.

Key frames are decoded at once, and the frame before the next key frame only after all before it: up to ten times as
long as a key frame. Therefore cuts come from the index of the file where it has one (``film_boxes``), and other frames
are looked at where those around them differ, between them, and again between these.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
from PIL import Image

from photon.domain.arrays import Pixels
from photon.domain.films.film import Frame
from photon.media.films.film_player import FilmFrame, open_film
from photon.media.films.frame_times import FrameTimes, frame_times
from photon.media.read.reading import encode

MOST = 600  # frames of a film
SPACING = 5.0  # seconds between frames that differ, at most; in films of more than 50 minutes more, because of MOST,
_CLOSE = 2.0  # and less in short ones: these up to two minutes
LEAST = 1.0  # seconds between frames; shorter shots are left out
_PART = 60.0  # seconds looked through at a time, for some 2; in films of more than 50 minutes more
_SHORT, _LONG = 384, 1536  # pixels; the largest input of an encoder. 512 take twice the space
_EVEN, _DARK = 6, 20  # standard deviation and mean of luma below which a frame shows nothing
_LATE = 0.1  # seconds before the end within which there may be no frame
_SAME = 4.0  # mean difference of luma up to which frames are near-copies; noise makes 1
_OTHER = 16.0  # from which there may be a cut or a fast movement between two frames


class Film(Protocol):
    """Shows one frame after another, as ``FilmPlayer`` does."""

    def frame_at(self, seconds: float) -> FilmFrame | None:
        """Show the frame of a moment."""

    def picture(self, short: int, long: int) -> Image.Image:
        """Draw the frame that is shown."""


class _Look(NamedTuple):
    """A frame that was looked at."""

    seconds: float
    luma: Pixels
    jpeg: bytes


class Choice(NamedTuple):
    """Frames of a part of a film, and where the next part begins."""

    frames: list[Frame]
    until: float


def choose_frames(path: str, seconds: float, start: float) -> Choice:
    """Choose frames of the next part of a film. Called in a film process, because it plays the film.

    Args:
        path: The file; it is only read.
        seconds: Length of the film.
        start: Where the part begins.

    Raises:
        UnreadableFile: It can't be played, with the reason.
    """
    with open_film(path) as film:
        return choose_of(film, frame_times(path), seconds, start)


def choose_of(film: Film, times: FrameTimes, seconds: float, start: float) -> Choice:
    """Choose frames of the next part of a film that was opened; see ``choose_frames``.

    Args:
        film: The film.
        times: Its key frames and cuts; empty if unknown.
        seconds: Its length.
        start: Where the part begins.
    """
    spacing = spacing_of(seconds)
    until = start + max(_PART, 12 * spacing)
    until = max((key for key in times.keys if start < key <= until), default=until) if until < seconds else seconds
    times = FrameTimes(*([at for at in some if start <= at <= until] for some in times))
    allowed = max(1, int(MOST * (until - start) / seconds))
    planned = plan_looks(times, start, min(until, seconds - 2 * _LATE), spacing)
    looks = _Looking(film, times, seconds, allowed - len(planned)).look_at_all(planned, until)
    kept: list[tuple[float, _Look]] = []
    for look in looks:
        if look.seconds > until - _LATE:  # it begins the next part
            break
        change = change_between(kept[-1][1].luma, look.luma) if kept else math.inf
        if change > _SAME:
            kept.append((change, look))
    best = sorted(sorted(kept, key=lambda one: -one[0])[:allowed], key=lambda one: one[1].seconds)
    return Choice([Frame(max(start, look.seconds), look.jpeg) for _, look in best], until)


class _Looking:
    """Looks at frames of a film in order."""

    def __init__(self, film: Film, times: FrameTimes, seconds: float, more: int) -> None:
        self._film, self._times, self._more = film, times, more
        self._spacing, self._least = spacing_of(seconds), max(LEAST, seconds / MOST / 2)

    def look_at_all(self, planned: Sequence[float], until: float) -> Iterator[_Look]:
        """Yield the frames that show something, in order, and up to ``more`` between them."""
        before: _Look | None = None
        for at, end in pairwise([*planned, until]):
            look = self._look_at_frame(at, end)
            if look is None:
                continue
            if before is not None:
                yield from self._between(before, look)
            yield look
            before = look

    def _look_at_frame(self, at: float, end: float) -> _Look | None:
        """Look at a frame, or a second later if that is within a fade."""
        for moment in (at, at + LEAST):
            if moment > at and moment >= end - LEAST:
                break
            frame = self._film.frame_at(moment)
            if frame is not None and frame.luma.mean() >= _DARK and frame.luma.std() >= _EVEN:
                jpeg = encode(self._film.picture(_SHORT, _LONG))
                return _Look(frame.seconds, frame.luma, jpeg)
        return None

    def _between(self, before: _Look, after: _Look) -> Iterator[_Look]:
        """Yield frames between two, where they differ so much that there is something else between them."""
        change, gap = change_between(before.luma, after.luma), after.seconds - before.seconds
        middle = (before.seconds + after.seconds) / 2
        cheap = [key for key in self._times.keys if abs(key - middle) <= gap / 2 - self._least]
        is_wanted = change > _SAME and gap > self._spacing + 0.1
        is_worth = change > _OTHER and gap >= 2 * self._least and (cheap or not self._times.keys)
        if self._more <= 0 or not (is_wanted or is_worth):
            return
        self._more -= 1
        if self._times.keys and gap < 2 * self._spacing:  # the nearer to the key frame before, the cheaper
            middle = max(before.seconds + self._least, after.seconds - self._spacing)
        look = self._look_at_frame(min(cheap, key=lambda key: abs(key - middle), default=middle), after.seconds)
        if look is not None and before.seconds < look.seconds < after.seconds:
            yield from self._between(before, look)
            yield look
            yield from self._between(look, after)


def plan_looks(times: FrameTimes, start: float, until: float, spacing: float) -> list[float]:
    """Return at which moments a part of a film is looked at first.

    Args:
        times: Its key frames and cuts; empty if unknown.
        start: The part from here
        until: to here, exclusive.
        spacing: Seconds that may be between them, if there are key frames.
    """
    if not times.keys:
        return np.arange(start, until, spacing / 2).tolist()
    cuts: set[float] = set()
    for cut, following in pairwise([*times.cuts, math.inf]):
        if following - cut >= LEAST:  # the last frames before a key frame cost most, and the shot is still shown there
            shown = times.keys[bisect_left(times.keys, cut) :][:1]
            cuts |= {key for key in shown if key <= min(cut + spacing, following - LEAST, until)} or {cut}
    moments = sorted({at for at in {*times.keys, *cuts} - ({*times.cuts} - cuts) if start <= at < until} | {start})
    planned: list[float] = []
    for at, following in pairwise([*moments, until]):
        if not planned or at in cuts or following - planned[-1] > spacing:
            planned.append(at)
    return [*planned, until] if until - planned[-1] > LEAST else planned


def spacing_of(seconds: float) -> float:
    """Return how many seconds there may be between frames that differ, in a film of this length."""
    return max(_CLOSE, min(SPACING, seconds / 60), seconds / MOST)


def change_between(one: Pixels, other: Pixels) -> float:
    """Return how much two frames differ, 0..255; small movements and noise hardly count.

    Args:
        one: Luma of a frame, uint8 (64, 64).
        other: That of another one, uint8 (64, 64).
    """
    small = [luma.reshape(16, 4, 16, 4).astype(np.float32).mean((1, 3)) for luma in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())
