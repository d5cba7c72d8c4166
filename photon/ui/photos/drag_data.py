"""Photos that are dragged inside Photon, beside their files, and files that come from outside."""

from PySide6.QtCore import QMimeData

from photon.domain import Like
from photon.ui.widgets.folder_dialog import folders_in

PHOTOS_MIME = "application/x-photon-photos"
"""Ids as decimal text with spaces between; a photo is found by its id even when its file is offline."""
Example = tuple[Like, str]  # an example picture and what its chip is called


def photos_in(held: QMimeData) -> list[int]:
    """The photos that Photon dragged or copied, by id; empty for what comes from elsewhere."""
    return [int(photo) for photo in bytes(held.data(PHOTOS_MIME).data()).decode().split()]


def examples_of(dragged: QMimeData) -> list[Example]:
    """The photos or files in what is dragged; a photo of the grid comes without a name."""
    if dragged.hasFormat(PHOTOS_MIME):
        return [(Like(photo=photo), "") for photo in photos_in(dragged)]
    files = [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
    folders = set(folders_in(dragged))
    return [(Like(path=path), path.rpartition("/")[2]) for path in files if path not in folders]
