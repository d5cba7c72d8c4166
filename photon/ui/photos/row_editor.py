"""An editor over the text of one row of a list, which moves along when the list is scrolled."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Signal

from photon.ui.photos.photo_list import PhotoList
from photon.ui.widgets.text_fields import CaptionText


class RowEditor(QObject):
    """Edits one row at a time.

    Signals: ``saved`` brings row and text (Ctrl+Enter); ``kept`` brings row and text if the user left without saving;
    ``closed`` is emitted when it closes. The first two also bring whether nothing of the original text is left.
    """

    saved = Signal(int, str, bool)
    kept = Signal(int, str, bool)
    closed = Signal()

    def __init__(self, rows: PhotoList, place: Callable[[int], QRect]) -> None:
        super().__init__(rows)
        self._list = rows
        self._place = place
        self.row = -1
        self.text = CaptionText(rows.viewport())
        self.text.hide()
        self.text.saved.connect(self._save)
        self.text.given_up.connect(self._give_up)
        self.text.left.connect(self.close_and_keep)
        rows.verticalScrollBar().valueChanged.connect(lambda _: self._follow())

    def open(self, row: int, text: str) -> None:
        """Cover this row; its text is selected, so that typing replaces it and the arrow keys keep it."""
        self.close_and_keep()
        self.row = row
        self.text.show_text(text)
        self._follow()
        self.text.show()
        self.text.raise_()
        self.text.setFocus()
        self.text.selectAll()

    def close_and_keep(self) -> None:
        """Close; ``kept`` brings the text if it was edited."""
        row, text, is_anew = self.row, self.text.words, self.text.is_replaced
        is_typed = self.text.is_typed
        if self._close() and is_typed and text.strip():
            self.kept.emit(row, text.strip(), is_anew)

    def close_quietly(self) -> None:
        """Close without a signal about the text, because the row is gone."""
        self._close()

    def _save(self) -> None:
        row, text, is_anew = self.row, self.text.words, self.text.is_replaced
        if text.strip() and self._close():
            self._list.setFocus()
            self.saved.emit(row, text.strip(), is_anew)

    def _give_up(self) -> None:
        if self._close():
            self._list.setFocus()

    def _close(self) -> bool:
        if self.row < 0:
            return False
        self.row = -1
        self.text.show_text("")
        self.text.hide()
        self.closed.emit()
        return True

    def _follow(self) -> None:
        if self.row >= 0:
            rect = self._place(self.row)
            self.text.setFixedWidth(rect.width())
            self.text.move(rect.left(), rect.top() - 2)
