"""Rating and favourite of many photos, shown at once, undone with a word about what was undone."""

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.language import counted
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit.bridge import Bridge


class RatingCommands(QObject):
    """Marks photos.

    Signals: ``done`` brings a sentence about what can be undone; ``said`` one about what was undone.
    """

    done = Signal(str)
    said = Signal(str)

    def __init__(
        self, session: Session, bridge: Bridge, grid_model: PhotoGridModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._grid_model = grid_model

    def rate(self, photos: Sequence[int], stars: int) -> None:
        """Give photos 0 to 5 stars."""
        if photos:
            many = counted(len(photos), "photo")
            self._grid_model.mark(photos, rating=stars)
            self._write(
                self._session.rate(photos, stars),
                photos,
                f"Rated {many} {'★' * stars}" if stars else f"Removed the rating from {many}",
            )

    def favour(self, photos: Sequence[int], favourite: bool) -> None:  # noqa: FBT001 - a slot
        """Add photos to the favourites, or remove them."""
        if photos:
            many = counted(len(photos), "photo")
            sentence = f"Added {many} to favourites" if favourite else f"Removed {many} from favourites"
            self._grid_model.mark(photos, favourite=favourite)
            self._write(self._session.favour(photos, favourite), photos, sentence)

    def _write(self, future: Future[Changes], photos: Sequence[int], sentence: str) -> None:
        def fail(error: PhotonError) -> None:
            self._grid_model.outdate(photos)
            self._bridge.report_error(error)

        self._bridge.call(future, lambda _: self.done.emit(sentence), self, fail)

    def toggle_favourite(self, photos: Sequence[int]) -> None:
        """Make all of them favourites, unless they all are."""
        cards = [self._grid_model.card(photo) for photo in photos]
        self.favour(photos, not all(card is not None and card.favourite for card in cards))

    def undo(self) -> None:
        """Take the last mark back."""
        self._bridge.call(self._session.undo(), lambda what: self._say("Undid", what, "undo"), self)

    def redo(self) -> None:
        """Redo what was undone."""
        self._bridge.call(self._session.redo(), lambda what: self._say("Redid", what, "redo"), self)

    def _say(self, word: str, what: str | None, verb: str) -> None:
        self.said.emit(f"{word}: {what}" if what else f"Nothing to {verb}.")
