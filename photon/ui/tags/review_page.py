"""The page for deciding about suggested tags: the tags on the left, the photos of one tag on the right."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QWidget,
)  # fmt: skip

from photon.domain.metadata.tag import tag_text
from photon.language import tr
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_texts import KeyedText, key_line, show_with_keys, with_key
from photon.ui.kit import tokens
from photon.ui.kit.buttons import keep_focus_elsewhere, make_back_button, make_button
from photon.ui.kit.formatting import whole_percent
from photon.ui.kit.key_filter import is_key_of, press_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, make_divider, vbox
from photon.ui.kit.pages import Page
from photon.ui.kit.progress_row import ProgressBar
from photon.ui.kit.theme import with_role
from photon.ui.marks.mark_feature import RATINGS
from photon.ui.tags.review_grid import ReviewGrid
from photon.ui.tags.review_groups import ReviewGroups
from photon.ui.tags.review_state import ReviewState
from photon.ui.tags.tag_summary import share_sure
from photon.ui.widgets.flow_layout import FlowLayout

KEYS = tr("{yes} yes · {no} no · {undo} undo · Space enlarge · {up} {down} move cut-off · {here} set cut-off here")
_PASSED = (*RATINGS, "favourite", "tag", "like")  # commands of the window for the photos of this page, too


class ReviewPage(Page):
    """Shows the suggestions to decide about; ``next_wanted`` requests the next tag."""

    next_wanted = Signal()

    grid: ReviewGrid
    takes_tags = takes_captions = is_review = True
    topic = "tags#check-many-at-once"
    least_width = 600  # the list of tags, and four buttons beside it

    def __init__(self, grid_model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "photos")
        self.groups = ReviewGroups(self)
        self.grid = self.selectable = ReviewGrid(grid_model, self)
        self.back = make_back_button(self.closed)
        self.title, self.where = make_label(role="title", is_plain=True), make_label(role="quiet", is_plain=True)
        self.counter, self.progress = make_label(role="quiet"), ProgressBar(tr("Decided"))
        self.confirm_all = make_button(role="primary")
        self.yes = make_button(tr("Yes"), KeyedText(tr("Yes"), "review.yes"), icon_name="check")
        self.no = make_button(tr("No"), KeyedText(tr("No"), "review.no"), icon_name="x")
        self.undo = make_button(
            tr("Undo"), KeyedText(tr("Undo the last decision"), "review.undo"), icon_name="arrow-counter-clockwise"
        )
        self.undo.setEnabled(False)
        self.message = make_label(role="heading", wraps=True, is_plain=True)
        self.more = make_label(role="quiet", wraps=True, is_plain=True)
        self.next, self.place = make_button(clicked=self.next_wanted), QStackedWidget()
        self._compose()
        self.groups.entered.connect(self.grid.setFocus)

    def _compose(self) -> None:
        self._bar = self._compose_bar()
        self.place.addWidget(self.grid)
        self.place.addWidget(self._compose_message())
        right = vbox(self._bar, (self.place, 1), spacing=0)
        hbox(self._compose_side(), make_divider(), (right, 1), to=self, margins=0, spacing=0)
        self._bar.hide()  # until there is a tag to review
        self.hand_keyboard_to(self.grid)

    def _compose_side(self) -> QWidget:
        side = with_role(QFrame(self), "panel")
        side.setFixedWidth(self.groups.minimumWidth() + 2 * tokens.TIGHT)
        top = hbox(self.back, (make_label(tr("Suggested tags"), "heading", wraps=True), 1))
        vbox(top, (self.groups, 1), to=side, margins=tokens.TIGHT)
        return side

    def _compose_bar(self) -> QWidget:
        self.progress.setFixedWidth(140)
        keep_focus_elsewhere(self.yes, self.no, self.undo)
        buttons = FlowLayout(self, wants_one_line=True)
        buttons.replace_parts((self.confirm_all, self.yes, self.no, self.undo))
        bar, hint = QWidget(self), make_label(role="small", wraps=True)
        show_with_keys(hint, lambda: key_line(KEYS, "review"))
        margins = (tokens.SPACE + 2, 10, tokens.WIDE, tokens.TIGHT)
        vbox(self._compose_words(), buttons, hint, to=bar, margins=margins, spacing=tokens.TIGHT)
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
        for text in (self.message, self.more):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        following = (self.next, 0, Qt.AlignmentFlag.AlignHCenter)
        column = vbox(self.message, self.more, following, to=page, spacing=tokens.TIGHT)
        column.insertStretch(0, 2)
        column.addStretch(3)
        return page

    def photos(self) -> list[int]:
        """Return the selected photos."""
        return self.grid.targets()

    def point_at(self, photo: int) -> None:
        """Move to the photo that was last shown in the loupe."""
        self.grid.come_back(photo)

    # -- display -------------------------------------------------------------------------------

    def show_loading(self, state: ReviewState) -> None:
        """Show that the photos of another tag are loading."""
        self._show_tag(state)
        self.counter.setText(tr("Loading…"))
        self.progress.show_share(0, 0)
        for button in (self.confirm_all, self.yes, self.no):
            button.setEnabled(False)

    def _show_tag(self, state: ReviewState) -> None:
        self._bar.show()
        self.place.setCurrentWidget(self.grid)
        self.title.setText(state.path[-1])
        self.where.setText(tag_text(state.path[:-1]))
        self.show_offer(state)
        self.grid.show_state(state)

    def show_state(self, state: ReviewState) -> None:
        """Show the progress of the review of a tag."""
        self._show_tag(state)
        self.counter.setText(tr("{done:,} of {all:,} decided", done=state.decided, all=state.total))
        self.progress.show_share(state.decided, max(1, state.total))
        for button in (self.yes, self.no):
            button.setEnabled(True)
        self.groups.show_waiting(state.path, len(state.ids))

    def show_offer(self, state: ReviewState) -> None:
        """Show what can be confirmed at once, or that nobody looked at the least certain ones of it yet."""
        self.confirm_all.setText(_offer(state))
        self.confirm_all.setEnabled(state.above > 0)
        current_keys().follow(self.confirm_all, "tip", partial(_explain, state))

    def show_message(self, message: str, more: str = "", following: str = "") -> None:
        """Show this message in place of the photos; ``following`` is the text of the button for the next tag."""
        had_keyboard = self.grid.hasFocus()
        self._bar.hide()
        self.message.setText(message)
        show_text(self.more, more)
        self.next.setText(following)
        self.next.setVisible(bool(following))
        self.place.setCurrentIndex(1)
        if had_keyboard:
            (self.next if following else self.groups).setFocus()

    # -- keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Block keys for photos that are not on this page."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            modified = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            is_letter = event.text().isalnum() and not modified
            if is_letter and not any(is_key_of(name, event) for name in _PASSED):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the focused button on Enter; undo on U, wherever the focus is."""
        if is_key_of("review.undo", event):
            self.grid.undone.emit()
        elif not press_button(event):
            super().keyPressEvent(event)


def _offer(state: ReviewState) -> str:
    """Update the button that confirms everything above the line: how many photos, and from which certainty."""
    if not state.above:
        return tr("No photos above the cut-off")
    if state.unseen_sample:
        return tr("Look at the least certain of the top {count:,}", count=state.above)
    if state.above == 1:
        return tr("Confirm the top photo ({share} sure)", share=share_sure(state.least_certainty))
    if state.measured is not None:
        right = round(10 * state.measured.usual)
        return tr("Confirm the top {count:,} (about {right} of 10 are right)", count=state.above, right=right)
    return tr("Confirm the top {count:,} ({share}+)", count=state.above, share=share_sure(state.least_certainty))


def _explain(state: ReviewState, button: QPushButton) -> None:
    """Describe the same in a sentence, the tooltip of the button."""
    hint = with_key(KeyedText(tr("Add the tag to every photo above the cut-off"), "review.all"))
    sentences = [f"{hint}."]
    if state.above:
        sentences.append(tr("Photon is {share} sure or more.", share=share_sure(state.least_certainty)))
    if state.measured is not None:
        worst = whole_percent(round(100 * state.measured.worst))
        sentences.append(
            tr(
                "On every kind of photo measured, at least {worst} of such suggestions were right.",
                worst=worst,
            )
        )
    button.setToolTip(" ".join(sentences))
