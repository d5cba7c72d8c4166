"""Data of photos that are dragged inside Photon, in addition to their files, and of files from other programs."""

from PySide6.QtCore import QMimeData

from photon.domain import Like
from photon.ui.widgets.folder_dialog import folders_in

PHOTOS_MIME = "application/x-photon-photos"
"""Ids as decimal text separated by spaces; a photo is found by its id even if its file is offline."""
_TRACKS = (".gpx", ".nmea", ".kml", ".kmz", ".json")
Example = tuple[Like, str]  # an example picture and the name on its chip


def photos_in(held: QMimeData) -> list[int]:
    """Return the ids of the photos that Photon dragged or copied; empty for data from other programs."""
    return [int(photo) for photo in bytes(held.data(PHOTOS_MIME).data()).decode().split()]


def examples_of(dragged: QMimeData) -> list[Example]:
    """Return the photos or files in dragged data; a photo of the grid has no name."""
    if dragged.hasFormat(PHOTOS_MIME):
        return [(Like(photo=photo), "") for photo in photos_in(dragged)]
    files = [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
    folders = set(folders_in(dragged))
    return [(Like(path=path), path.rpartition("/")[2]) for path in files if path not in folders]


def track_files(dragged: QMimeData) -> list[str]:
    """Return the files in dragged data whose names are those of GPS tracks."""
    files = [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
    return [path for path in files if path.lower().endswith(_TRACKS)]
