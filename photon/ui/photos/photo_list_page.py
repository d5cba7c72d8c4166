"""A page with a list of photos that is used with the keyboard, and the pages shown instead while it is empty."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from photon.domain import PhotonError
from photon.ui.keys.key_texts import key_line, show_with_keys
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.key_filter import KeyFilter, press_button
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.photo_rows import DecisionRows, PhotoRow, PhotoRows
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import PageHeader

R = TypeVar("R", bound=PhotoRow)


class PhotoListPage(Page, Generic[R]):
    """A header, a list and a line about the keys.

    Attributes:
        keys_hint: Describes the keys, for the line below the list; see ``key_line``.
        keys_page: The page whose commands it names, as in ``PAGES``.
    """

    has_own_details = takes_tags = True
    keys_hint = keys_page = ""
    _keys = KeyFilter()  # Qt sends events while the parts are being created

    def __init__(self, bridge: Bridge, model: PhotoRows[R], thumbnails: Thumbnails, title: str) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        self._bridge, self._model = bridge, model
        model.setParent(self)
        self._keys = KeyFilter({"Esc": self.closed.emit})
        self.list, self.head = PhotoList(title), PageHeader(title)
        self.list.setModel(model)
        self.pages, self.keys, self.foot = QStackedWidget(), QLabel(), QHBoxLayout()
        show_with_keys(self.keys, partial(key_line, self.keys_hint, self.keys_page))
        self.keys.setProperty("role", "small")
        self.keys.setWordWrap(True)  # rather than cut in a narrow window or in a language with long words
        self.pages.addWidget(self.list)
        self.foot.addWidget(self.keys)
        vbox(
            self.head,
            (self.pages, 1),
            self.foot,
            to=self,
            margins=(tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT),
            spacing=tokens.SPACE,
        )
        self.setFocusProxy(self.list)
        self.head.left.connect(self.closed)
        self.list.pressed_at.connect(self._press)
        self.list.current_changed.connect(self._follow)
        self.list.verticalScrollBar().valueChanged.connect(lambda _: thumbnails.only(self._on_screen()))
        model.cards.arrived.connect(self.list.viewport().update)
        thumbnails.arrived.connect(lambda _: self.list.viewport().update() if self.isVisible() else None)

    # -- content -----------------------------------------------------------------------------------

    @property
    def current(self) -> R | None:
        """The row at the cursor."""
        rows = self._model.rows
        return rows[self.list.row] if 0 <= self.list.row < len(rows) else None

    def kept_clear(self) -> int:
        """Return the height of the line of keys and choices."""
        return self.height() - self.foot.geometry().top()

    def photos(self) -> list[int]:
        """Return the photo at the cursor."""
        return [self.current.photo] if self.current is not None and self.current.photo else []

    def _all_photos(self) -> list[int]:
        """Return the photos of all rows, each once."""
        return list(dict.fromkeys(row.photo for row in self._model.rows))

    def _photo_at(self, row: int) -> int:
        return self._model.rows[row].photo

    def _on_screen(self) -> list[int]:
        return [self._photo_at(row) for row in self.list.shown_rows() if row < self._model.rowCount()]

    def _say(self) -> None:
        """Show what the rows and the cursor have changed."""

    def _follow(self, _: int) -> None:
        self._say()
        if self.current is not None:
            self.current_changed.emit(self.current.photo)

    def _open(self) -> None:
        """Open the photo at the cursor in the loupe."""
        if self.current is not None and self.current.photo:
            photos = self._all_photos()
            self.opened.emit(photos, photos.index(self.current.photo))

    def _press(self, row: int, point: QPoint) -> None:
        """Handle a click on a row."""

    # -- keys --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep letters and digits from the window, so that keys cannot rate photos that are off screen."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of the page, wherever the focus is on it, and Enter on a button."""
        if not press_button(event) and not self._keys.act(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard focus to the list."""
        super().showEvent(event)
        self.setFocus()


class DecisionPage(PhotoListPage[R]):
    """A page of decisions: each is shown immediately, and settled once it is written."""

    _model: DecisionRows[Any]

    def showEvent(self, event: QShowEvent) -> None:
        """Follow changes while the page is shown."""
        super().showEvent(event)
        self._model.watch(True)  # noqa: FBT003 - a switch

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following changes."""
        super().hideEvent(event)
        self._model.watch(False)  # noqa: FBT003 - a switch

    def _write(self, future: Future[Any], settle: Callable[[], None], words: str) -> None:
        """Follow a decision until it is written; ``words`` describe what was done."""

        def done(_: object) -> None:
            settle()
            self.done.emit(words)

        def failed(error: PhotonError) -> None:
            settle()
            self._bridge.report_error(error)

        self._bridge.call(future, done, self, failed)

    def _go_on(self, at: int) -> None:
        """Move to the next open row after row ``at``."""
        following = self._model.next_open(at)
        if following >= 0:
            self.list.go_to(following)
        self.list.viewport().update()
        self.list.setFocus()
        self._say()


def button_row(*parts: QWidget, after: Sequence[QWidget] = ()) -> QHBoxLayout:
    """Arrange buttons from the left, and ``after`` at the right end."""
    return hbox(*parts, None, *after, spacing=tokens.TIGHT)
