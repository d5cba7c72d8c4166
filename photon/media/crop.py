"""Parts of previews."""

import io

from PIL import Image

from photon.domain import Region

_QUALITY = 92


def crop_preview(jpeg: bytes, region: Region) -> bytes:
    """The part of an upright preview as a JPEG, at least one pixel wide and high.

    Args:
        jpeg: The preview.
        region: The part; what lies outside the picture is left out.

    Raises:
        OSError: The preview is damaged.
    """
    with Image.open(io.BytesIO(jpeg)) as picture:
        left, top = (_pixel(start, side) for start, side in zip((region.x, region.y), picture.size, strict=True))
        right = max(left + 1, min(picture.width, round((region.x + region.width) * picture.width)))
        bottom = max(top + 1, min(picture.height, round((region.y + region.height) * picture.height)))
        part = picture.convert("RGB").crop((left, top, right, bottom))
    held = io.BytesIO()
    part.save(held, "JPEG", quality=_QUALITY)
    return held.getvalue()


def _pixel(share: float, side: int) -> int:
    return min(side - 1, max(0, round(share * side)))
