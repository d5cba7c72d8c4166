"""Live and motion photos in the loupe: their film plays while a key or the mouse button is held."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from photon.domain import Card
from photon.language import tr
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import KeyFilter, lets_go_of
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.loupe import Loupe

if TYPE_CHECKING:
    from photon.ui.films.held_film import HeldFilm
    from photon.ui.films.still_dialog import StillDialog

_HOLD_MS = 300  # longer than a click


class LiveController(QObject):
    """Shows that the photo in the loupe has a film, and plays it; without such photos, no player is made.

    Attributes:
        badge: Lies over such a photo.
        dialog: The dialog with other stills while it is open.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._loupe = context, context.part(Loupe)
        self._card: Card | None = None
        self._pressed: QPointF | None = None
        self._is_held = False
        self.dialog: StillDialog | None = None
        self.badge = make_button(tr("Live"), KeyedText(tr("Hold to play"), "live.play"), icon_name="record")
        self.badge.setParent(self._loupe.view)
        self.badge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.badge.hide()
        self.badge.pressed.connect(self.play)
        self.badge.released.connect(self.stop)
        self._hold = single_shot(self, _HOLD_MS, self.play)
        self._keys = KeyFilter(commands={"live.play": self.play}, blocks_letters=False)
        self._loupe.loader.described.connect(self._show_card)
        self._loupe.view.placed.connect(self._place)
        self._loupe.installEventFilter(self)
        self._loupe.view.installEventFilter(self)

    @cached_property
    def film(self) -> "HeldFilm":
        """The film over the photo."""
        from photon.ui.films.held_film import HeldFilm  # Qt's player takes 100 ms, and is needed for films only

        return HeldFilm(self._context, self._loupe.view)

    # -- playing -----------------------------------------------------------------------------------

    def play(self) -> None:
        """Play the film of the photo shown until ``stop``."""
        if self._card is None or self._is_held:
            return
        self._is_held = True
        self.film.play(self._card.id)

    def stop(self) -> None:
        """Show the photo again."""
        self._hold.stop()
        if self._is_held:
            self._is_held = False
            self.film.stop()

    # -- stills ------------------------------------------------------------------------------------

    def choose_still(self) -> None:
        """Open the dialog with other stills of the photo."""
        photos, _ = self._context.selection()
        if self.dialog is not None:
            return
        if len(photos) != 1:
            self._context.say(tr("Select one live photo first, then choose another still of it."))
            return
        from photon.ui.films.still_dialog import StillDialog  # with the libraries for pictures

        dialog = self.dialog = StillDialog(self._context.session, self._context.bridge, photos[0], self._context.widget)
        dialog.finished.connect(lambda _: self._end(dialog))
        dialog.open()

    def _end(self, dialog: "StillDialog") -> None:
        self.dialog = None
        if dialog.saved:
            self._context.say(tr("Saved the still as {name}.", name=dialog.saved))

    # -- the loupe ---------------------------------------------------------------------------------

    def _show_card(self, card: Card | None) -> None:
        """Follow the loupe to another photo."""
        is_live = card is not None and card.is_live and not card.is_away
        shown = card if is_live else None
        if (shown and shown.id) != (self._card and self._card.id):
            self.stop()
        self._card = shown
        self.badge.setVisible(is_live)
        self._place()

    def _place(self) -> None:
        room, size = self._loupe.view.size(), self.badge.sizeHint()
        left, top = room.width() - size.width() - tokens.LOOSE, room.height() - size.height() - tokens.LOOSE
        self.badge.setGeometry(left, top, size.width(), size.height())
        self.badge.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Play while the key is held, or the mouse button over a photo that is shown as a whole."""
        if self._card is None:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and watched is self._loupe:
            return self._hold_key(event)
        if isinstance(event, QMouseEvent) and watched is self._loupe.view:
            return self._hold_button(event)
        if event.type() in (QEvent.Type.Hide, QEvent.Type.WindowDeactivate):
            self.stop()
        return super().eventFilter(watched, event)

    def _hold_key(self, event: QKeyEvent) -> bool:
        """Play until the key is let go; repeats of the key say nothing new."""
        if event.type() == QEvent.Type.KeyRelease and lets_go_of("live.play", event):
            if not event.isAutoRepeat():
                self.stop()
            return True
        is_press = event.type() == QEvent.Type.KeyPress
        return self._keys.act(event) if is_press else self._keys.accept(event)

    def _hold_button(self, event: QMouseEvent) -> bool:
        """Play once the button is held; then the view must not take it for a click or a drag."""
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position() if self._loupe.view.is_fitted else None
            if self._pressed is not None:
                self._hold.start()
        elif event.type() == QEvent.Type.MouseMove and self._hold.isActive() and self._pressed is not None:
            if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._hold.stop()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            was_held = self._is_held
            self.stop()
            return was_held
        return self._is_held and event.type() == QEvent.Type.MouseMove
