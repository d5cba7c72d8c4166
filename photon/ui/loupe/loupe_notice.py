"""A message over the photo that explains why some or all of it is missing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from photon.app.indexing.missing_texts import no_file_words, where_it_was
from photon.app.session import Session
from photon.domain import Card, Photo
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge

OFFLINE = tr("This photo's folder is offline. Showing the saved preview.")
MISSING = no_file_words(1)[0]
WIDEST = 560
PARTLY = tr("This photo is damaged.")


class LoupeNotice(QLabel):
    """A message that is hidden while there is nothing to say."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._browsing = session.browsing
        self._bridge = bridge
        self._ground = parent
        self._card: Card | None = None
        self._damage: dict[tuple[int, bytes], str] = {}
        self.setProperty("role", "raised")
        self.setContentsMargins(tokens.SPACE, tokens.TIGHT, tokens.SPACE, tokens.TIGHT)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_for(self, card: Card | None, complaint: str) -> None:
        """Show the message that applies to a photo, if any.

        Args:
            card: The photo, or None while nothing is known about it.
            complaint: Why its picture could not be read; empty if it was read or not tried.
        """
        self._card = card
        if card is None:
            self._say("")
        elif card.missing:
            self._say(MISSING)
            self._bridge.call(self._browsing.photo(card.id), lambda photo: self._tell_place(card, photo), self)
        elif card.offline:
            self._say(OFFLINE)
        elif complaint:
            self._say(f"{complaint} {tr('Showing the saved preview.')}")
        else:
            self._say(self._damage_of(card) if card.damaged else "")

    def place(self) -> None:
        """Move to the lower left of the photo's area."""
        room = self._ground.size()
        width = min(self._natural_width(), max(120, room.width() - 2 * tokens.LOOSE))
        height = max(self.heightForWidth(width), self.fontMetrics().height() + 2 * tokens.TIGHT)
        self.setGeometry(tokens.LOOSE, room.height() - height - tokens.LOOSE, width, height)

    def _natural_width(self) -> int:
        text = self.fontMetrics().horizontalAdvance(self.text())
        return min(text, WIDEST) + 2 * tokens.SPACE + 8

    def _say(self, sentence: str) -> None:
        self.setText(sentence)
        self.setVisible(bool(sentence))
        self.place()

    def _tell_place(self, card: Card, photo: Photo | None) -> None:
        if self._card is card and photo is not None and photo.files and photo.missing:
            self._say(where_it_was(photo.path, photo.missing))

    def _damage_of(self, card: Card) -> str:
        known = (card.id, card.version)
        if known not in self._damage:
            self._damage[known] = PARTLY
            self._bridge.call(self._browsing.photo(card.id), lambda photo: self._note_damage(known, photo), self)
        return self._damage[known]

    def _note_damage(self, known: tuple[int, bytes], photo: Photo | None) -> None:
        if photo is None or not photo.damage:
            return
        self._damage[known] = photo.damage
        if self._card is not None and (self._card.id, self._card.version) == known and self.text() == PARTLY:
            self._say(photo.damage)
