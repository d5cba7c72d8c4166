"""A frame of a film as a photo of its own: a new JPEG that says when, where and by what it was taken."""

from pathlib import Path

from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata
from photon.media.copy.stripped_copy import rebuilt
from photon.media.copy.tiff_building import from_values
from photon.media.file.atomic_replace import exchange_file, flush_folder, free_name
from photon.media.write.embedded_blocks import Blocks
from photon.media.write.photo_writing import with_words_in

_MODEL = ("main", 0x0110)


def save_frame_photo(path: str, jpeg: bytes, words: MetadataEdit, camera: str) -> str:
    """Write a frame with its metadata; runs in a decoder process.

    Args:
        path: Where it should go; a number is added if the name is in use.
        jpeg: The picture.
        words: What it says.
        camera: Maker and model; empty if unknown.

    Returns:
        Path of the new file.

    Raises:
        Unwritable: It can't be written.
    """
    data = rebuilt(jpeg, "JPEG", Blocks(exif=from_values({_MODEL: camera}) if camera else None))
    data, _ = with_words_in(path, data, "JPEG", TargetMetadata(words), PROFILES["everywhere"])
    free = free_name(Path(path))
    exchange_file(free, data, None, lambda _: None)
    flush_folder(free.parent)
    return str(free)
