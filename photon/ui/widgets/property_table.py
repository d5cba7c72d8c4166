"""Rows of facts and rows of paths; all of their text can be selected and copied."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QTextEdit, QToolButton, QWidget

from photon.domain import PhotoFile
from photon.domain.unseen_characters import written_out
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, make_form, vbox

LABEL = 64
"""Width of the names beside the values."""


class PropertyTable(QWidget):
    """A table with names on the left and values on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str]] = []
        self._lines: list[tuple[QLabel, WrappedText]] = []  # some may be hidden
        self._form = make_form(self, margins=(2, 0, tokens.HAIR, 0), spacing=(tokens.TIGHT, tokens.TIGHT))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The names and values shown."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these names and values; showing the same again changes nothing, so a selection stays."""
        if list(rows) == self._rows:
            return
        before, made, self._rows = len(self._rows), len(self._lines), list(rows)
        for at, (name, value) in enumerate(rows):
            if at == len(self._lines):
                self._add_line()
            label, text = self._lines[at]
            label.setText(name)
            text.set_text(value)
        for at in range(min(before, len(rows)), min(made, max(before, len(rows)))):  # new ones appear by themselves
            if self._lines[at][1].isHidden() == (at < len(rows)):
                self._form.setRowVisible(at, at < len(rows))

    def _add_line(self) -> None:
        """Add a row, which is kept when fewer rows are shown: creating one takes 4 ms, filling one 0.4 ms."""
        label, text = make_label(role="quiet"), WrappedText("", self)
        label.setMinimumWidth(LABEL)
        self._form.addRow(label, text)
        self._lines.append((label, text))


class PathsView(QWidget):
    """One row per file: its path, a button that copies it, and a button that shows it in its folder.

    ``show_asked`` brings the path.
    """

    show_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: tuple[PhotoFile, ...] = ()
        self._rows: list[FileRow] = []
        self._others = make_label(role="small")  # above all files except the first
        self._column = vbox(self._others, to=self, margins=(2, 0, tokens.HAIR, 0), spacing=tokens.TIGHT)

    def set_files(self, files: Sequence[PhotoFile]) -> None:
        """Show these files."""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        for row in self._rows[len(files) :]:
            row.hide()
            row.deleteLater()
        del self._rows[len(files) :]
        for at, file in enumerate(files):
            if at == len(self._rows):
                self._rows.append(row := FileRow(self))
                row.show_asked.connect(self.show_asked)
                self._column.insertWidget(at if at == 0 else at + 1, row)
            self._rows[at].show_file(file)
        others = {0: "", 1: "", 2: tr("Duplicate")}.get(len(files), tr("Duplicates"))
        show_text(self._others, others)


class FileRow(QWidget):
    """Path and buttons of a file, which can be replaced by another file; ``show_asked`` brings the path."""

    show_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        top = Qt.AlignmentFlag.AlignTop
        self._path, self._offline = WrappedText("", self), make_label(tr("Offline"), "small")
        copy = _button("copy", tr("Copy path"), lambda: QGuiApplication.clipboard().setText(self._path.text))
        self._show = _button("folder-open", tr("Show in folder"), lambda: self.show_asked.emit(self._path.text))
        texts = vbox(self._path, self._offline, margins=(0, tokens.HAIR, 0, 0), spacing=0)  # aligned with the buttons
        hbox((texts, 1), (copy, 0, top), (self._show, 0, top), to=self, margins=0, spacing=0)

    def show_file(self, file: PhotoFile) -> None:
        """Show this file."""
        self._path.set_text(file.path)
        day = file.missing.partition("T")[0]
        self._offline.setText(tr("Missing since {date}", date=day) if day else tr("Offline"))
        self._offline.setVisible(file.offline or bool(day))
        self._show.setHidden(file.offline or bool(day))


class WrappedText(QTextEdit):
    """Selectable text that wraps at any character and is as high as needed.

    A label wraps only between words, and a path has none.

    Attributes:
        text: Its text.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._fitted: tuple[str, int, QFont] | None = None
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show this text; showing the same again changes nothing, so a selection stays."""
        if text != self.text:
            self.text = text
            self.setPlainText(written_out(text))
            self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adjust the height to the new width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the height of the text."""
        return QSize(120, self.maximumHeight())

    def _fit(self) -> None:
        width = max(40, self.viewport().width())
        fitted = (self.text, width, self.font())
        if self._fitted == fitted:
            return
        self._fitted = fitted
        self.document().setTextWidth(width)
        self.setFixedHeight(max(self.fontMetrics().height(), round(self.document().size().height())))


def _button(sign: str, hint: str, pressed: Callable[[], object]) -> QToolButton:
    made = make_icon_button(sign, hint, pressed, pixels=16)
    made.setFixedHeight(24)
    return made
