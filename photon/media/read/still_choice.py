"""Stills of the film of a live or motion photo, from which another one can be chosen. Called in a film process."""

import io

import numpy as np
from PIL import Image

from photon.domain.arrays import Pixels
from photon.domain.films.film import Frame
from photon.media.films.film_player import open_film
from photon.media.films.motion_photos import film_part
from photon.media.read.fingerprinting import FINE, fingerprint_of, fit_luma
from photon.media.read.reading import encode

_MOST, _STEP = 30, 0.1  # stills, and least seconds between two of them: a film of three seconds has all of these
_RATE, _LONGEST = 2.0, 2.0  # how fast a film is played, and the most seconds that this should take
_LATE = 0.01  # seconds; frames of 30 a second are not at tenths
_SHORT, _LONG = 256, 1024  # pixels of a still that is offered
_SIDE, _SAME = 64, 12  # cells of a still, and how much the most different ones may differ: closed eyes fill some
_QUALITY = 95


def offer_stills(path: str) -> list[Frame]:
    """Draw stills of a film, the sharpest first; of those that look the same, only that.

    Args:
        path: The film, or the motion photo that contains it.

    Raises:
        UnreadableFile: It can't be played.
    """
    found: list[tuple[float, Frame, Pixels]] = []  # each with its sharpness first
    with open_film(path, film_part(path)) as film:
        step, due = max(_STEP, film.seconds / _MOST), 0.0
        for seconds in film.frames(max(_RATE, film.seconds / _LONGEST)):
            if seconds >= due - _LATE:
                due = max(due, seconds - step) + step
                picture = film.picture(_SHORT, _LONG)
                luma = picture.convert("L")
                sharpness = fingerprint_of(fit_luma(luma, FINE)).sharpness
                small = np.asarray(luma.resize((_SIDE, _SIDE), Image.Resampling.BOX))
                found.append((sharpness, Frame(seconds, encode(picture)), small))
    kept: list[tuple[Frame, Pixels]] = []
    for _, still, small in sorted(found, key=lambda one: (-one[0], one[1].seconds)):
        if all(np.abs(np.subtract(small, other, dtype=np.int16)).max() > _SAME for _, other in kept):
            kept.append((still, small))
    return [still for still, _ in kept]


def draw_still(path: str, seconds: float) -> bytes:
    """Draw a still at its full size.

    Args:
        path: As for ``offer_stills``.
        seconds: When in the film.

    Returns:
        A JPEG; empty if nothing can be decoded there.

    Raises:
        UnreadableFile: It can't be played.
    """
    out = io.BytesIO()
    with open_film(path, film_part(path)) as film:
        if film.frame_at(seconds) is not None:
            film.picture(1 << 30, 1 << 30).save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()
