"""Faces: parts of photos, and what is known of each."""

from typing import Literal

from photon.domain.photo.region import Region
from photon.quick_dataclass import dataclass

FaceState = Literal["confirmed", "suggested", "unknown"]
"""A person said whose face it is; Photon suggests it; neither."""
SMALLEST_FACE = 32
"""Pixels of the original: shorter faces can't be told apart."""
UNSEEN_EYES = -1.0
"""Eyes of faces that are too small."""
SAME_FACE = 0.4
"""Overlap (IoU) from which two regions of a picture are the same face. Detectors and people draw boxes differently."""
SAME_FRAME = 0.001
"""Seconds between regions of one frame: their text is rounded."""
_LONGEST = 1e7  # seconds


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """How well a face shows who it is.

    Attributes:
        score: The detector's score, 0..1.
        size: Shorter side of the box in pixels of the original.
        sharpness: Sharpness of the aligned face; larger is sharper.
        pose: How far it looks at the camera, 0 (profile) .. 1 (frontal), from the five points.
        eyes: How far the eyes are open: distance of the lids in widths of the eye; only frames of one face may be
            compared. 0 until they were looked at, ``UNSEEN_EYES`` if they can't be measured.
    """

    score: float
    size: float
    sharpness: float
    pose: float
    eyes: float = 0.0


@dataclass(frozen=True, slots=True)
class FaceKey:
    """What a face is known by, whatever model finds it: its photo, and its box as a person saw it.

    Attributes:
        photo: Id of the photo.
        box: The region as text, see ``box_text``.
    """

    photo: int
    box: str

    @property
    def region(self) -> Region:
        """The box."""
        return read_box(self.box)


@dataclass(frozen=True, slots=True)
class PhotoFace:
    """A face in a photo, as people see it.

    Attributes:
        key: What it is known by.
        state: Whether a person or Photon says whose it is.
        person: Key of the person; empty if unknown.
        name: Name of the person; empty if unknown.
        certainty: 0..1; 1 if confirmed, 0 if unknown.
        group: The group of faces that it is in; 0 for none.
        item: Number of the found face; 0 if it was drawn by hand and not found.
    """

    key: FaceKey
    state: FaceState = "unknown"
    person: str = ""
    name: str = ""
    certainty: float = 0.0
    group: int = 0
    item: int = 0


def box_text(region: Region) -> str:
    """Return a region as text: four fractions with four decimals, such as ``0.2994 0.1066 0.4413 0.4392``.

    It is cut to the picture. Turned by quarters and mirrored, the text stays as exact as it is. In a frame of a video,
    the seconds follow.
    """
    left, top = _within(region.x), _within(region.y)
    right, bottom = _within(region.x + region.width), _within(region.y + region.height)
    box = f"{left:.4f} {top:.4f} {right - left:.4f} {bottom - top:.4f}"
    return f"{box} {region.seconds:.3f}" if region.seconds else box


def read_box(text: str) -> Region:
    """Return the region of a text that ``box_text`` made.

    Raises:
        ValueError: It is none, or leaves the picture, or has no size.
    """
    x, y, width, height, seconds = map(float, (text if text.count(" ") > 3 else f"{text} 0").split(" "))
    if not (0 <= x < x + width <= 1.0001 and 0 <= y < y + height <= 1.0001 and 0 <= seconds < _LONGEST):
        raise ValueError(text)
    return Region(x, y, width, height, seconds)


def _within(edge: float) -> float:
    return round(min(max(edge, 0.0), 1.0), 4) + 0.0  # no negative zero


def overlap(one: Region, other: Region) -> float:
    """Return the intersection of two regions divided by their union, 0..1; 0 in different frames."""
    if abs(one.seconds - other.seconds) > SAME_FRAME:
        return 0.0
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (one.width * one.height + other.width * other.height - both)
