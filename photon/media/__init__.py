"""Floor 2: read image files, and write copies of photos and metadata.

This code runs inside decoder processes. It knows nothing of databases or windows, and never opens an original for
writing. Two modules replace an original by a new file, outside these processes: ``sidecar_writing`` and
``photo_writing``. ``colours``, ``heat_picture`` and ``style_measuring`` are imported by their modules, not here: they
need numpy, whose 0.1 s import no decoder process that only reads files should wait for.
"""

from photon.media.file.decoder_process import limit_process
from photon.media.file.file_kinds import is_other_picture, is_photo, is_video
from photon.media.file.signature import begins_like_picture
from photon.media.read.metadata_reading import read_words, understand
from photon.media.read.picture import Picture, render
from photon.media.read.reading import read
from photon.media.read.region import crop_file, crop_preview, has_enough_pixels

__all__ = [
    "Picture",
    "begins_like_picture",
    "crop_file",
    "crop_preview",
    "has_enough_pixels",
    "is_other_picture",
    "is_photo",
    "is_video",
    "limit_process",
    "read",
    "read_words",
    "render",
    "understand",
]
