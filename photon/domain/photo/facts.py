"""Facts about a picture from its file."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts from a file; all but the first three may be unknown.

    Attributes:
        format: Format by content, not by file extension: ``JPEG``, ``HEIC``, ``DNG``…
        width: Width of the upright picture in pixels.
        height: Height of the upright picture in pixels.
        taken: Capture time by the camera's clock in ISO 8601, with offset if known.
        camera: Maker and model, without repeating the maker.
        lens: Lens model.
        exposure: Exposure time in seconds.
        aperture: f-number.
        iso: ISO sensitivity.
        focal_length: Focal length in millimetres.
        gps: Latitude and longitude in signed decimal degrees.
    """

    format: str
    width: int
    height: int
    taken: str | None = None
    camera: str | None = None
    lens: str | None = None
    exposure: float | None = None
    aperture: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    gps: tuple[float, float] | None = None
