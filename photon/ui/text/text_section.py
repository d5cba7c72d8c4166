"""The text of a photo in the details panel."""

from collections.abc import Mapping

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.films.play_time import play_time
from photon.domain.photo.page_text import PageText, TextLine
from photon.domain.unseen_characters import written_out
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.widgets.section import AnsweredSection

_ROWS = 8  # shown without scrolling


class TextSection(AnsweredSection):
    """Shows the text of one photo, and nothing where there is none.

    Attributes:
        page: The text; empty if the photo has none, or several photos are selected.
    """

    def __init__(self, session: Session, bridge: Bridge) -> None:
        self._session = session
        self.page = PageText()
        self.text, self.note = QPlainTextEdit(), make_label(role="quiet", wraps=True)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Text in the photo"))
        self.copy_button = make_button(tr("Copy text"), clicked=self._copy, icon_name="copy")
        body = QWidget()
        vbox(self.text, self.note, hbox(self.copy_button, None), to=body, margins=0, spacing=tokens.TIGHT)
        super().__init__(tr("Text in the photo"), body, bridge, "Text in the photo")

    @property
    def has_content(self) -> bool:
        """Whether there is text."""
        return self.page != PageText()

    def _ask(self) -> None:
        if len(self._photos) == 1:
            asked = self._session.texts.pages(self._photos)
            self._request.ask(asked, lambda pages: self._show_pages(pages, self._photos))
        else:
            self._show_pages({}, self._photos)

    def _show_nothing(self) -> None:
        self._show_pages({}, [])

    def _show_pages(self, pages: Mapping[int, PageText], photos: list[int]) -> None:
        self._shown, self.page = photos, next(iter(pages.values()), PageText())
        lines = [_shown(line) for line in self.page.lines]
        self.text.setPlainText("\n".join(lines))
        rows = self.text.fontMetrics().lineSpacing() * (min(len(lines), _ROWS) + 1)
        self.text.setFixedHeight(rows + 2 * tokens.TIGHT)
        for part in (self.text, self.copy_button):
            part.setVisible(bool(lines))
        missing = tr_n(
            "{count:,} line is in a script that Photon can't read.",
            "{count:,} lines are in a script that Photon can't read.",
            self.page.unreadable,
        )
        show_text(self.note, missing if self.page.unreadable else "")
        self.setVisible(self._is_wanted)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.page.text)

    def _hear(self, changes: Changes) -> None:
        if changes.gone & set(self._photos):
            self._show_pages({}, [])
        elif "texts" in changes.kinds and changes.photos & set(self._photos):
            self.show_photos(self._photos)


def _shown(line: TextLine) -> str:
    text = written_out(line.text)
    text = f"{line.code}: {text}" if line.code else text
    return f"{play_time(line.seconds)}  {text}" if line.seconds else text
