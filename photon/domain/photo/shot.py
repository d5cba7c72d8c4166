"""What is known of a photo when it is compared with others."""

from photon.domain.photo.fingerprint import Fingerprint
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo as a candidate for a set.

    Attributes:
        photo: Photo id.
        path: Path of its first file.
        image_hash: Hash of its pixel data.
        format: Format by content, as in ``Facts.format``.
        width: Width of the upright picture in pixels.
        height: Height of the upright picture in pixels.
        size: Bytes of the file.
        files: Number of files with this content.
        taken: Capture time by the camera's clock in ISO 8601; None if unknown.
        camera: Maker and model.
        exposure: Exposure time in seconds.
        aperture: f-number.
        iso: ISO sensitivity.
        merit: Stars, and one more for a favourite.
        fingerprint: What was measured on its preview; None if it was not measured yet.
    """

    photo: int
    path: str
    image_hash: bytes
    format: str
    width: int
    height: int
    size: int
    files: int = 1
    taken: str | None = None
    camera: str | None = None
    exposure: float | None = None
    aperture: float | None = None
    iso: int | None = None
    merit: int = 0
    fingerprint: Fingerprint | None = None

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.width * self.height
