"""Read photos at the size that a background stage asks for, because previews are too small for text and faces."""

import io
from collections.abc import Sequence

from PIL import Image

from photon.domain import UnreadableFile
from photon.domain.photo.turn import AS_IT_IS
from photon.media.decode.decoding import Fit
from photon.media.file import failures
from photon.media.read.picture import Picture, render_fit
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


def read_originals(sources: Sequence[OriginalSource], fit: Fit) -> list[Picture | None]:
    """Read photos, each from its file, or from its preview if the file is away.

    Args:
        sources: The photos.
        fit: Maximum size.

    Returns:
        Their upright pixels, turned as decided; None without a file and with a damaged preview. A picture that is
        smaller than its own full size in ``fit`` came from the preview.
    """
    return [_read(source, fit) for source in sources]


def _read(source: OriginalSource, fit: Fit) -> Picture | None:
    try:
        return render_fit(source.path, fit, source.turn)
    except UnreadableFile:
        pass
    try:
        return render_preview(source.preview, fit, source.size)
    except UnreadableFile:
        return None


def render_preview(jpeg: bytes, fit: Fit, full: tuple[int, int]) -> Picture:
    """Decode a preview in place of the file.

    Args:
        jpeg: The preview.
        fit: Maximum size.
        full: Pixels of the upright photo: width and height.

    Raises:
        UnreadableFile: The preview is damaged.
    """
    try:
        with Image.open(io.BytesIO(jpeg)) as preview:
            preview.thumbnail(fit.size(*preview.size), Image.Resampling.HAMMING)
            return Picture(*preview.size, preview.convert("RGB").tobytes(), *full)
    except failures.DECODING_ERRORS as error:
        raise failures.from_decoder(error, "JPEG") from error
