"""A heat map over the photo in the loupe, which shows where it matches the search, and its legend."""

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from photon.app.session import Session
from photon.domain import Card, PhotonError, Query
from photon.domain.arrays import Floats
from photon.domain.photo.heat import Explanation, Strength, colours, enlarged, strength
from photon.domain.query.filter_kinds.regions import sought_names
from photon.language import tr
from photon.ui.keys.key_texts import with_way
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.loupe_bar import HEIGHT
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.photos.mark_flash import ground

NO_WORDS = tr("Search for something first, then {press} to see where a photo matches.")
NO_WORDS_ASKED = tr("Photon shows where a photo matches words, but this search has none.")
MATCHES: dict[Strength, str] = {"strong": tr("strong match"), "fair": tr("fair match"), "weak": tr("weak match")}
LESS, MORE = tr("less"), tr("more")
SIDE = 160  # size in pixels of the map given to the view, which smooths it further
RAMP = QSize(96, 10)
_REST_MS = 200  # for which a video must rest
LONGEST = 30  # characters of the query shown in the legend


class HeatOverlay(QWidget):
    """Requests the heat map of the current photo while it is on; the widget itself is the legend.

    Signals:
        toggled: Whether it is on now.
        message: A message for the user.

    Attributes:
        moment: When in a video the frame is that is explained; None for the whole.
    """

    toggled = Signal(bool)
    message = Signal(str)

    def __init__(self, session: Session, bridge: Bridge, view: PhotoView) -> None:
        super().__init__(view)
        self._searching = session.searching
        self._view = view
        self._query: Query | None = None
        self._photo: tuple[int, bytes] | None = None
        self._heat, self._rest = LatestRequest(bridge, self), single_shot(self, _REST_MS, self._ask)
        self._verdict = ""
        self.is_on = False
        self.moment: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme().changed.connect(self.update)
        self.hide()

    def set_query(self, query: Query | None) -> None:
        """Explain this query; a query without words has no heat map and switches the overlay off."""
        if query == self._query:
            return
        self._query = query
        if self._has_words:
            self._ask()
        else:
            self._switch(on=False)

    def show_for(self, card: Card | None) -> None:
        """Follow the view to this photo, or to one whose card is not known yet."""
        photo = (card.id, card.version) if card else None
        if photo != self._photo:
            self._photo, self.moment = photo, None
            self._ask()

    def show_moment(self, seconds: float) -> None:
        """Follow a video to a moment; while it plays, nothing is asked."""
        if self.is_on and seconds != self.moment:
            self._heat.forget()
            self._view.set_tint(None)
            self._rest.start()
        self.moment = seconds

    def toggle(self) -> None:
        """Switch the overlay on or off; without words, only say what is missing."""
        if not self._has_words:
            self.message.emit(with_way(NO_WORDS, "heat") if self._query is None else NO_WORDS_ASKED)
        else:
            self._switch(on=not self.is_on)

    def place(self) -> None:
        """Move to the upper right of the photo's area, below the bar, because notices are at the lower left."""
        text = self.fontMetrics()
        width = RAMP.width() + sum(text.horizontalAdvance(word) for word in (LESS, MORE)) + 4 * tokens.TIGHT
        if self._verdict:
            width += text.horizontalAdvance(self._verdict) + tokens.WIDE
        size = QSize(width, text.height() + 2 * tokens.TIGHT)
        left, top = self._view.width() - size.width() - tokens.SPACE, HEIGHT + tokens.SPACE
        self.setGeometry(QRect(left, top, size.width(), size.height()))

    @property
    def _has_words(self) -> bool:
        query = self._query
        return query is not None and bool(query.words.strip() or sought_names(query.parts))

    @property
    def _subject(self) -> str:
        """The part that the map is about if the search has other parts: the map explains words only."""
        plain = () if self._query is None else (*self._query.phrases, *self._query.filters)
        if self._query is None or all(part in plain for part in self._query.parts):
            return ""
        words = self._query.words
        return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"

    def _switch(self, *, on: bool) -> None:
        if on != self.is_on:
            self.is_on = on
            self.toggled.emit(on)
            self._ask()

    def _ask(self) -> None:
        self._heat.forget()
        self._view.set_tint(None)
        self._say("")
        self.setVisible(self.is_on)
        if self.is_on and self._photo is not None and self._query is not None:
            asked = self._searching.explain(self._photo[0], self._query, self.moment)
            self._heat.ask(asked, self._show_explanation, self._fail)

    def _show_explanation(self, explanation: Explanation) -> None:
        self._view.set_tint(picture_of(explanation.heat))
        match, words = MATCHES[strength(explanation.score)], self._subject
        self._say(tr("“{words}”: {match}", words=words, match=match) if words else match)

    def _fail(self, error: PhotonError) -> None:
        self._switch(on=False)
        self.message.emit(str(error))

    def _say(self, verdict: str) -> None:
        self._verdict = verdict
        meaning = tr("Heat map: dark areas match less, bright areas match more.")
        self.setAccessibleName(f"{meaning} {verdict}".strip())
        self.place()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the verdict, ``less``, the colours, ``more``."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground())
        painter.drawRoundedRect(self.rect(), tokens.RADIUS, tokens.RADIUS)
        painter.setPen(theme().colour("text"))
        left = tokens.TIGHT
        if self._verdict:
            left = self._write(painter, left, self._verdict) + tokens.WIDE
        left = self._write(painter, left, LESS) + tokens.TIGHT
        ramp = QRect(left, (self.height() - RAMP.height()) // 2, RAMP.width(), RAMP.height())
        painter.drawImage(ramp, image_of(colours(np.linspace(0, 1, RAMP.width(), dtype=np.float32)[None])))
        self._write(painter, ramp.right() + tokens.TIGHT, MORE)

    def _write(self, painter: QPainter, left: int, word: str) -> int:
        """Paint a text vertically centred; return where it ends."""
        width = self.fontMetrics().horizontalAdvance(word)
        painter.drawText(QRect(left, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
        return left + width


def picture_of(heat: Floats) -> QImage:
    """Return a heat map as a coloured picture that can be stretched over a photo of any shape."""
    return image_of(colours(enlarged(heat, SIDE, SIDE)))


def image_of(pixels: "np.typing.NDArray[np.uint8]") -> QImage:
    """Copy pixels uint8 [h, w, 3] into a new image."""
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
