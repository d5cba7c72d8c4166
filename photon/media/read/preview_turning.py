"""Turn previews as decided, without reading the photos again."""

import io
from collections.abc import Sequence

from PIL import Image

from photon.media.decode import colour_conversion
from photon.media.file import failures
from photon.media.read.reading import encode


def turn_preview(jpeg: bytes, turn: int) -> bytes | None:
    """Turn a preview; takes about 5 ms.

    Args:
        jpeg: The preview that was made from the file.
        turn: 1..8.

    Returns:
        A JPEG; None if the preview is damaged.
    """
    try:
        with Image.open(io.BytesIO(jpeg)) as preview:
            return encode(colour_conversion.turned(preview.convert("RGB"), turn))
    except failures.DECODING_ERRORS:
        return None


def turn_previews(some: Sequence[tuple[bytes, int]]) -> list[bytes | None]:
    """Turn several previews, as ``turn_preview`` does."""
    return [turn_preview(jpeg, turn) for jpeg, turn in some]
