"""Read everything that the library stores about a photo."""

import hashlib
import io

from PIL import Image

from photon.domain import Facts, Reading
from photon.media.decode.decoding import Fit, decode
from photon.media.decode.image_header import ImageHeader
from photon.media.file.source import FileSource, opened
from photon.media.films.motion_photos import read_film_facts
from photon.media.read.metadata_reading import LONG, SHORT, collect_metadata
from photon.media.sidecar.sidecar import read_everything_beside

_QUALITY = 85
_SMALL = 100_000  # pixels; JPEG artefacts are worst in icons and scanned text, which are small


def read(path: str) -> Reading:
    """Read a photo in a single pass: two hashes, facts, metadata, preview, mean colour.

    Sidecars are read, too: their metadata counts, and their time and location fill gaps, as does the JSON file of a
    Google Takeout.

    Args:
        path: The file; it is only read.

    Returns:
        What was read; ``colour`` is the mean colour as 0xRRGGBB.

    Raises:
        UnreadableFile: It is no displayable photo, with the reason.
    """
    with opened(path) as source:
        picture, preview = decode(source, Fit(short=SHORT, long=LONG))
        account = collect_metadata(path, picture, read_everything_beside(path))
        return Reading(
            file_hash=source.file_hash,
            image_hash=_image_hash(source, picture, preview),
            size=source.size,
            facts=account.facts or Facts(picture.format, *picture.upright),
            preview=encode(preview),
            colour=mean_colour(preview),
            damage=picture.damage,
            account=account,
            film=read_film_facts(source, picture.format, picture.parts),
        )


def _image_hash(source: FileSource, picture: ImageHeader, preview: Image.Image) -> bytes:
    """Return a hash of 16 bytes over pixel data and orientation (since the preview is upright), without metadata."""
    digest = hashlib.sha256()
    if picture.parts.spans and picture.damage is None:
        digest.update(bytes([picture.orientation]))
        for start, end in picture.parts.spans:
            _feed(digest, source, start, end)
    else:
        digest.update(b"pixels %d %d" % picture.upright)
        digest.update(preview.tobytes())
    return digest.digest()[:16]


def _feed(digest: "hashlib._Hash", source: FileSource, start: int, end: int) -> None:
    if source.data is not None:
        digest.update(memoryview(source.data)[start:end])
        return
    for at in range(start, end, 1 << 20):
        digest.update(source.slice(at, min(end, at + (1 << 20))))


def encode(preview: Image.Image) -> bytes:
    """Encode a preview as JPEG.

    Args:
        preview: Upright, sRGB.
    """
    out = io.BytesIO()
    preview.info.clear()  # no profile (it is sRGB) and no comment
    if preview.width * preview.height < _SMALL:
        preview.save(out, "JPEG", quality=95, subsampling=0)
    else:
        preview.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def mean_colour(preview: Image.Image) -> int:
    """Return the mean colour of a preview as 0xRRGGBB."""
    red, green, blue = preview.resize((1, 1), Image.Resampling.BOX, reducing_gap=1.0).getpixel((0, 0))  # type: ignore[misc]
    return int(red) << 16 | int(green) << 8 | int(blue)
