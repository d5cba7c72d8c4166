"""The line for typing tags, with a list of matching tags below it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.tag import TagPath, clean_path, tag_key, tag_paths, tag_text
from photon.domain.query.filter_kinds.names import TAG
from photon.domain.query.query_suggestion import Suggestion
from photon.language import tr
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_texts import KeyedText, with_key
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.search.completion_popup import HANGS, CompletionPopup
from photon.ui.tags.tag_labels import NAMELESS, same_name, split_last, typed_path
from photon.ui.widgets.input_line import LONGEST

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


MOST = 8


class TagPopup(CompletionPopup):
    """A list of matching tags; Enter accepts the selected one. It opens upwards if there is no space below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.paths: tuple[TagPath, ...] = ()

    def offer_tags(self, typed: TagPath, found: Sequence[TagPath], line: QWidget) -> None:
        """Show the matches for the typed text, and the text itself as a new tag; an empty text shows nothing."""
        begins, others = _ordered(typed, found[:MOST])
        is_known = not typed or any(same_name(path, typed) for path in begins)
        fresh = [] if is_known else [typed]
        self.paths = (*begins, *fresh, *others)
        self.offer([_row(path, is_new=path in fresh) for path in self.paths], line)
        parent = self.parentWidget()
        if parent is not None and self.isVisible() and self.geometry().bottom() > parent.height():
            self.move(self.x(), line.mapTo(parent, QPoint(0, 0)).y() - self.height() - HANGS)
        if parent is not None and self.geometry().right() > parent.width():
            self.move(max(0, parent.width() - self.width() - HANGS), self.y())
        self.select(0 if typed and self.paths else -1)

    @property
    def chosen_path(self) -> TagPath | None:
        """The tag that Enter accepts."""
        return self.paths[self.row] if self.isVisible() and 0 <= self.row < len(self.paths) else None


def _ordered(typed: TagPath, found: Sequence[TagPath]) -> tuple[list[TagPath], list[TagPath]]:
    """Split matches: those that begin with the text (exact ones first), then synonyms and other matches."""
    key = tag_key(typed)
    begins = [path for path in found if any(tag_key(path[at:]).startswith(key) for at in range(len(path)))]
    begins.sort(key=lambda path: not same_name(path, typed))
    return begins, [path for path in found if path not in begins]


def _row(path: TagPath, *, is_new: bool) -> Suggestion:
    words = tag_text(path) if is_new else path[-1]
    detail = tr("new tag") if is_new else tag_text(path[:-1]) or TAG.help.noun
    return Suggestion("tag", words, detail, 0, 0, tag_text(clean_path(path)))


class TagInput(QLineEdit):
    """Enter adds the selected tag, Ctrl+Enter the typed text; commas separate tags, and ``/`` starts a sub-tag.

    Signals:
        entered: Brings the TagPaths to add, at least one.
        refused: Brings the reason why the typed text is not a tag.
        edited: The text changed.
        quitted: The line gave up the focus.
    """

    entered = Signal(list)
    refused = Signal(str)
    edited = Signal()
    quitted = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._popup: TagPopup | None = None
        self._tags = LatestRequest(bridge, self)
        self._is_answered = True  # whether the list matches the typed text
        self._is_entering = False
        self.setMaxLength(LONGEST)
        hint = KeyedText(tr("Add a tag"), "tag")
        current_keys().follow(self, "placeholder", lambda line: line.setPlaceholderText(with_key(hint)))
        self.setAccessibleName(tr("Add a tag"))
        self.setAccessibleDescription(tr("Separate tags with commas; use / for sub-tags"))
        self.textEdited.connect(self._follow)

    @property
    def popup(self) -> TagPopup:
        """The list of tags, created when it is first needed, because it covers the whole window."""
        if self._popup is None or self._popup.parentWidget() is not self.window():
            self._popup = TagPopup(self.window())
            self._popup.chosen.connect(lambda _: self._enter())
        return self._popup

    # -- matches ---------------------------------------------------------------------------

    def _follow(self) -> None:
        self._is_entering = False
        self.edited.emit()
        if split_last(self.text())[1].strip():
            self._ask()
        else:
            self._hide_popup()

    def _ask(self) -> None:
        """Request matching tags; while an answer is pending, only the newest text waits for its turn."""
        self._is_answered = False
        if not self._tags.is_awaited:
            piece = split_last(self.text())[1].strip()
            take = partial(self._show_completions, piece)
            self._tags.ask(self._session.tags.complete(piece), take, lambda _: take([]))

    def _show_completions(self, piece: str, found: list[TagPath]) -> None:
        if piece != split_last(self.text())[1].strip():
            self._ask()
            return
        self._is_answered = True
        self._offer(piece, found)
        if self._is_entering:
            self._enter()

    def _offer(self, piece: str, found: list[TagPath]) -> None:
        try:
            typed = typed_path(piece)
        except PhotonError:
            self.popup.hide()  # a mistake is shown on Enter
            return
        if self.hasFocus() or self._is_entering:
            self.popup.offer_tags(typed, found, self)

    def _hide_popup(self) -> None:
        self._tags.forget()  # the pending answer comes too late
        self._is_answered = True
        if self._popup is not None:
            self._popup.hide()

    # -- entering ------------------------------------------------------------------------------------

    def _enter(self, *, literally: bool = False) -> None:
        text = self.text()
        if not text.strip():
            self.leave()
            return
        before, piece = split_last(text)
        if piece.strip() and not literally and not self._is_answered:
            self._is_entering = True  # the answer is pending: fast typists must get the same tag as slow ones
            return
        self._is_entering = False
        chosen = None if literally or not piece.strip() else self.popup.chosen_path
        try:
            paths = tag_paths(before + (tag_text(chosen) if chosen else piece))
        except PhotonError as error:
            self.refused.emit(str(error))
            return
        if paths:
            self.entered.emit(list(paths))
        else:
            self.refused.emit(str(NAMELESS))

    def accept_text(self) -> None:
        """Clear the text after its tags were added."""
        self._hide_popup()
        self.clear()

    def leave(self) -> None:
        """Drop the typed text and give up the focus."""
        self._is_entering = False
        self.accept_text()
        self.edited.emit()
        self.quitted.emit()

    # -- keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim Esc, complete on Tab, and leave Ctrl+Z in an empty line to the window, which undoes the last step."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undoes = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if not self.text() and any(event.matches(key) for key in undoes):
                event.ignore()
                return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            chosen = self._popup.chosen_path if self._popup is not None else None
            if chosen is not None:
                self.setText(split_last(self.text())[0] + tag_text(chosen))
                self._hide_popup()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move through the list, add a tag, or leave."""
        key, keys = event.key(), Qt.Key
        if key in _ENTER:
            self._enter(literally=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == keys.Key_Escape:
            self.leave()
        elif key in (keys.Key_Down, keys.Key_Up):
            self._walk(1 if key == keys.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        if self.popup.isVisible():
            self.popup.select(self.popup.row + step)
        elif step > 0:
            self._ask()  # without text: the tags used most

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list and keep the text."""
        super().focusOutEvent(event)
        self._hide_popup()
