"""What a file says about its picture, and what one reading of a file yields."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photon.domain.metadata import Account


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


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one opening of a file yields.

    Attributes:
        file_hash: 16 bytes over the whole file: identity, moves, exact duplicates.
        image_hash: 16 bytes over the picture alone (with its orientation, without metadata);
            previews and vectors follow it, so that writing keywords re-embeds nothing.
        size: Bytes of the file as read.
        facts: What the file says.
        preview: Upright sRGB JPEG, short side at most 512 px.
        colour: Mean colour of the preview as 0xRRGGBB, shown before the preview is there.
        damage: A sentence when only part of the picture could be read, else None.
        account: What the file and its sidecars say in words; None where nobody asked.
    """

    file_hash: bytes
    image_hash: bytes
    size: int
    facts: Facts
    preview: bytes
    colour: int
    damage: str | None = None
    account: "Account | None" = None
