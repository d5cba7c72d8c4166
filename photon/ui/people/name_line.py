"""The line in which a name is typed, with the people whose names match below it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from photon.domain.people.person import LONGEST_NAME, CountedPerson
from photon.domain.unseen_characters import line_written_out
from photon.language import counted, tr
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.icons import icon
from photon.ui.kit.key_filter import types_text
from photon.ui.kit.labels import name_field
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.people.face_crops import FaceCrops, paint_face
from photon.ui.widgets.keyed_line import KeyedLine

_MOST, _ROW, _WIDTH = 8, 36, 300
_UNDOING = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameLine(KeyedLine):
    """Enter names: the person marked in the list or, with Ctrl, whoever has exactly the typed name.

    Signals:
        named: Brings the name, and the key of a known person or an empty text.
        given_up: Esc was pressed.
        skipped: Enter was pressed without a name.

    Attributes:
        popup: The list of matching people, made when it is first needed.
        takes_new: Whether a name that nobody has yet is accepted.
    """

    named = Signal(str, str)
    given_up = Signal()
    skipped = Signal()

    def __init__(self, context: WindowContext, parent: QWidget, title: str = "", *, takes_new: bool = True) -> None:
        super().__init__(parent, self._take_key)
        self._session, self._crops, self.takes_new = context.session, context.part(FaceCrops), takes_new
        self._request = LatestRequest(context.bridge, self, is_quiet=True)
        self._offered: list[CountedPerson | None] = []
        self._is_answered, self._is_entering = True, False
        self.popup: QListWidget | None = None
        self.setMaxLength(LONGEST_NAME)
        name_field(self, title or tr("Name"), tr("Type a name"))
        self.textEdited.connect(self._follow)
        self.left.connect(self._hide)
        self._crops.arrived.connect(self._show_covers)

    def show_name(self, name: str) -> None:
        """Show a name, all of it selected, so that typing replaces it."""
        self._hide()
        self.setText(name)
        self.selectAll()

    def offer_all(self) -> None:
        """List the people whose names match what is typed; without a text, all."""
        self._ask(self.text())

    # -- people that match -------------------------------------------------------------------------

    def _follow(self, text: str) -> None:
        self._is_entering = False
        if not text.strip():
            self._hide()
        else:
            self._ask(text)

    def _ask(self, text: str) -> None:
        self._is_answered = False
        self._request.ask(self._session.people.complete_names(text.strip()), partial(self._offer, text.strip()))

    def _offer(self, text: str, found: Sequence[CountedPerson]) -> None:
        if text != self.text().strip():
            return
        self._is_answered = True
        found = [one for one in found if one.person.key or self.takes_new]  # a tag is no person yet
        is_known = any(one.person.name.casefold() == text.casefold() for one in found)
        fresh: list[CountedPerson | None] = [None] if text and self.takes_new and not is_known else []
        self._offered = [*found[: _MOST - len(fresh)], *fresh]
        if self._is_entering:
            self.enter()
        elif self.isVisible():  # without the focus, no answer is awaited
            self._show_offered(text)

    def _show_offered(self, text: str) -> None:
        popup = self._made_popup()
        popup.clear()
        for one in self._offered:
            name = one.person.name if one is not None else text
            detail = counted(one.photos, "photo") if one is not None else tr("new person")
            item = QListWidgetItem(icon("user-plus"), f"{line_written_out(name)}   {detail}", popup)
            item.setSizeHint(QSize(0, _ROW))
        self._show_covers()
        popup.setCurrentRow(0)
        self._place(popup)
        popup.setVisible(bool(self._offered))
        popup.raise_()

    def _show_covers(self) -> None:
        if self.popup is None or self.popup.count() != len(self._offered):
            return
        for row, one in enumerate(self._offered):
            if one is not None:
                self.popup.item(row).setIcon(face_icon(self._crops.find(one.cover)))

    def _made_popup(self) -> QListWidget:
        if self.popup is None or self.popup.parentWidget() is not self.window():
            self.popup = QListWidget(self.window())
            self.popup.setObjectName("completions")
            self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.popup.setIconSize(QSize(tokens.CHIP_PICTURE, tokens.CHIP_PICTURE))
            self.popup.setAccessibleName(tr("People with this name"))
            self.popup.itemPressed.connect(lambda _: self.enter())
        return self.popup

    def _place(self, popup: QListWidget) -> None:
        """Put the list below the line, or above it where there is no room."""
        window, height = self.window(), _ROW * len(self._offered) + 12
        place = self.mapTo(window, QPoint(0, self.height() + tokens.HAIR))
        width = min(max(self.width(), _WIDTH), window.width() - 2 * tokens.TIGHT)
        top = place.y() if place.y() + height <= window.height() else place.y() - self.height() - height - tokens.TIGHT
        popup.setGeometry(min(place.x(), window.width() - width - tokens.TIGHT), top, width, height)

    def _hide(self) -> None:
        self._request.forget()
        self._is_answered, self._is_entering, self._offered = True, False, []
        if self.popup is not None:
            self.popup.hide()

    # -- keys --------------------------------------------------------------------------------------

    def enter(self, *, literally: bool = False) -> None:
        """Take the marked person, or the typed name."""
        text = self.text().strip()
        if not self._is_answered and not literally:
            self._is_entering = True  # fast typists must get the same person as slow ones
            return
        row = self.popup.currentRow() if self.popup is not None and self.popup.isVisible() else 0
        chosen = self._offered[row] if 0 <= row < len(self._offered) and not literally else None
        self._hide()
        if chosen is not None:
            self.named.emit(chosen.person.name, chosen.person.key)
        elif text and self.takes_new:
            self.named.emit(text, "")
        elif not text:
            self.skipped.emit()

    def _take_key(self, event: QKeyEvent) -> bool:
        is_open = self.popup is not None and self.popup.isVisible()
        if event.key() in _ENTER:
            self.enter(literally=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self._hide()
            if not is_open:
                self.given_up.emit()
        elif self.popup is not None and is_open and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.popup.setCurrentRow(min(max(self.popup.currentRow() + step, 0), self.popup.count() - 1))
        elif event.key() == Qt.Key.Key_Down:
            self.offer_all()
        elif not (self._is_entering and types_text(event)):
            return False
        return True  # letters after Enter are no part of the name

    def event(self, event: QEvent) -> bool:
        """Claim its own keys before they become shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (*_ENTER, Qt.Key.Key_Escape):
                event.accept()
                return True
            if not self.text() and any(event.matches(key) for key in _UNDOING):
                event.ignore()  # the window undoes the last answer
                return False
        return super().event(event)


def face_icon(crop: QPixmap | None) -> QIcon:
    """Return a face as a round icon."""
    picture = QPixmap(2 * tokens.CHIP_PICTURE, 2 * tokens.CHIP_PICTURE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_face(painter, picture.rect().toRectF(), crop, is_round=True)
    painter.end()
    return QIcon(picture)
