"""Pictures of photos on the map, from the thumbnails that the grid has."""

from photon.app.session import Session
from photon.domain import Changes
from photon.ui.kit.bridge import Bridge
from photon.ui.photos.row_cards import RowCards
from photon.ui.photos.thumbnails import Thumbnail, Thumbnails


class CoverPictures(RowCards):
    """Finds thumbnails by photo alone, and never waits; ``arrived`` tells that there are more."""

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        super().__init__(session, bridge, thumbnails)
        self._thumbnails = thumbnails
        thumbnails.arrived.connect(self.arrived)
        bridge.changed.connect(self._hear)

    def find(self, photo: int) -> Thumbnail | None:
        """Return a photo's thumbnail, if it is in memory; else it is asked for."""
        card = self.card(photo)
        return None if card is None else self._thumbnails.find(photo, card.version)

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"photos", "folders"} or changes.gone:
            self.outdate(changes.photos | changes.gone if changes.photos else None)
