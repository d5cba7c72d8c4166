"""Judge the frames of a burst by their faces: whether somebody blinks, is blurred or looks away.

Each face is compared only with the same face in the other frames, so nothing is said of how a person looks. A frame is
as good as its worst face, where small faces count less: a mean would let nine who look well outvote one who blinks.

In 2,000 bursts of 2 to 6 frames from two sittings, with planted blur, closed eyes or both, the best frame is neither
blurred nor blinks in .998; in .983 without faces, in .990 by faces without their eyes. In 500 bursts that differ by
closed eyes only, 1.00, .98 and .97: frames of these sittings with closed eyes happen to be less sharp as well.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from photon.domain.people.face import SAME_FACE, overlap
from photon.domain.people.found_face import FoundFace
from photon.quick_dataclass import dataclass

SHUT = 0.55
"""Share of the widest in the burst below which eyes are closed; measured in ``vision/people/eye_state.py``."""
_NARROW = 0.65  # share from which eyes count as open: frowns of two sittings had .70 and .74 on average
_SAME_PERSON = 0.363  # cosine of SFace's embeddings from which two faces are one person, by OpenCV
_SOFT = 2.0  # powers of two of sharpness; so much softer is blurred
_BLURRED, _AWAY = 0.5, 0.25  # what a blurred face loses, and one that looks away; one that blinks loses all
_SMALL = 0.2  # faces smaller than this share of the largest are not judged


@dataclass(frozen=True, slots=True)
class FrameFaces:
    """How the faces of a frame are, compared with the same faces in the other frames.

    Attributes:
        faces: Number of faces that were compared.
        merit: 0..1, of the worst face; 1 if each face is as good as it ever is in the burst.
        shut: Number of faces with closed eyes.
        softness: How many powers of two the softest face is below its sharpest, weighted by its size.
        turn: How far the worst face is turned away from the camera, 0..1, weighted by its size.
    """

    faces: int
    merit: float
    shut: int
    softness: float
    turn: float


def judge_frames(frames: Mapping[int, Sequence[FoundFace]]) -> dict[int, FrameFaces]:
    """Judge frames by their faces.

    A face that most frames show but one does not is turned away there.

    Args:
        frames: The faces of each frame, by photo, in order of time.

    Returns:
        By photo; empty if no face is in two frames.
    """
    tracks = [track for track in _track_faces(frames) if len(track) > 1]
    sizes = [float(np.median([face.quality.size for face in track.values()])) for track in tracks]
    largest = max(sizes, default=0.0)
    tracks = [track for track, size in zip(tracks, sizes, strict=True) if size >= _SMALL * largest]
    weights = np.array([size / largest for size in sizes if size >= _SMALL * largest])
    if not tracks:
        return {}
    losses = np.array([_losses(track, list(frames)) for track in tracks])  # tracks, frames, 3
    shut, soft, turned = np.moveaxis(losses, 2, 0)
    worst = weights[:, None] * np.minimum(shut + _BLURRED * np.minimum(soft / _SOFT, 1) + _AWAY * turned, 1)
    return {
        photo: FrameFaces(
            len(tracks), 1 - float(worst[:, at].max()), int((shut[:, at] >= 1).sum()),
            float((weights * soft[:, at]).max()), float((weights * turned[:, at]).max()),
        )
        for at, photo in enumerate(frames)
    }  # fmt: skip


def _losses(track: Mapping[int, FoundFace], frames: Sequence[int]) -> list[tuple[float, float, float]]:
    """Return for each frame how far the eyes are closed, 0..1, powers of two of lost sharpness, and the turn, 0..1."""
    marks = [face.quality for face in track.values()]
    widest, sharpest, pose = (
        max(values) for values in zip(*((m.eyes, m.sharpness, m.pose) for m in marks), strict=True)
    )
    is_usual = 2 * len(track) > len(frames)
    found = []
    for frame in frames:
        if frame not in track:
            found.append((0.0, 0.0, float(is_usual)))
            continue
        mark = track[frame].quality
        share = mark.eyes / widest if mark.eyes > 0 else 1.0
        shut = min(max((_NARROW - share) / (_NARROW - SHUT), 0.0), 1.0)
        soft = float(np.log2(max(sharpest, 1e-6) / max(mark.sharpness, 1e-6)))
        found.append((shut, soft, pose - mark.pose))
    return found


def _track_faces(frames: Mapping[int, Sequence[FoundFace]]) -> list[dict[int, FoundFace]]:
    """Find the same face in several frames, by its embedding or its place: faces by photo; of a frame at most one."""
    tracks: list[dict[int, FoundFace]] = []
    for photo, faces in frames.items():
        last = [next(reversed(track.values())) for track in tracks]
        pairs = [(_likeness(face, one), at, number) for at, face in enumerate(faces) for number, one in enumerate(last)]
        taken: dict[int, int] = {}
        for likeness, at, number in sorted(pairs, reverse=True):
            if likeness >= 0 and at not in taken and number not in taken.values():
                taken[at] = number
                tracks[number][photo] = faces[at]
        tracks += [{photo: face} for at, face in enumerate(faces) if at not in taken]
    return tracks


def _likeness(one: FoundFace, other: FoundFace) -> float:
    """Return how surely two faces are one; negative if they are not."""
    alike = float(np.dot(one.embedding, other.embedding)) if len(one.embedding) == len(other.embedding) else 0.0
    return max(alike - _SAME_PERSON, overlap(one.region, other.region) - SAME_FACE)
