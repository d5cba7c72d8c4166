"""The search bar: chips for folder and example photos, and words; it asks while one types."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from photon.domain import Like, Query
from photon.search import parse
from photon.ui import tokens
from photon.ui.folder_picking import folders_in
from photon.ui.icon_label import IconLabel
from photon.ui.icons import wear
from photon.ui.photo_mime import PHOTOS_MIME

DEBOUNCE_MS = 200
LONGEST_NAME = 170  # pixels of a chip's words
LONGEST = 500  # characters; more is a paste by mistake
Example = tuple[Like, str]  # an example picture and what its chip is called


class SearchChip(QFrame):
    """A part of the query that is no words; ``removed`` when its cross is clicked."""

    removed = Signal()

    def __init__(self, text: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 2, 3, 2)
        row.setSpacing(tokens.HAIR)
        self.picture: QLabel = IconLabel(icon_name, tokens.ICON, "quiet", self)
        self.picture.setFixedSize(22, 22)
        label = QLabel(self)
        label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, LONGEST_NAME))
        self.setToolTip(text)
        cross = QToolButton(self)
        cross.setToolTip("Remove")
        cross.setAccessibleName(f"Remove {text}")
        cross.setIconSize(QSize(12, 12))
        cross.clicked.connect(self.removed)
        wear(cross, "x")
        for part in (self.picture, label, cross):
            row.addWidget(part)

    def show_picture(self, jpeg: bytes) -> None:
        """Show this preview instead of the icon."""
        pixmap = QPixmap()
        if not pixmap.loadFromData(QByteArray(jpeg)):
            return
        side = tokens.CHIP_PICTURE
        ratio = self.devicePixelRatioF()
        pixel = round(side * ratio)
        fitted = pixmap.scaled(
            QSize(pixel, pixel),
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        square = fitted.copy((fitted.width() - pixel) // 2, (fitted.height() - pixel) // 2, pixel, pixel)
        square.setDevicePixelRatio(ratio)
        self.picture.setFixedSize(side, side)
        self.picture.setPixmap(square)


class SearchBar(QFrame):
    """Words and chips.

    Signals: ``query_changed`` brings a Query, or None when nothing is asked; ``left`` when the person is
    done with the bar and the grid should have the keyboard; ``folder_removed`` when the folder's chip is
    closed; ``example_added`` brings a Like whose picture is not known yet; ``examples_dropped`` brings a list of
    Example and ``folder_dropped`` a path that were dropped here.
    """

    query_changed = Signal(object)
    left = Signal()
    folder_removed = Signal()
    example_added = Signal(object)
    examples_dropped = Signal(list)
    folder_dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setAcceptDrops(True)
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._examples: dict[Like, SearchChip] = {}
        self._names: dict[Like, str] = {}
        self._folder_chip: SearchChip | None = None
        self._asked: Query | None = None
        self.words = QLineEdit(self)
        self._clear_button = QToolButton(self)
        self._compose()
        self._pause = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._pause.timeout.connect(self.ask)
        self.words.textEdited.connect(self._edited)
        self.words.returnPressed.connect(self.ask)
        self.words.installEventFilter(self)

    def _compose(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 4, 0)
        row.setSpacing(6)
        glass = QToolButton(self)
        glass.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        glass.setToolTip("Search (Ctrl+F)")
        glass.clicked.connect(self.focus)
        wear(glass, "magnifying-glass")
        self.words.setProperty("role", "bare")
        self.words.setPlaceholderText("Search: what does the photo show?")
        self.words.setAccessibleName("Search photos by words")
        self.words.setMaxLength(LONGEST)
        self._clear_button.setToolTip("Clear the search (Esc)")
        self._clear_button.setAccessibleName("Clear the search")
        self._clear_button.clicked.connect(self.clear)
        self._clear_button.hide()
        wear(self._clear_button, "x")
        self._chips = QHBoxLayout()
        self._chips.setSpacing(tokens.HAIR)
        row.addWidget(glass)
        row.addLayout(self._chips)
        row.addWidget(self.words, 1)
        row.addWidget(self._clear_button)
        for button in (glass, self._clear_button):
            button.setIconSize(QSize(tokens.ICON, tokens.ICON))

    # -- what the window asks ----------------------------------------------------------------------

    def query(self) -> Query | None:
        """What is asked, or None."""
        asked = parse(self.words.text(), Query.of(likes=tuple(self._examples))).query
        return None if asked.empty else asked

    def focus(self) -> None:
        """Put the cursor into the bar, with the words selected."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def add_examples(self, examples: Sequence[Example]) -> None:
        """Add example pictures and search at once."""
        for like, name in examples:
            if like not in self._examples:
                self._add_chip(like, name)
        self.ask()

    def ask_for(self, examples: Sequence[Example]) -> None:
        """Search for photos like these, and for nothing else."""
        self._empty()
        self.add_examples(examples)

    def recall(self, query: Query | None) -> None:
        """Show a query that was asked here before, without asking it."""
        self._empty()
        if query is not None:
            self.words.setText(query.words)
            for like in query.likes:
                self._add_chip(like, self._names.get(like, ""))
        self._pause.stop()
        self._asked = self.query()
        self._show_clear_button()

    def show_picture(self, like: Like, jpeg: bytes) -> None:
        """Show an example's preview in its chip."""
        if like in self._examples:
            self._examples[like].show_picture(jpeg)

    def show_folder(self, name: str | None) -> None:
        """Show that the search is limited to a folder; None when it is not."""
        if self._folder_chip is not None:
            self._drop(self._folder_chip)
            self._folder_chip = None
        if name:
            self._folder_chip = SearchChip(name, "folder", self)
            self._folder_chip.removed.connect(self.folder_removed)
            self._chips.insertWidget(0, self._folder_chip)

    def clear(self) -> None:
        """Ask nothing; the folder stays."""
        self._empty()
        self.ask()

    def ask(self) -> None:
        """Search now."""
        self._pause.stop()
        self._show_clear_button()
        query = self.query()
        if query != self._asked:
            self._asked = query
            self.query_changed.emit(query)

    # -- inside ------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._show_clear_button()
        self._pause.start()

    def _show_clear_button(self) -> None:
        self._clear_button.setVisible(bool(self.words.text() or self._examples))

    def _empty(self) -> None:
        self.words.clear()
        for chip in self._examples.values():
            self._drop(chip)
        self._examples.clear()

    def _add_chip(self, like: Like, name: str) -> None:
        chip = SearchChip(name, "image", self)
        chip.removed.connect(lambda: self._remove_example(like))
        self._examples[like] = chip
        self._names[like] = name
        self._chips.addWidget(chip)
        self.example_added.emit(like)

    def _remove_example(self, like: Like) -> None:
        self._drop(self._examples.pop(like))
        self.ask()

    def _drop(self, chip: SearchChip) -> None:
        self._chips.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line edit: Esc clears then leaves, Down leaves, Backspace takes the last example."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", "true" if event.type() == QEvent.Type.FocusIn else "false")
            self.style().unpolish(self)
            self.style().polish(self)
        if isinstance(event, QKeyEvent):
            is_escape = event.key() == Qt.Key.Key_Escape
            if event.type() == QEvent.Type.ShortcutOverride and is_escape:
                event.accept()  # else the window's own Esc would come first
                return True
            if event.type() == QEvent.Type.KeyPress and self._take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.query() is not None or self.words.text():
                self.clear()
            else:
                self.left.emit()
            return True
        if key == Qt.Key.Key_Down:
            self.ask()
            self.left.emit()
            return True
        if key == Qt.Key.Key_Backspace and not self.words.text() and self._examples:
            self._remove_example(next(reversed(self._examples)))
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos of the grid, files and folders."""
        if examples_of(event.mimeData()) or folders_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search for photos like the dropped ones; a dropped folder is added to the library."""
        for folder in folders_in(event.mimeData()):
            self.folder_dropped.emit(folder)
        examples = examples_of(event.mimeData())
        if examples:
            self.examples_dropped.emit(examples)
            self.words.setFocus()
        event.acceptProposedAction()


def examples_of(dragged: QMimeData) -> list[Example]:
    """The photos or files in what is dragged; a photo of the grid comes without a name."""
    if dragged.hasFormat(PHOTOS_MIME):
        ids = bytes(dragged.data(PHOTOS_MIME).data()).decode().split()
        return [(Like(photo=int(photo)), "") for photo in ids]
    files = [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
    folders = set(folders_in(dragged))
    return [(Like(path=path), path.rpartition("/")[2]) for path in files if path not in folders]
