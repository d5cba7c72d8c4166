"""Crop a region of a photo: from the preview, or from the file if that is sharper."""

import io

from PIL import Image

from photon.domain import PhotonError, Region
from photon.domain.photo.region import visible
from photon.domain.photo.turn import AS_IT_IS
from photon.language import tr
from photon.media.decode.decoding import Fit, decode
from photon.media.file import failures
from photon.media.file.source import opened
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.read.reading import encode

LEAST_PIXELS = 16  # minimum of either side
SHARP = 256  # pixels of the short side beyond which encoders gain nothing (their input is 224 to 384)
_ENLARGED = 64  # minimum pixels of the short side of every crop, so that it can be used like a preview
_MOST_PIXELS = 24_000_000  # maximum pixels decoded for a small region: 72 MB in a decoder


def crop_preview(jpeg: bytes, region: Region) -> bytes:
    """Crop a region of a preview. The result's short side has at least 64 pixels.

    Args:
        jpeg: An upright preview.
        region: Region of the photo; clipped at its edges.

    Returns:
        A JPEG.

    Raises:
        PhotonError: The region is outside the photo or smaller than 16 pixels, or the preview is damaged.
    """
    try:
        with Image.open(io.BytesIO(jpeg)) as preview:
            part = _cut(preview.convert("RGB"), region)
    except failures.DECODING_ERRORS as error:
        raise PhotonError(tr("The preview of that photo is damaged."), tr("Rescan folders.")) from error
    return encode(part)


def crop_file(path: str, region: Region, turn: int = AS_IT_IS) -> bytes:
    """Crop a region of a photo at the resolution of a preview: short side at most 512 pixels.

    Args:
        path: The file; it is only read.
        region: Region of the upright photo; clipped at its edges.
        turn: How a person turned the picture, 1..8.

    Returns:
        A JPEG.

    Raises:
        UnreadableFile: It is no displayable photo.
        PhotonError: The region is outside the photo or smaller than 16 pixels.
    """
    inside = _inside(region)
    share = min(inside.width, inside.height)
    with opened(path) as source:
        _, image = decode(source, Fit(short=round(SHORT / share), area=_MOST_PIXELS), turn)
    part = _cut(image, inside)
    size = Fit(short=SHORT, long=LONG).size(*part.size)
    return encode(part if size == part.size else part.resize(size, Image.Resampling.HAMMING))


def has_enough_pixels(jpeg: bytes, region: Region) -> bool:
    """Return whether the preview shows a region as well as the file would.

    Args:
        jpeg: The preview.
        region: Region of the photo.
    """
    try:
        with Image.open(io.BytesIO(jpeg)) as preview:
            width, height = preview.size
    except failures.DECODING_ERRORS:
        return False
    if min(width, height) < SHORT and max(width, height) < LONG:
        return True  # the preview is not reduced: it has the photo's full resolution
    return min(region.width * width, region.height * height) >= SHARP


def _inside(region: Region) -> Region:
    inside = visible(region)
    if inside is None:
        raise PhotonError(
            tr("That region is outside the photo."),
            tr("A region is x, y, width and height from the top left corner, each from 0 to 1."),
        )
    return inside


def _cut(image: Image.Image, region: Region) -> Image.Image:
    inside = _inside(region)
    left, top = round(inside.x * image.width), round(inside.y * image.height)
    right, bottom = round((inside.x + inside.width) * image.width), round((inside.y + inside.height) * image.height)
    width, height = right - left, bottom - top
    if min(width, height) < LEAST_PIXELS:
        raise PhotonError(
            tr(
                "That part of the photo is only {width} × {height} pixels, too small to search with.",
                width=width,
                height=height,
            ),
            tr("Choose a part of at least {least} × {least} pixels.", least=LEAST_PIXELS),
        )
    part = image.crop((left, top, right, bottom))
    if min(part.size) < _ENLARGED:
        factor = _ENLARGED / min(part.size)
        part = part.resize((round(width * factor), round(height * factor)), Image.Resampling.BICUBIC)
    return part
