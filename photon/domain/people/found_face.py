"""A face that a model found; apart from ``face``, which processes without NumPy import."""

from photon.domain.arrays import Floats
from photon.domain.people.face import FaceQuality
from photon.domain.photo.region import Region
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class FoundFace:
    """A face that a model found in a picture.

    Attributes:
        region: Its box in the upright picture.
        points: float32 (5, 2): both eyes, the nose, both corners of the mouth, each from left to right as seen; in
            fractions of the upright picture, which they may leave.
        quality: How well it shows who it is.
        embedding: float32 (d,), unit length.
    """

    region: Region
    points: Floats
    quality: FaceQuality
    embedding: Floats
