"""Rows of facts and of paths, all of it to be selected and copied."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QWidget,
)

from photon.domain import PhotoFile
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, make_form, vbox

LABEL = 64
"""Width of the names beside the values."""


class PropertyTable(QWidget):
    """Names on the left, values on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str]] = []
        self._form = make_form(self, margins=(2, 0, tokens.HAIR, 0), spacing=(tokens.TIGHT, tokens.TIGHT))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is shown."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these names and values; the same again changes nothing, so a selection stays."""
        if list(rows) == self._rows:
            return
        self._rows = list(rows)
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in rows:
            label = make_label(name, "quiet")
            label.setMinimumWidth(LABEL)
            self._form.addRow(label, WrappedText(value))


class PathsView(QWidget):
    """One row a file: its path, a button that copies it and one that shows it in its folder.

    ``show_asked`` brings the path.
    """

    show_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: tuple[PhotoFile, ...] = ()
        self._column = vbox(to=self, margins=(2, 0, tokens.HAIR, 0), spacing=tokens.TIGHT)

    def set_files(self, files: Sequence[PhotoFile]) -> None:
        """Show these files."""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, file in enumerate(files):
            if at == 1:
                self._column.addWidget(make_label(tr("Duplicates") if len(files) > 2 else tr("Duplicate"), "small"))
            self._column.addWidget(self._row(file))

    def _row(self, file: PhotoFile) -> QWidget:
        row, top = QWidget(), Qt.AlignmentFlag.AlignTop
        texts = vbox(WrappedText(file.path), margins=(0, tokens.HAIR, 0, 0), spacing=0)  # level with the buttons
        copy = _button("copy", tr("Copy path"), lambda: QGuiApplication.clipboard().setText(file.path))
        line = hbox((texts, 1), (copy, 0, top), to=row, margins=0, spacing=0)
        if file.offline:
            texts.addWidget(make_label(tr("Offline"), "small"))
        else:
            line.addWidget(
                _button("folder-open", tr("Show in folder"), lambda: self.show_asked.emit(file.path)), 0, top
            )
        return row


class WrappedText(QTextEdit):
    """Text to be selected that breaks anywhere and is as high as it needs to be.

    A label breaks only between words, and a path has none.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setStyleSheet("QTextEdit, QTextEdit:focus { background: transparent; border: none; padding: 0; }")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show this text; the same again changes nothing, so a selection stays."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(120, self.maximumHeight())

    def _fit(self) -> None:
        self.document().setTextWidth(max(40, self.viewport().width()))
        self.setFixedHeight(max(self.fontMetrics().height(), round(self.document().size().height())))


def _button(sign: str, hint: str, pressed: Callable[[], object]) -> QToolButton:
    made = make_icon_button(sign, hint, pressed, pixels=16)
    made.setFixedHeight(24)
    return made
