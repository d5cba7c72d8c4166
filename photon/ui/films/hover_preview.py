"""A film in the grid plays while the pointer rests on it, if the user wants that."""

from functools import cached_property
from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QLabel

from photon.app.films.hover_path import hover_path
from photon.domain import Card
from photon.ui.films.film_player import FilmPlayback
from photon.ui.grid.photo_delegate import HOVER_LEAST, STRIP
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.settings import remembered_switch
from photon.ui.kit.timers import single_shot

HOVER = "films/hover"
_REST_MS = 400
_ENDS = {QEvent.Type.Leave, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress, QEvent.Type.Resize, QEvent.Type.Hide}


class HoverPreview(QLabel):
    """Lies over the film's cell, and leaves the mouse to the grid."""

    def __init__(self, context: WindowContext, grid: PhotoGrid) -> None:
        super().__init__(grid.viewport())
        self._context, self._grid = context, grid
        self._row, self._playing = -1, 0
        self._request = LatestRequest(context.bridge, self, is_quiet=True)
        self._rest = single_shot(self, _REST_MS, self._ask)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setScaledContents(True)
        self.hide()
        grid.viewport().installEventFilter(self)
        grid.verticalScrollBar().valueChanged.connect(lambda _: self._end())
        grid.grid_model.modelReset.connect(self._end)

    @cached_property
    def player(self) -> FilmPlayback:
        """Plays without sound, again and again."""
        made = FilmPlayback(self)
        made.framed.connect(self._show_frame)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            row = self._grid.indexAt(event.position().toPoint()).row()
            if row != self._row:
                self._end()
                self._row = row
                if self._film() and remembered_switch(HOVER, usual=False):
                    self._rest.start()
        elif event.type() in _ENDS:
            self._end()
        return super().eventFilter(watched, event)

    def _film(self) -> int:
        """Return the film under the pointer; 0 for none."""
        model = self._grid.grid_model
        card = model.card_at(self._row) if 0 <= self._row < model.rowCount() else None
        return card.id if is_film(card) else 0

    def _ask(self) -> None:
        self._playing = self._film()
        self._request.ask(self._context.session.store.read(hover_path, self._playing), self._play)

    def _play(self, path: str) -> None:
        if path:
            self.player.room = round(1.5 * self._grid.tile * self.devicePixelRatioF())  # for photos that fill squares
            self.player.open(path)
            self.player.repeat((0.0, float("inf")))
            self.player.toggle()

    def _show_frame(self, image: QImage) -> None:
        if self._film() != self._playing:  # the grid shows others
            self._end()
            return
        grid = self._grid
        cell = grid.visualRect(grid.grid_model.index(self._row)).adjusted(0, 0, 0, -grid.caption)
        place = grid.delegate.photo_rect(cell, grid.grid_model.card_at(self._row))
        self.setGeometry(place)
        self.clearMask()
        if cell.width() >= HOVER_LEAST:
            self.setMask(QRect(0, 0, place.width(), place.height() - STRIP))  # the grid has buttons below
        self.setPixmap(QPixmap.fromImage(image.copy(_fitting(image.rect(), place))))
        self.show()

    def _end(self) -> None:
        self._rest.stop()
        self._request.forget()
        self._row = -1
        if "player" in vars(self):
            self.player.close()
        self.hide()


def is_film(card: Card | None) -> TypeGuard[Card]:
    """Return whether a photo is a film whose file can be played now."""
    return card is not None and card.seconds is not None and not card.is_away


def _fitting(image: QRect, place: QRect) -> QRect:
    """Return the middle part of a picture with the shape of a place, which crops photos in square cells."""
    size = place.size().scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio)
    part = QRect(image.topLeft(), size)
    part.moveCenter(image.center())
    return part
