"""One of the compared photos, with its name, marks and zoom."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from photon.app.session import Session
from photon.domain import Card
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import theme, with_role
from photon.ui.loupe.loupe_bar import ElidedLabel, zoom_words
from photon.ui.loupe.loupe_notice import LoupeNotice
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.photos.mark_badge import MarkBadge
from photon.ui.photos.mark_flash import MarkFlash
from photon.ui.widgets.stars import StarRow

_FRAME = 3
_WIDE = 340  # pixels: stars and name fit side by side


class ComparePane(QFrame):
    """A photo, with a frame if keys mark it.

    Signals:
        pressed: The mouse was pressed on it.
        rated: Brings stars for its photo.

    Attributes:
        photo: The photo; 0 for none.
        is_current: Whether keys mark this photo.
    """

    pressed = Signal()
    rated = Signal(int)

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.photo, self.is_current = 0, False
        self.view = PhotoView(self)
        self.flash, self.notice = MarkFlash(self.view), LoupeNotice(session, bridge, self.view)
        self._name, self._role = with_role(ElidedLabel(), "strong"), make_label(role="quiet")
        self.stars, self.marks, self.zoom = StarRow(), MarkBadge(), make_label(role="quiet")
        self.stars.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._few = make_label(role="quiet")  # instead of the stars if there is little space
        row = hbox(
            (self._name, 1), self._role, self.stars, self._few, self.marks, self.zoom,
            margins=(tokens.TIGHT, tokens.HAIR), spacing=tokens.TIGHT,
        )  # fmt: skip
        vbox((self.view, 1), row, to=self, margins=_FRAME, spacing=0)
        self.view.zoomed.connect(lambda: self.zoom.setText(zoom_words(self.view)))
        self.stars.chosen.connect(self.rated)
        self.view.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep space for the name."""
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE
        self.stars.setVisible(is_wide)
        self._few.setVisible(not is_wide)

    def set_current(self, *, current: bool) -> None:
        """Set whether keys mark this photo."""
        self.is_current = current
        self._update_name()
        self.update()

    def show_role(self, words: str) -> None:
        """Show the photo's role, such as the reference; empty for none."""
        self._role.setText(words)
        self._role.setVisible(bool(words))

    def describe(self, card: Card | None, complaint: str) -> None:
        """Show what is known about the photo.

        Args:
            card: The photo, or None while nothing is known about it.
            complaint: Why its picture could not be read; empty if it could.
        """
        self._name.set_full_text(card.name if card else "")
        self.stars.set_stars(card.rating if card else 0)
        self._few.setText(f"{card.rating}★" if card and card.rating else "")
        self.stars.setEnabled(card is not None)
        self.marks.show_marks({card.flag} if card else (), {card.label} if card else ())
        self.notice.show_for(card, complaint)
        self._update_name()

    def _update_name(self) -> None:
        name = self._name.full_text
        self.setAccessibleName(tr("{name}, in the frame", name=name) if self.is_current else name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make the photo the current one when it is pressed anywhere; the press still zooms or pans."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.pressed.emit()
        elif event.type() == QEvent.Type.Resize:
            self.notice.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame of the current photo."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        if self.is_current:
            painter.setPen(QPen(theme().colour("accent"), _FRAME))
            half = _FRAME / 2
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
