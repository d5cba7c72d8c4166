"""What a file says about its picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file itself tells; every field but the first three may be unknown.

    Attributes:
        format: Name of the format by content, not by file ending: ``JPEG``, ``HEIC``, ``DNG``…
        width: Pixels of the upright picture.
        height: Pixels of the upright picture.
        taken: ISO 8601 time of the shot as the camera's clock showed it, with offset when known.
        camera: Maker and model, without doubling the maker.
        lens: Lens model.
        exposure: Shutter time in seconds.
        aperture: f-number.
        iso: Sensitivity.
        focal_length: Millimetres.
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
