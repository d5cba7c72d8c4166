"""The photos in the bin as a Qt item model, those that came last first."""

from collections.abc import Sequence, Set
from pathlib import PurePath

from photon.app.session import Session
from photon.domain import Card
from photon.domain.photo.file_move import BinnedPhoto
from photon.ui.kit.bridge import Bridge
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.row_cards import RowCards


class BinCards(RowCards):
    """The cards of photos in the bin, which come with the list: the library has no files of them."""

    def show_rows(self, rows: Sequence[BinnedPhoto]) -> None:
        """Know the cards of other rows."""
        self.clear()
        self._known = {row.photo: row.card for row in rows}

    def card(self, photo: int) -> Card | None:
        """The card of a photo, or None where Photon knows none."""
        return self._known.get(photo)


class BinList(PhotoRows[BinnedPhoto]):
    """What Photon moved to the bin."""

    cards: BinCards

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__(session, bridge)
        self.cards = BinCards(session, bridge, self)

    def show_photos(self, rows: Sequence[BinnedPhoto]) -> None:
        """List these."""
        if list(rows) != self._rows:
            self.cards.show_rows(rows)
            self._reset_rows(list(rows))

    def forget(self, photos: Set[int]) -> None:
        """Drop the rows and the cards of these photos."""
        self.show_photos([row for row in self._rows if row.photo not in photos])

    def _tooltip(self, row: BinnedPhoto) -> str:
        return "\n".join((row.path, *row.others))

    def _words(self, row: BinnedPhoto) -> str:
        path = PurePath(row.path)
        return f"{path.name}, {path.parent}"
