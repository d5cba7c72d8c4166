"""The page on which suggested tags are decided: the tags at the left, the photos of one of them at the right."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from photon.domain.metadata.tag import tag_text
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit import tokens
from photon.ui.kit.formatting import number
from photon.ui.kit.icons import wear
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.kit.theme import with_role
from photon.ui.tags.review_grid import ReviewGrid
from photon.ui.tags.review_groups import ReviewGroups
from photon.ui.tags.review_state import ReviewState

NOTHING = "No tags wait for a decision."
NOTHING_MORE = "Photon suggests tags while it looks at your photos. They appear here, sorted by tag."
KEYS = "Y yes · N no · U undo · Space looks closer · Ctrl+↑ and Ctrl+↓ move the line, L puts it below this photo"
# Keys of the window that mean the photos of this page, too.
_PASSED = frozenset("012345BTS")


class ReviewPage(Page):
    """Shows what is to be decided; ``next_wanted`` asks for the next tag."""

    next_wanted = Signal()

    grid: ReviewGrid
    takes_tags = takes_captions = True

    def __init__(self, grid_model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "photos")
        self.groups = ReviewGroups(self)
        self.grid = ReviewGrid(grid_model, self)
        self.back = QToolButton(self)
        self.title, self.where, self.counter = QLabel(self), QLabel(self), QLabel(self)
        self.progress = QProgressBar(self)
        self.confirm_all = QPushButton(self)
        self.yes, self.no = QPushButton("Yes", self), QPushButton("No", self)
        self.undo = QPushButton("Undo", self)
        self.message, self.more = QLabel(self), QLabel(self)
        self.next = QPushButton(self)
        self.place = QStackedWidget(self)
        self._compose()
        self.back.clicked.connect(self.closed)
        self.next.clicked.connect(self.next_wanted)
        self.groups.entered.connect(self.grid.setFocus)

    def _compose(self) -> None:
        wear(self.back, "arrow-left", "text")
        self.back.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.back.setToolTip("Back to the photos (Esc)")
        self.back.setAccessibleName("Back to the photos")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        line = QFrame(self)
        line.setFixedWidth(1)
        line.setProperty("role", "divider")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self._bar = self._compose_bar()
        right.addWidget(self._bar)
        self.place.addWidget(self.grid)
        self.place.addWidget(self._compose_message())
        right.addWidget(self.place, 1)
        row.addWidget(self._compose_side())
        row.addWidget(line)
        row.addLayout(right, 1)
        self.setFocusProxy(self.grid)

    def _compose_side(self) -> QWidget:
        side = with_role(QFrame(self), "panel")
        side.setFixedWidth(self.groups.minimumWidth() + 2 * tokens.TIGHT)
        heading = with_role(QLabel("Suggested tags", self), "heading")
        top = hbox(self.back, (heading, 1))
        vbox(top, (self.groups, 1), to=side, margins=tokens.TIGHT)
        return side

    def _compose_bar(self) -> QWidget:
        self.title.setProperty("role", "title")
        for label in (self.where, self.counter):
            label.setProperty("role", "quiet")
        for label in (self.title, self.where):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self.progress.setAccessibleName("Decided")
        self.confirm_all.setProperty("role", "primary")
        self.confirm_all.setToolTip("Give the tag to every photo above the line (Ctrl+Enter)")
        for button, key, icon_name in ((self.yes, "Y", "check"), (self.no, "N", "x"),
                                       (self.undo, "U", "arrow-counter-clockwise")):  # fmt: skip
            button.setToolTip(f"{button.text()} ({key})")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the photos
            wear(button, icon_name, "text")
        doing = hbox(self.confirm_all, self.yes, self.no, self.undo, None, spacing=tokens.TIGHT)
        bar = QWidget(self)
        column = vbox(
            self._compose_words(),
            doing,
            to=bar,
            margins=(tokens.SPACE + 2, 10, tokens.WIDE, tokens.TIGHT),
            spacing=tokens.TIGHT,
        )
        hint = with_role(QLabel(KEYS, self), "small")
        hint.setWordWrap(True)
        column.addWidget(hint)
        return bar

    def _compose_words(self) -> QHBoxLayout:
        return hbox(
            (self.title, 0, Qt.AlignmentFlag.AlignBaseline),
            (self.where, 0, Qt.AlignmentFlag.AlignBaseline),
            None,
            self.counter,
            self.progress,
            spacing=tokens.SPACE,
        )

    def _compose_message(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setSpacing(tokens.TIGHT)
        self.message.setProperty("role", "heading")
        self.more.setProperty("role", "quiet")
        column.addStretch(2)
        for label in (self.message, self.more):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self.next, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def photos(self) -> list[int]:
        """The selected photos."""
        return self.grid.targets()

    def point_at(self, photo: int) -> None:
        """Make a photo the current one."""
        self.grid.go_to(photo)

    # -- what is shown -------------------------------------------------------------------------------

    def show_state(self, state: ReviewState) -> None:
        """Show where the review of one tag stands."""
        self._bar.show()
        self.place.setCurrentWidget(self.grid)
        self.title.setText(state.path[-1])
        self.where.setText(tag_text(state.path[:-1]))
        self.counter.setText(f"{number(state.decided)} of {number(state.total)} decided")
        self.progress.setRange(0, max(1, state.total))
        self.progress.setValue(state.decided)
        above = state.above
        self.confirm_all.setText(f"Confirm the {number(above)} above" if above != 1 else "Confirm the one above")
        self.confirm_all.setEnabled(above > 0)
        self.groups.show_waiting(state.path, len(state.ids))
        self.grid.show_state(state)

    def show_message(self, message: str, more: str = "", following: str = "") -> None:
        """Say this in place of the photos; ``following``: what the button for the next tag says."""
        had_keyboard = self.grid.hasFocus()
        self._bar.hide()
        self.message.setText(message)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.next.setText(following)
        self.next.setVisible(bool(following))
        self.place.setCurrentIndex(1)
        if had_keyboard:
            (self.next if following else self.groups).setFocus()

    # -- keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys of photos that are not on this page do nothing here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            modified = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            is_letter = event.text().isalnum() and not modified
            if is_letter and event.text().upper() not in _PASSED:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, U undoes from everywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in (self.next, self.confirm_all, self.yes, self.no, self.undo):
                if button.hasFocus():
                    button.click()
        elif event.key() == Qt.Key.Key_U:
            self.grid.undone.emit()
        else:
            super().keyPressEvent(event)
