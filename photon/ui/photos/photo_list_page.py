"""A page with a list of photos that is used with the keyboard, and the pages shown instead while it is empty."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from photon.domain import Changes, PhotonError
from photon.domain.changes import ChangeKind
from photon.ui.keys.key_texts import key_line, show_with_keys
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.key_filter import Act, KeyFilter, press_button
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import single_shot
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.photo_rows import DecisionRows, PhotoRows
from photon.ui.photos.row_painting import PICTURE, RowPlaces, lay_out
from photon.ui.photos.row_spec import PhotoRow
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.late_widget import LateWidget
from photon.ui.widgets.page_header import PageHeader, calm_page

R = TypeVar("R", bound=PhotoRow)
REFRESH_MS = 300
"""Minimum time between refreshes: while a folder is read, changes arrive every few milliseconds."""


class PhotoListPage(Page, Generic[R]):
    """A header, a list and a line about the keys, as the ``RowSpec`` of the model says.

    A page adds its buttons to ``head``, says in ``acts`` and ``_act`` what keys and clicks do, and in ``_say`` what its
    header shows.
    """

    has_own_details = takes_tags = True
    _keys = KeyFilter()  # Qt sends events while the parts are being created

    def __init__(self, bridge: Bridge, model: PhotoRows[R], thumbnails: Thumbnails) -> None:
        super().__init__()
        self._bridge, self._model, spec = bridge, model, model.spec
        self._was_at = 0  # the place of the cursor
        self.setProperty("role", "panel")
        self.setAccessibleName(spec.title)
        model.setParent(self)
        self._keys = KeyFilter({"Esc": self._leave})
        self.list, self.head = self._make_list(thumbnails), PageHeader(spec.title)
        self.pages, self.keys, self.foot = QStackedWidget(), QLabel(), QHBoxLayout()
        show_with_keys(self.keys, partial(key_line, spec.keys_hint, spec.keys_page))
        self.keys.setProperty("role", "small")
        self.keys.setWordWrap(True)  # rather than cut in a narrow window or in a language with long words
        self.pages.addWidget(self.list)
        for words in spec.instead:
            self.pages.addWidget(LateWidget(partial(calm_page, *words)))
        self.foot.addWidget(self.keys)
        vbox(
            self.head,
            (self.pages, 1),
            self.foot,
            to=self,
            margins=(tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT),
            spacing=tokens.SPACE,
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # as long as there is no list to give the keyboard to
        self._follow_list(thumbnails)

    def _follow_list(self, thumbnails: Thumbnails) -> None:
        self.list.set_keys(self.fixed_keys, self.acts)
        self.head.left.connect(self.closed)
        self.list.pressed_at.connect(self._press)
        self.list.doubleClicked.connect(lambda _: self._enter_row())
        self.list.current_changed.connect(self._follow)
        self.list.verticalScrollBar().valueChanged.connect(lambda _: thumbnails.only(self._on_screen()))
        self._model.counted.connect(self.list.viewport().update)
        self._model.counted.connect(self._return)
        self._model.counted.connect(self._say)
        if self._model.spec.takes_many:
            self.selectable = self.list
            self.list.selectionModel().selectionChanged.connect(lambda *_: self._say())

    def _make_list(self, thumbnails: Thumbnails) -> PhotoList:
        return PhotoList(self._model, thumbnails)

    # -- what a page declares ----------------------------------------------------------------------

    @property
    def fixed_keys(self) -> Mapping[str, Act]:
        """The acts of keys that never change, by the names of the keys."""
        opening: dict[str, Act] = {"Space Return": self._open} if self._model.spec.opens else {}
        return opening | {"Esc": self._leave}

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of commands, by the names of the commands."""
        return {}

    def _act(self, what: object) -> None:
        """Do what a click on a line or a button of the row at the cursor stands for."""

    def _say(self) -> None:
        """Show what the rows and the cursor have changed."""

    def _leave(self) -> None:
        """Follow Esc."""
        self.closed.emit()

    def _enter_row(self) -> None:
        """Follow a double click on the row at the cursor."""
        if self._model.spec.opens:
            self._open()

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
        """Return the photos that can be leafed through from the one at the cursor."""
        return self._model.photos

    def _on_screen(self) -> list[int]:
        return [self._model.photo_at(row) for row in self.list.shown_rows() if row < self._model.rowCount()]

    @property
    def chosen(self) -> list[R]:
        """The selected rows, from the top."""
        return [self._model.rows[at] for at in sorted(index.row() for index in self.list.selectedIndexes())]

    def layout_of(self, row: int) -> RowPlaces:
        """Return the places of the parts of a row."""
        rect = self.list.visualRect(self._model.index(row))
        return lay_out(self._model.spec, self._model.rows[row], rect, self.list.font())

    def _show_list(self, words: str, *parts: QWidget, instead: int = 1) -> None:
        """Show the list, what is said about it and what acts on it; if it is empty, the page that takes its place."""
        has_rows = self._model.rowCount() > 0
        self.pages.setCurrentIndex(0 if has_rows else instead)
        self.head.say(words if has_rows else "")
        self.keys.setVisible(has_rows and bool(self._model.spec.keys_hint))
        for part in parts:
            part.setVisible(has_rows)

    def _follow(self, _: int) -> None:
        if self.current is not None:
            self._was_at, self._model.last = self.list.row, self.current
        self._say()
        if self.current is not None:
            self.current_changed.emit(self.current.photo)

    def _return(self) -> None:
        """Put a cursor that got lost on the row where it was or, if that is gone, on the one at its place."""
        last, count = self._model.last, self._model.rowCount()
        self.hand_keyboard_to(self.list if count else None)
        if not count:
            self._was_at = 0
        elif self.list.row < 0:
            place = self._model.place_of(last) if last is not None else -1
            self.list.go_to(place if place >= 0 else min(self._was_at, count - 1))

    def _open(self) -> None:
        """Open the photo at the cursor in the loupe."""
        photos = self.photos()
        if photos:
            every = self._all_photos()
            self.opened.emit(every, every.index(photos[0]))

    def _press(self, row: int, point: QPoint) -> None:
        """Follow a click on a part of the row at the cursor."""
        act = self.layout_of(row).act_at(point) if row == self.list.row else None
        if act == PICTURE and self._model.spec.opens:
            self._open()
        elif act not in (None, PICTURE):
            self._act(act)

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
        self.take_keyboard()


class RefreshedPage(PhotoListPage[R]):
    """A page whose rows are requested again when it is shown, and soon after what they show has changed.

    Attributes:
        kinds: The changes after which they are.
    """

    kinds: frozenset[ChangeKind] = frozenset()

    def __init__(self, bridge: Bridge, model: PhotoRows[R], thumbnails: Thumbnails) -> None:
        super().__init__(bridge, model, thumbnails)
        self._soon = single_shot(self, REFRESH_MS, self.refresh)
        bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Request the rows."""
        raise NotImplementedError

    def _refresh_soon(self) -> None:
        if self.isVisible() and not 0 <= self._soon.remainingTime() <= REFRESH_MS:
            self._soon.start(REFRESH_MS)

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & self.kinds:
            self._refresh_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Request what changed while the page was hidden."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Request nothing while the page is hidden."""
        super().hideEvent(event)
        self._soon.stop()


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
        self.list.setFocus()


def button_row(*parts: QWidget, after: Sequence[QWidget] = ()) -> QHBoxLayout:
    """Arrange buttons from the left, and ``after`` at the right end."""
    return hbox(*parts, None, *after, spacing=tokens.TIGHT)
