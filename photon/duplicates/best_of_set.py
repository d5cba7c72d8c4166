"""The order in which to keep the photos of a set, and the reasons as text.

Photos are compared only with others of their set, and no score is shown. A reason is given only if the first photo is
clearly better than some others and clearly worse than none.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from photon.domain.photo.fingerprint import Fingerprint
from photon.domain.photo.shot import Shot
from photon.domain.query.filter_kinds.formats import RAW
from photon.duplicates.burst_faces import FrameFaces
from photon.duplicates.candidate_pairs import NEAR
from photon.language import tr, tr_n

MORE_PIXELS, SHARPER, LESS_PRESSED, LESS_CLIPPED, LESS_NOISE = 1.2, 1.0, 1.2, 0.02, 1.5
"""Minimum differences for being clearly better: factor of pixels, powers of two of fine detail, factor of bytes per
pixel, share of clipped pixels, factor of noise."""
_BLOWN_UP, _SOFTER = 0.7, 0.4
_FACES = 6.0  # powers of two of fine detail that a frame loses in which a large face blinks
_UNMEASURED = -1000.0
_TURNED = 0.25  # of the way from the camera to a profile
_NO_FACES: Mapping[int, FrameFaces] = {}
_MANY = 200  # above this number of copies, not every pair is compared


def order_copies(shots: Sequence[Shot]) -> list[Shot]:
    """Order copies of a picture, the most complete one first.

    RAW files come first, then the copies with the most pixels, unless these are only interpolated; then the user's
    marks decide. Among equals, the original is the one that has the camera's data, is not more compressed than the
    others, is about as bright as most of them, and has less fine detail than those that were saved again: saving adds
    artefacts, and so does editing.

    Args:
        shots: The copies.
    """
    marks = [shot.fingerprint for shot in shots if shot.fingerprint]
    level, clipped = (median(values) if (values := list(some)) else 0.0 for some in (
        (mark.level for mark in marks), (mark.clipped for mark in marks)
    ))  # fmt: skip
    pressed = median(sorted(_pressed(shot) for shot in shots)[-(len(shots) + 1) // 2 :])
    most = max(shot.pixels for shot in shots if not _is_blown_up(shot, shots))

    def merit(shot: Shot) -> tuple[object, ...]:
        mark = shot.fingerprint
        edited = abs(mark.level - level) / 5 + 8 * abs(mark.clipped - clipped) + mark.sharpness if mark else 0.0
        loss = max(0.0, math.log2(pressed / _pressed(shot)))
        value = 3 * (shot.camera is not None) - 5 * loss - edited + 8 * math.log2(max(1, shot.pixels))
        is_small = shot.pixels * MORE_PIXELS <= most
        is_soft = _is_softened(shot, shots)
        return shot.format in RAW, not _is_blown_up(shot, shots), not is_small, shot.merit, not is_soft, round(value, 3)

    return sorted(sorted(shots, key=lambda shot: (len(shot.path), shot.path)), key=merit, reverse=True)


def order_probable(shots: Sequence[Shot]) -> list[Shot]:
    """Order pictures that are probably the same: those with the camera's data first, then what most others show.

    Args:
        shots: The pictures.
    """

    def shown_by(shot: Shot) -> int:
        mine = shot.fingerprint
        marks = [other.fingerprint for other in shots if other.fingerprint is not None]
        if mine is None:
            return 0
        return sum(
            min((mine.codes[0] ^ code).bit_count() for code in (mark.codes[0], mark.inner)) <= NEAR for mark in marks
        )

    return sorted(order_copies(shots), key=lambda shot: (shot.camera is None, -shown_by(shot)))


def _pressed(shot: Shot) -> float:
    """Return the number of bytes per pixel."""
    return max(1, shot.size) / max(1, shot.pixels)


def _is_blown_up(shot: Shot, shots: Sequence[Shot]) -> bool:
    """Return whether a copy has more pixels than another one, but neither the detail nor the bytes for them."""
    mine = shot.fingerprint
    if len(shots) > _MANY:
        return False
    return mine is not None and any(
        other.fingerprint is not None
        and other.camera is not None  # a smaller copy that was sent is not the original, however sharp
        and other.format == shot.format
        and shot.pixels > other.pixels * MORE_PIXELS
        and _pressed(shot) < _pressed(other) * _BLOWN_UP
        and mine.sharpness < other.fingerprint.sharpness - _SOFTER
        for other in shots
    )


def _is_softened(shot: Shot, shots: Sequence[Shot]) -> bool:
    """Return whether another copy of as many pixels is clearly sharper and, as its bytes tell, was not sharpened."""
    if len(shots) > _MANY:
        return False
    return any(
        other.pixels == shot.pixels
        and other.format == shot.format
        and other.size > shot.size * LESS_PRESSED
        and (other.camera is not None or shot.camera is None)
        and is_sharper(other, shot)
        for other in shots
    )


def order_moment(shots: Sequence[Shot], faces: Mapping[int, FrameFaces] = _NO_FACES) -> list[Shot]:
    """Order shots of a moment by the user's marks, then by faces, sharpness, exposure and noise.

    Args:
        shots: The shots.
        faces: How the faces in them are, by photo; empty if that is unknown.
    """
    levels = [shot.fingerprint.level for shot in shots if shot.fingerprint]
    usual = median(levels) if levels else 0.0

    def merit(shot: Shot) -> tuple[float, ...]:
        mark, value = shot.fingerprint, _UNMEASURED
        if mark is not None:
            value = true_sharpness(mark) - abs(mark.level - usual) / 20 - 5 * mark.clipped
        return shot.merit, value + (_FACES * faces[shot.photo].merit if shot.photo in faces else 0.0)

    return sorted(sorted(shots, key=lambda shot: shot.path), key=merit, reverse=True)


def true_sharpness(mark: Fingerprint) -> float:
    """Return the detail without noise; a difference of 1 means twice the energy.

    Args:
        mark: The measurements.
    """
    return math.log2(max(2.0**mark.sharpness - 2 * mark.noise**2, 0.01))


def reasons_for(shots: Sequence[Shot], *, copies: bool, faces: Mapping[int, FrameFaces] = _NO_FACES) -> tuple[str, ...]:
    """Explain why the first photo of a set is the best.

    Args:
        shots: The photos, best first.
        copies: Whether they are copies of one picture; edits and files then count, too.
        faces: How the faces in them are, by photo; empty if that is unknown.

    Returns:
        The reasons, the most important first.
    """
    best, *others = shots
    found: list[str] = []
    if any(best.merit > other.merit for other in others) and all(best.merit >= other.merit for other in others):
        found.append(tr("you gave it more stars or a heart"))
    if copies:
        found += _reasons_of_file(best, others)
    if all(shot.photo in faces for shot in shots):
        found += _reasons_of_faces(faces[best.photo], [faces[other.photo] for other in others])
    found += [_counted(words, count, len(others)) for words, count in _measured(best, others, copies=copies) if count]
    return tuple(found)


def _reasons_of_file(best: Shot, others: Sequence[Shot]) -> list[str]:
    found = []
    if best.format in RAW and any(other.format not in RAW for other in others):
        found.append(tr("the RAW file"))
    second = max(other.pixels for other in others)
    times = best.pixels / max(1, second)
    if times >= MORE_PIXELS:
        found.append(tr("{times}× as many pixels as the next", times=_times(times)))
    elif any(best.pixels >= other.pixels * MORE_PIXELS for other in others) and best.pixels >= second:
        found.append(tr("none has more pixels"))
    if best.camera and not all(other.camera for other in others):
        found.append(tr("the camera's own data is still in it"))
    return found


def _reasons_of_faces(best: FrameFaces, others: Sequence[FrameFaces]) -> list[str]:
    total = len(others)
    blinking = sum(other.shut > 0 for other in others) if not best.shut else 0
    softer, turned = (
        0 if any(mine - value >= limit for value in values) else sum(value - mine >= limit for value in values)
        for mine, values, limit in (
            (best.softness, [other.softness for other in others], SHARPER),
            (best.turn, [other.turn for other in others], _TURNED),
        )
    )
    found = []
    if blinking:
        some = tr_n("nobody blinks, unlike {count} other", "nobody blinks, unlike {count} others", blinking)
        found.append(tr("nobody blinks") if blinking == total else some)
    if softer:
        some = tr_n("faces are sharper than in {count} other", "faces are sharper than in {count} others", softer)
        all_ = tr("the face is sharper") if best.faces == 1 else tr("the faces are sharper")
        found.append(all_ if softer == total else some)
    if turned:
        found.append(tr("turned to the camera") if best.faces == 1 else tr("everybody is turned to the camera"))
    return found


def _times(times: float) -> str:
    return f"{times:.1f}".removesuffix(".0") if times < 9.5 else f"{times:.0f}"


def _measured(best: Shot, others: Sequence[Shot], *, copies: bool) -> list[tuple[str, int]]:
    """Return what is clearly better as text, and than how many others; 0 if it is clearly worse than one of them."""
    tests: list[tuple[str, Callable[[Shot, Shot], bool]]] = [("sharper", _is_sharper_copy if copies else is_sharper)]
    tests += [("pressed", is_less_pressed)] if copies else []
    tests += [("clipped", is_less_clipped), ("noise", is_less_noisy)]
    return [
        (words, 0 if any(test(other, best) for other in others) else sum(test(best, other) for other in others))
        for words, test in tests
    ]


def is_sharper(one: Shot, other: Shot) -> bool:
    """Return whether the sharpest part of a photo has clearly more detail, apart from noise."""
    if one.fingerprint is None or other.fingerprint is None:
        return False
    return true_sharpness(one.fingerprint) - true_sharpness(other.fingerprint) >= SHARPER


def _is_sharper_copy(one: Shot, other: Shot) -> bool:
    return one.pixels == other.pixels and is_sharper(one, other)


def is_less_pressed(one: Shot, other: Shot) -> bool:
    """Return whether a file of the same format has clearly more bytes per pixel, and no fewer pixels."""
    if one.format != other.format or one.pixels < other.pixels:
        return False
    return _pressed(one) >= _pressed(other) * LESS_PRESSED


def is_less_clipped(one: Shot, other: Shot) -> bool:
    """Return whether a clearly smaller part of a photo is completely black or white."""
    if one.fingerprint is None or other.fingerprint is None:
        return False
    return other.fingerprint.clipped - one.fingerprint.clipped >= LESS_CLIPPED


def is_less_noisy(one: Shot, other: Shot) -> bool:
    """Return whether a photo has clearly less noise, although it is no less sharp."""
    if one.fingerprint is None or other.fingerprint is None:
        return False
    is_as_sharp = true_sharpness(one.fingerprint) >= true_sharpness(other.fingerprint)
    return is_as_sharp and other.fingerprint.noise >= one.fingerprint.noise * LESS_NOISE + 0.5


def _counted(words: str, count: int, total: int) -> str:
    """Describe an advantage with the number of others; the number is omitted if it applies to all of them."""
    is_all = count == total
    match words:
        case "sharper":
            return tr("sharper") if is_all else tr_n("sharper than {count} other", "sharper than {count} others", count)
        case "pressed":
            some = tr_n("less compressed than {count} other", "less compressed than {count} others", count)
            return tr("less compressed") if is_all else some
        case "clipped":
            some = tr_n(
                "fewer pixels are pure black or white than in {count} other",
                "fewer pixels are pure black or white than in {count} others",
                count,
            )
            return tr("fewer pixels are pure black or white") if is_all else some
        case _:
            some = tr_n("less noise than {count} other", "less noise than {count} others", count)
            return tr("less noise") if is_all else some
