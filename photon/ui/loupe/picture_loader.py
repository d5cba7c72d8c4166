"""Loads the pictures of the current photo into the loupe's view: colour, preview, sharp picture."""

from collections.abc import Iterable, Sequence

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
"""Time a photo must stay before its sharp picture is read; quick browsing shows previews only."""
FULL_AFTER_MS = 400
"""Time a photo must stay before its full picture, and those of the next photos, are read, so that 100% is there."""
FORGET_MS = 30_000
AHEAD = 3
"""Pictures that are read ahead of the current photo."""
AROUND = 12
"""Previews fetched on either side of the current photo."""


class PictureLoader(QObject):
    """Shows a photo of a list, and prefetches its neighbours.

    Signals:
        presented: Another photo or version is shown; brings its Card, or None while it is unknown.
        described: The information about the photo may have changed; brings its Card, or None.

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
        self._rested = single_shot(self, FULL_AFTER_MS, self._read_full)
        self._is_rested = False  # whether the photo stayed so long
        self._forget = single_shot(self, FORGET_MS, self._pictures.forget)
        self.shelf.arrived.connect(self._take_cards)
        self._pictures.arrived.connect(self._take_picture)
        self._pictures.failed.connect(self._take_failure)
        view.zoomed.connect(self._follow_zoom)

    @property
    def complaint(self) -> str:
        """Why the sharp picture of the photo could not be read; empty if it could."""
        return self._pictures.complaint(self.card) if self.card is not None else ""

    def set_photos(self, photos: Sequence[int], index: int) -> None:
        """Use another list, in which the photo shown has the index ``index``."""
        self._photos, self._index = photos, index

    def show_photo(self, index: int, step: int) -> None:
        """Show the photo at an index; ``step`` is 1 when moving forward and -1 when moving back."""
        self._index, self._step = index, step
        photo = self._photos[index]
        around = range(max(0, index - AROUND), min(len(self._photos), index + AROUND + 1))
        self.shelf.want([photo])  # separately, so that it does not wait for the others
        self.shelf.want(self._photos[near] for near in around)
        self.card = None
        self.present(photo)
        self._pictures.keep_only([self._photos[near] for near in self._neighbours(reach=1)] + [photo])
        self._is_rested = False
        self._pause.start()
        self._rested.start()

    def present(self, photo: int) -> None:
        """Show what is in memory for a photo; 0 shows nothing."""
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
        """Read the sharp picture of the photo without waiting for a pause."""
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
        """Keep the memory, because the loupe is shown."""
        self._forget.stop()

    def rest(self) -> None:
        """Stop prefetching, because the loupe is hidden, and release the memory after a while."""
        self._pause.stop()
        self._rested.stop()
        self._is_rested = False
        self._pictures.keep_only(())
        self._forget.start()

    # -- arriving pictures -------------------------------------------------------------------------

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
        was_away, self.card = self.card.is_away, card
        preview = self.shelf.preview(photo) if not self._view.resolution else None
        if preview is not None:
            self._view.add_layer(preview)
        if was_away and not card.is_away:
            self._pause.start()
        self.described.emit(card)

    def _take_picture(self, photo: int, picture: PaintablePicture) -> None:
        if photo == self._current:
            self._lay(picture)
            self._preload()
        if self._is_rested:
            self._read_full()

    def _lay(self, picture: PaintablePicture) -> None:
        self._view.set_full(QSize(picture.full_width, picture.full_height))
        self._view.add_layer(picture.image)

    def _take_failure(self, photo: int, _sentence: str) -> None:
        if photo == self._current:
            self.described.emit(self.card)
            self._preload()
        if self._is_rested:
            self._read_full()

    def _preload(self) -> None:
        for near in self._neighbours(reach=AHEAD):
            card = self.shelf.card(self._photos[near])
            if card is not None:
                self._pictures.want(card)

    def _read_full(self) -> None:
        """Read the full pictures of the photo and of the next ones, once what the screen needs is there."""
        self._is_rested = True
        if self.card is None or self._pause.isActive() or not self._pictures.best(self.card):
            return
        ahead = (self.shelf.card(self._photos[near]) for near in self._places(range(1, AHEAD + 1)))
        self._pictures.want_full([self.card, *filter(None, ahead)])

    def _neighbours(self, reach: int) -> list[int]:
        """Return the indices that are likely to be shown next: those ahead first, then the one before."""
        return self._places([*range(1, reach + 1), -1])

    def _places(self, steps: Iterable[int]) -> list[int]:
        places = (self._index + self._step * far for far in steps)
        return [place for place in places if 0 <= place < len(self._photos)]

    def _follow_zoom(self) -> None:
        card, view = self.card, self._view
        if card is not None and not view.is_fitted and self._pictures.needs_full(card, view.zoom):
            self._pictures.want(card, full=True)
