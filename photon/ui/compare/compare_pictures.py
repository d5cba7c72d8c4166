"""Loads pictures into several views at once, and reads those of the next photos ahead."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSize, QSizeF, Signal

from photon.app.session import Session
from photon.domain import Card
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.full_image_loader import FullImageLoader
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.loupe.picture_loader import FULL_AFTER_MS
from photon.ui.photos.photo_cache import PhotoCache
from photon.ui.photos.picture_cache import PaintablePicture


class ComparePictures(QObject):
    """Fills the views: colour, preview, sharp picture, and the full picture when enlarged.

    Signals:
        described: Brings a photo about which new information has arrived.
    """

    described = Signal(int)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._shelf = PhotoCache(session, bridge, self)
        self._pictures = FullImageLoader(session, bridge, self)
        self._views: dict[int, PhotoView] = {}
        self._cards: dict[int, Card] = {}  # what the views show
        self._coming: Sequence[int] = ()
        self._rested = single_shot(self, FULL_AFTER_MS, self._read_full)
        self._is_rested = False  # whether the same photos stayed so long
        self._shelf.arrived.connect(self._take_cards)
        self._pictures.arrived.connect(self._take_picture)
        self._pictures.failed.connect(self._take_failure)

    def card(self, photo: int) -> Card | None:
        """Return what is known about a photo, or None."""
        return self._shelf.card(photo)

    def complaint(self, photo: int) -> str:
        """Return why the sharp picture of a photo could not be read; empty if it could."""
        card = self._shelf.card(photo)
        return self._pictures.complaint(card) if card is not None else ""

    def show(self, views: Mapping[int, PhotoView], coming: Sequence[int] = ()) -> None:
        """Show these photos.

        Args:
            views: The view of each photo; views that show it already do not change.
            coming: Photos that are likely to be shown next.
        """
        stays = {photo for photo, view in views.items() if self._views.get(photo) is view}
        self._views, self._coming = dict(views), coming
        self._is_rested = False
        self._rested.start()
        self._cards = {photo: card for photo, card in self._cards.items() if photo in stays}
        self._pictures.keep_only([*views, *coming])
        self._shelf.want(views)  # separately, so that they do not wait for the others
        self._shelf.want(coming)
        for photo in views:
            if photo not in stays:
                self._present(photo)
        self._want_sharp()

    def follow_zoom(self) -> None:
        """Read the full pictures of all photos that have too few pixels for the new zoom."""
        for photo, view in self._views.items():
            card = self._cards.get(photo)
            if card is not None and not view.is_fitted and self._pictures.needs_full(card, view.zoom):
                self._pictures.want(card, full=True)

    def rest(self) -> None:
        """Release the memory, because nothing is shown."""
        self._views, self._cards, self._coming = {}, {}, ()
        self._rested.stop()
        self._is_rested = False
        self._pictures.forget()

    def _present(self, photo: int) -> None:
        view, card = self._views[photo], self._shelf.card(photo)
        view.show_photo(QSize(card.width, card.height) if card else QSize(), card.colour if card else None)
        if card is not None:
            self._cards[photo] = card
            self._lay_preview(photo)
            for picture in self._pictures.best(card):
                self._lay(photo, picture)
        self.described.emit(photo)

    def _lay_preview(self, photo: int) -> None:
        preview = self._shelf.preview(photo)
        if preview is not None and not self._views[photo].resolution:
            self._views[photo].add_layer(preview)

    def _lay(self, photo: int, picture: PaintablePicture) -> None:
        self._views[photo].set_full(QSize(picture.full_width, picture.full_height))
        self._views[photo].add_layer(picture.image)

    def _want_sharp(self) -> None:
        for photo, view in self._views.items():
            screen = view.screen()
            self._pictures.room = QSizeF(screen.size()) * screen.devicePixelRatio()
            if photo in self._cards:
                self._pictures.want(self._cards[photo])
        if self._are_settled():
            for card in filter(None, map(self._shelf.card, self._coming)):
                self._pictures.want(card)
        self.follow_zoom()
        if self._is_rested:
            self._read_full()

    def _read_full(self) -> None:
        """Read the full pictures of the photos, and of those that come next, once what the screen needs is there."""
        self._is_rested = True
        if self._views and self._are_settled():
            coming = map(self._shelf.card, self._coming)
            self._pictures.want_full([*(self._cards[photo] for photo in self._views), *filter(None, coming)])

    def _are_settled(self) -> bool:
        return all(photo in self._cards and self._is_settled(self._cards[photo]) for photo in self._views)

    def _is_settled(self, card: Card) -> bool:
        """Return whether the sharp picture of a photo has arrived or could not be read."""
        return bool(self._pictures.best(card)) or card.is_away or bool(self._pictures.complaint(card))

    def _take_failure(self, photo: int, _sentence: str) -> None:
        self.described.emit(photo)
        self._want_sharp()

    def _take_cards(self, photos: frozenset[int]) -> None:
        for photo in photos & self._views.keys():
            card, shown = self._shelf.card(photo), self._cards.get(photo)
            if card is not None and (shown is None or shown.version != card.version):
                self._shelf.want([photo])
                self._present(photo)
            elif card is not None:
                self._cards[photo] = card
                self._lay_preview(photo)
                self.described.emit(photo)
        if not photos.isdisjoint({*self._views, *self._coming}):
            self._want_sharp()

    def _take_picture(self, photo: int, picture: PaintablePicture) -> None:
        if photo in self._views:
            self._lay(photo, picture)
            self.described.emit(photo)
            self._want_sharp()
        elif self._is_rested:
            self._read_full()
