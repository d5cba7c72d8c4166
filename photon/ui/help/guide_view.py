"""A page of the guide, laid out for reading in the colours of the window."""

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from photon.domain.guide import find_topic
from photon.language import tr
from photon.resource_files import resource
from photon.ui.help.guide_html import guide_html
from photon.ui.kit import tokens
from photon.ui.kit.theme import theme

COLUMN = 720
"""Width of the longest line in pixels: longer lines are hard to read."""
_KINDS = QTextDocument.ResourceType


class GuideView(QTextBrowser):
    """Shows a page; links lead to other pages, with back and forward.

    Signals:
        page_shown: Brings the name of the page.
    """

    page_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Guide"))
        self.setObjectName("guide")
        self.setStyleSheet("QTextBrowser#guide, QTextBrowser#guide:focus { border: none; padding: 0; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or lines would move when it appears
        self.setOpenExternalLinks(True)
        self.document().setIndentWidth(tokens.LOOSE)  # of lists
        self._marked = ""
        self.sourceChanged.connect(self._show_source)
        theme().changed.connect(self._renew)

    @property
    def page(self) -> str:
        """The name of the page shown."""
        return self.source().path().removesuffix(".md")

    def open(self, topic: str) -> None:
        """Show a page by its name; a heading may follow after ``#``."""
        name, _, anchor = topic.partition("#")
        url = QUrl(f"{name}.md")
        if anchor:
            url.setFragment(anchor)
        self.setSource(url, _KINDS.HtmlResource)

    def mark(self, words: str) -> None:
        """Highlight words on this page and on those opened later, and scroll to the first of them."""
        self._marked = words
        places = self._mark()
        if places:
            first = QTextCursor(places[0])
            first.clearSelection()  # a selection would hide the highlight
            self.setTextCursor(first)
            self.ensureCursorVisible()

    def doSetSource(self, name: QUrl | str, kind: QTextDocument.ResourceType = _KINDS.UnknownResource) -> None:
        """Show the Markdown page that a link names as HTML."""
        super().doSetSource(name, _KINDS.HtmlResource if QUrl(name).path().endswith(".md") else kind)

    def loadResource(self, type: int, name: QUrl | str) -> Any:  # noqa: A002, ANN401, ARG002 - as Qt has it
        """Read pages and pictures of the guide; pictures are scaled to the width of a line."""
        path = QUrl(name).path()
        if path.endswith(".md"):
            topic = find_topic(path.removesuffix(".md"))
            return guide_html(topic.text, topic.anchors, theme().colours) if topic else None
        try:
            picture = QImage(str(resource(f"help/{path}")))
        except FileNotFoundError:
            return None
        scale = self.devicePixelRatioF()
        width = min(self._line_width(), picture.width())
        picture = picture.scaledToWidth(round(width * scale), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(scale)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Centre the lines and fit the pictures to them."""
        side = max(tokens.LOOSE, (self.width() - COLUMN) // 2)
        self.setViewportMargins(side, tokens.SPACE, side - tokens.SPACE, 0)
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._renew()

    def _line_width(self) -> int:
        return max(200, self.viewport().width() - 2 * round(self.document().documentMargin()))

    def _renew(self) -> None:
        """Lay the page out again, keeping the position."""
        if not self.source().isEmpty():
            scrolled = self.verticalScrollBar().value()
            self.reload()
            self.verticalScrollBar().setValue(scrolled)

    def _show_source(self, source: QUrl) -> None:
        self._mark()
        self.page_shown.emit(source.path().removesuffix(".md"))

    def _mark(self) -> list[QTextCursor]:
        """Highlight the words searched for, and return their positions in order."""
        marked = QTextCharFormat()
        marked.setBackground(theme().colour("accent"))
        marked.setForeground(theme().colour("on_accent"))
        selections, places = [], []
        for word in self._marked.split():
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor, selection.format = cursor, marked
                selections.append(selection)
                places.append(cursor)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(selections)
        return sorted(places, key=QTextCursor.position)
