"""Floor 2: picture files in; out only new pictures that somebody asked for.

Runs inside decoder processes: nothing here knows of databases or windows, and no original is ever opened
for writing.
"""

from photon.media.heat_picture import write_heat_picture
from photon.media.names import is_other_picture, is_photo, is_video
from photon.media.picture import Picture, render
from photon.media.process import limit_process
from photon.media.reading import read

__all__ = [
    "Picture",
    "is_other_picture",
    "is_photo",
    "is_video",
    "limit_process",
    "read",
    "render",
    "write_heat_picture",
]
