"""The slim bar over the photo: name, position in the list, zoom, and buttons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

from photon.domain import Card
from photon.language import tr
from photon.ui.keys.key_texts import KeyedText, show_tip
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_icon_button, show_icon
from photon.ui.kit.formatting import whole_percent
from photon.ui.kit.icons import wear
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import with_role
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.photos.mark_badge import MarkBadge
from photon.ui.photos.mark_flash import ground
from photon.ui.widgets.stars import StarRow, favourite_hint

HEIGHT = 44
NAME_LEAST = 72  # pixels: enough to tell photos apart


class LoupeBar(QWidget):
    """Shows facts about the photo, and the buttons that the loupe connects."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._name, self._position = with_role(ElidedLabel(), "strong"), make_label(role="quiet")
        self.stars = StarRow()
        self.stars.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.is_favourite = False
        self.marks = MarkBadge(self)
        self.back, self.heart = _button("arrow-left", KeyedText(tr("Back to the photos"), "grid")), _button("", "")
        self.smaller = _button("magnifying-glass-minus", KeyedText(tr("Zoom out"), "loupe.smaller"))
        self.zoom = _button("", KeyedText(tr("Actual size or fit to window"), "loupe.actual"))
        self.zoom.setMinimumWidth(58)
        self.larger = _button("magnifying-glass-plus", KeyedText(tr("Zoom in"), "loupe.larger"))
        self.heat = _button("crosshair", KeyedText(tr("Show where the photo matches the search"), "heat"))
        self.filmstrip = _button("film-strip", KeyedText(tr("Show or hide the filmstrip"), "loupe.filmstrip"))
        self.play, self.full_screen = _button("", ""), _button("", "")
        for button in (self.heat, self.filmstrip):
            button.setCheckable(True)
        self.menu = _button("dots-three", tr("More actions"))
        self._arrange()
        self.show_favourite(favourite=False)
        self.show_running(is_running=False)
        self.show_alone(alone=False)

    def _arrange(self) -> None:
        self._row = hbox(
            self.back,
            (self._name, 1),
            self._position,
            tokens.WIDE,
            self.stars,
            self.heart,
            self.marks,
            tokens.WIDE,
            self.smaller,
            self.zoom,
            self.larger,
            tokens.TIGHT,
            self.heat,
            self.filmstrip,
            self.play,
            self.full_screen,
            self.menu,
            to=self,
            margins=(tokens.TIGHT, 0),
            spacing=tokens.HAIR,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide buttons in a narrow bar if keys and the inspector offer the same."""
        super().resizeEvent(event)
        spare = [(self.smaller, self.larger), (self.stars, self.heart), (self.heat, self.filmstrip)]
        for part in (part for parts in spare for part in parts):
            part.show()
        for parts in spare:
            if self._row.minimumSize().width() + NAME_LEAST <= self.width():
                break
            for part in parts:
                part.hide()

    @property
    def buttons(self) -> list[QToolButton]:
        """The buttons from left to right."""
        return sorted(self.findChildren(QToolButton), key=lambda button: button.x())

    @property
    def words(self) -> str:
        """All of its current text, for tests and screen readers."""
        return f"{self._name.full_text} · {self._position.text()} · {self.zoom.text()}"

    def show_card(self, card: Card | None) -> None:
        """Show name and marks of a photo; None while they are being loaded."""
        self._name.set_full_text(card.name if card else "")
        self.show_rating(card.rating if card else 0)
        self.show_favourite(favourite=card.favourite if card else False)
        self.marks.show_marks({card.flag} if card else (), {card.label} if card else ())
        for mark in (self.stars, self.heart):  # disabled: nothing is known about a photo until its card arrives
            mark.setEnabled(card is not None)

    def show_rating(self, stars: int) -> None:
        """Show this many stars."""
        self.stars.set_stars(stars)

    def show_favourite(self, *, favourite: bool) -> None:
        """Show whether the photo is a favourite."""
        self.is_favourite = favourite
        wear(self.heart, *(("heart-fill", "accent") if favourite else ("heart", "text")))
        show_tip(self.heart, favourite_hint(is_favourite=favourite))
        self.heart.setAccessibleName(tr("Favourite") if favourite else tr("Not a favourite"))

    def show_position(self, index: int, count: int) -> None:
        """Show the position, such as 12 of 340; ``index`` counts from 0."""
        self._position.setText(tr("{place:,} of {count:,}", place=index + 1, count=count))

    def show_zoom(self, view: PhotoView) -> None:
        """Show the zoom."""
        self.zoom.setText(zoom_words(view))

    def show_running(self, is_running: bool) -> None:  # noqa: FBT001 - a slot
        """Show the button that stops the slideshow, or the one that starts it."""
        name, hint = ("pause", tr("Stop the slideshow")) if is_running else ("play", tr("Start a slideshow"))
        show_icon(self.play, name, KeyedText(hint, "loupe.back"), "text")

    def show_alone(self, *, alone: bool) -> None:
        """Offer the slideshow in full screen only, where the back button leaves full screen."""
        self.play.setVisible(alone)
        name, hint = ("corners-in", tr("Leave full screen")) if alone else ("corners-out", tr("Full screen"))
        show_icon(self.full_screen, name, KeyedText(hint, "full-screen"), "text")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a translucent background, so that the photo shows through."""
        QPainter(self).fillRect(self.rect(), ground())


def zoom_words(view: PhotoView) -> str:
    """Describe the zoom: device pixels per pixel of the photo as a percentage, or that the whole photo is fitted."""
    return tr("Fit") if view.is_fitted else whole_percent(max(1, round(view.zoom * 100)))


class ElidedLabel(QLabel):
    """A line that is elided in the middle if there is not enough space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.full_text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_full_text(self, text: str) -> None:
        """Show this text, elided if necessary."""
        self.full_text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the elided text."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(self.full_text, Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _button(name: str, hint: str) -> QToolButton:
    made = make_icon_button(name, hint, colour="text")
    # The loupe has keys for everything that the buttons do, and Space must close it, not press a button.
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
