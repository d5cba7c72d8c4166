"""Floor 2: picture files in; out new pictures, and words for those that somebody wants written.

Runs inside decoder processes: nothing here knows of databases or windows, and no original is ever opened for writing.
Two modules let a new file take an original's place, and do so outside these processes: ``sidecar_writing`` and
``photo_writing``. Pictures that are written (``heat_picture``) are imported by their module: they need numpy, whose
0.1 s no decoder process should wait for.
"""

from photon.media.file.decoder_process import limit_process
from photon.media.file.file_kinds import is_other_picture, is_photo, is_video
from photon.media.file.signature import begins_like_picture
from photon.media.read.metadata_reading import read_words, understand
from photon.media.read.picture import Picture, render
from photon.media.read.reading import read
from photon.media.read.region import crop_file, crop_preview, is_sharp

__all__ = [
    "Picture",
    "begins_like_picture",
    "crop_file",
    "crop_preview",
    "is_other_picture",
    "is_photo",
    "is_sharp",
    "is_video",
    "limit_process",
    "read",
    "read_words",
    "render",
    "understand",
]
