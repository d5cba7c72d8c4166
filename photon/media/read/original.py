"""Read photos at the size that a background stage asks for, because previews are too small for text and faces."""

import io
from collections.abc import Sequence

from PIL import Image

from photon.domain import UnreadableFile
from photon.domain.photo.turn import AS_IT_IS
from photon.media.file import failures
from photon.media.read.picture import Picture, render
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class OriginalSource:
    """Where the pixels of a photo are.

    Attributes:
        path: Its file; empty if it has none.
        preview: Its preview, turned as decided, for when the file is away or unreadable; may be empty.
        turn: How a person turned the picture, 1..8.
        size: Pixels of the upright photo, turned as decided: width and height.
    """

    path: str
    preview: bytes
    turn: int = AS_IT_IS
    size: tuple[int, int] = (0, 0)


def read_originals(sources: Sequence[OriginalSource], long_side: int) -> list[Picture | None]:
    """Read photos, each from its file, or from its preview if the file is away.

    Args:
        sources: The photos.
        long_side: Maximum pixels of the long side.

    Returns:
        Their upright pixels, turned as decided; None without a file and with a damaged preview. A picture that is
        smaller than both ``long_side`` and its own full size came from the preview.
    """
    return [_read(source, long_side) for source in sources]


def _read(source: OriginalSource, long_side: int) -> Picture | None:
    try:
        return render(source.path, long_side, source.turn)
    except UnreadableFile:
        pass
    try:
        with Image.open(io.BytesIO(source.preview)) as preview:
            preview.thumbnail((long_side, long_side), Image.Resampling.HAMMING)
            return Picture(*preview.size, preview.convert("RGB").tobytes(), *source.size)
    except failures.DECODING_ERRORS:
        return None
