"""Brings the pictures of the photo in the loupe into its view: its colour, its preview, its sharp picture."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, QSizeF, Signal

from photon.app.session import Session
from photon.domain import Card
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.full_image_loader import FullImageLoader
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.photos.photo_cache import PhotoCache
from photon.ui.photos.picture_cache import PaintablePicture

SHARP_AFTER_MS = 60
"""So long a photo must stay before its sharp picture is read; leafing quickly shows previews only."""
FORGET_MS = 30_000
AROUND = 12
"""Previews fetched on either side of the current photo."""


class PictureLoader(QObject):
    """Shows one photo of a list, and reads its neighbours ahead.

    Signals:
        presented: Another photo is shown, or another version of it; brings its Card, None while it is unknown.
        described: Brings the Card of the photo shown, or None, when what is known of it may have changed.

    Attributes:
        shelf: Cards and previews.
        card: The photo shown; None while it is unknown.
    """

    presented = Signal(object)
    described = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, view: PhotoView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self.shelf = PhotoCache(session, bridge, self)
        self.card: Card | None = None
        self._pictures = FullImageLoader(session, bridge, self)
        self._photos: Sequence[int] = ()
        self._index, self._step = 0, 1
        self._pause = single_shot(self, SHARP_AFTER_MS, self.load_now)
        self._forget = single_shot(self, FORGET_MS, self._pictures.forget)
        self.shelf.arrived.connect(self._take_cards)
        self._pictures.arrived.connect(self._take_picture)
        self._pictures.failed.connect(self._take_failure)
        view.zoomed.connect(self._follow_zoom)

    @property
    def complaint(self) -> str:
        """Why the sharp picture of the photo shown could not be read; empty if it could."""
        return self._pictures.complaint(self.card) if self.card is not None else ""

    def set_photos(self, photos: Sequence[int], index: int) -> None:
        """Go on with another list in which the photo shown is at place ``index``."""
        self._photos, self._index = photos, index

    def show_photo(self, index: int, step: int) -> None:
        """Show the photo at a place of the list; ``step`` is 1 on the way onward and -1 on the way back."""
        self._index, self._step = index, step
        photo = self._photos[index]
        around = range(max(0, index - AROUND), min(len(self._photos), index + AROUND + 1))
        self.shelf.want([photo])  # by itself, so that it does not wait for the others
        self.shelf.want(self._photos[near] for near in around)
        self.card = None
        self.present(photo)
        self._pictures.keep_only([self._photos[near] for near in self._neighbours(reach=1)] + [photo])
        self._pause.start()

    def present(self, photo: int) -> None:
        """Show what is in memory of a photo; of 0 nothing."""
        card = self.card = self.shelf.card(photo)
        self._view.show_photo(QSize(card.width, card.height) if card else QSize(), card.colour if card else None)
        self.presented.emit(card)
        preview = self.shelf.preview(photo)
        if preview is not None:
            self._view.add_layer(preview)
        for picture in self._pictures.best(card) if card else ():
            self._lay(picture)
        self.described.emit(card)

    def load_now(self) -> None:
        """Read the sharp picture of the photo shown without waiting for a pause."""
        if self.card is None:
            return
        self._pause.stop()
        screen = self._view.screen()
        self._pictures.room = QSizeF(screen.size()) * screen.devicePixelRatio()
        if self._pictures.best(self.card):
            self._preload()
        else:
            self._pictures.want(self.card)
        self._follow_zoom()

    def keep_pictures(self) -> None:
        """The loupe is shown: do not give the memory back."""
        self._forget.stop()

    def rest(self) -> None:
        """The loupe is hidden: stop reading ahead, and give the memory back after a while."""
        self._pause.stop()
        self._pictures.keep_only(())
        self._forget.start()

    # -- what arrives ------------------------------------------------------------------------------

    @property
    def _current(self) -> int | None:
        return self._photos[self._index] if self._photos else None

    def _take_cards(self, photos: frozenset[int]) -> None:
        photo = self._current
        if photo is None or photo not in photos:
            return
        card = self.shelf.card(photo)
        if card is None or self.card is None or card.version != self.card.version:
            if not self.shelf.has_preview(photo):
                self.shelf.want([photo])
            self.present(photo)
            self._pause.start()
            return
        was_offline, self.card = self.card.offline, card
        preview = self.shelf.preview(photo) if not self._view.resolution else None
        if preview is not None:
            self._view.add_layer(preview)
        if was_offline and not card.offline:
            self._pause.start()
        self.described.emit(card)

    def _take_picture(self, photo: int, picture: PaintablePicture) -> None:
        if photo == self._current:
            self._lay(picture)
            self._preload()

    def _lay(self, picture: PaintablePicture) -> None:
        self._view.set_full(QSize(picture.full_width, picture.full_height))
        self._view.add_layer(picture.image)

    def _take_failure(self, photo: int, _sentence: str) -> None:
        if photo == self._current:
            self.described.emit(self.card)
            self._preload()

    def _preload(self) -> None:
        for near in self._neighbours(reach=2):
            card = self.shelf.card(self._photos[near])
            if card is not None:
                self._pictures.want(card)

    def _neighbours(self, reach: int) -> list[int]:
        """Places likely to be looked at next: onward first, then one back."""
        places = [self._index + self._step * far for far in range(1, reach + 1)] + [self._index - self._step]
        return [place for place in places if 0 <= place < len(self._photos)]

    def _follow_zoom(self) -> None:
        card, view = self.card, self._view
        if card is not None and not view.is_fitted and self._pictures.needs_full(card, view.zoom):
            self._pictures.want(card, full=True)
