"""The page that shows photos side by side, zoomed and panned together."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.people.face import PhotoFace
from photon.language import counted, tr
from photon.ui.compare.compare_pane import ComparePane
from photon.ui.compare.compare_pictures import ComparePictures
from photon.ui.compare.compared_photos import MOST, ComparedPhotos
from photon.ui.compare.same_face import find_same_face
from photon.ui.compare.zoom_step import ZoomStep
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_texts import KeyedText, key_line
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.loupe.photo_view import STEP

_HINTS = {
    False: tr(
        "{previous}, {next}, {up}, {down} move the frame · Shift zooms or moves one photo alone · {reference} keeps a"
        " reference"
    ),
    True: tr(
        "{previous} and {next} change the photo · {down} swaps it with the reference · {reference} shows both side by"
        " side"
    ),
}


class ComparePage(Page):
    """Compares two to four photos, or a reference with one photo after another.

    Signals:
        rated: Brings photos (always one) and stars; the main window stores the rating.
    """

    rated = Signal(list, int)
    has_own_details = takes_tags = takes_captions = True
    least_width = 640
    topic = "culling#compare-photos"
    _keys = KeyFilter()  # Qt sends events while the parts are being created

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self.compared = ComparedPhotos((), ())
        self.pictures = ComparePictures(session, bridge, self)
        self.panes = [ComparePane(session, bridge, self) for _ in range(MOST)]
        self._step = ZoomStep([pane.view for pane in self.panes], _is_shift_down)
        self._session, self._faces = session, LatestRequest(bridge, self, is_quiet=True)
        self.back = make_icon_button(
            "arrow-left", KeyedText(tr("Back to the photos"), "grid"), self.closed.emit, colour="text"
        )
        self.title, self.hint = make_label(role="strong"), make_label(role="quiet", wraps=True)
        self._keys = self._key_filter()
        self._compose()
        self._connect()
        bridge.changed.connect(self._hear)

    def _compose(self) -> None:
        self.setProperty("role", "photos")
        self.setAccessibleName(tr("Compare"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint.setMinimumWidth(1)
        bar = hbox(self.back, self.title, (self.hint, 1), margins=(tokens.TIGHT, tokens.HAIR), spacing=tokens.SPACE)
        ground = QWidget()
        self._grid = QGridLayout(ground)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(tokens.HAIR)
        vbox(bar, (ground, 1), to=self, margins=0, spacing=0)

    def _connect(self) -> None:
        self.pictures.described.connect(self._describe)
        self._step.moved.connect(self.pictures.follow_zoom)
        for number, pane in enumerate(self.panes):
            pane.pressed.connect(partial(self._point, number))
            pane.rated.connect(partial(self._rate, pane))

    def _key_filter(self) -> KeyFilter:
        commands: dict[str, Act] = {
            "compare.next": partial(self._go, 1),
            "compare.previous": partial(self._go, -1),
            "compare.up": self._move_up,
            "compare.down": self._move_down,
            "compare.reference": self._toggle_champion,
            "compare.actual": lambda: self._step.toggle_actual(self._current_pane.view),
            "compare.larger": lambda: self._current_pane.view.zoom_by(STEP),
            "compare.smaller": lambda: self._current_pane.view.zoom_by(1 / STEP),
        }
        return KeyFilter(commands=commands, blocks_letters=False, ignores_shift=True)

    # -- photos ------------------------------------------------------------------------------------

    def open(self, chosen: Sequence[int], among: Sequence[int]) -> bool:
        """Compare photos; return False if there is no other photo to compare with.

        Args:
            chosen: The selected photos.
            among: All photos, in order.
        """
        compared = ComparedPhotos(chosen, among)
        if len(compared.shown) < 2:
            return False
        self.compared = compared
        self._step.reset()
        self._arrange()
        return True

    def photos(self) -> list[int]:
        """Return the photo with the frame."""
        return [self.compared.current] if self.compared.current else []

    def advance(self) -> None:
        """Move on after marking: to the next photo, or from the last one to the one before it."""
        if self.compared.go_on():
            self._arrange()

    @property
    def _current_pane(self) -> ComparePane:
        return self.panes[self.compared.at]

    def _arrange(self) -> None:
        shown = self.compared.shown
        for pane in self.panes:
            self._grid.removeWidget(pane)
        columns = 2 if len(shown) == MOST else max(1, len(shown))
        for number, pane in enumerate(self.panes):
            pane.setVisible(number < len(shown))
            pane.photo = shown[number] if number < len(shown) else 0
            if number < len(shown):
                self._grid.addWidget(pane, number // columns, number % columns)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(2):
            self._grid.setRowStretch(row, 1 if row * columns < len(shown) else 0)
        self._step.views = [pane.view for pane in self.panes[: len(shown)]]
        views = {pane.photo: pane.view for pane in self.panes[: len(shown)]}
        self.pictures.show(views, self.compared.coming)
        for photo in shown:
            self._describe(photo)
        self._step.know_faces({})
        self._faces.ask(self._session.people.faces_of(shown), self._show_faces)
        self._show_frame()

    def _show_faces(self, faces: dict[int, list[PhotoFace]]) -> None:
        """Let the photos be zoomed to the face that they have in common."""
        same = find_same_face(faces)
        self._step.know_faces({pane.view: same[pane.photo] for pane in self.panes if pane.photo in same})

    def _show_frame(self) -> None:
        champion = self.compared.is_champion
        for number, pane in enumerate(self.panes):
            pane.set_current(current=number == self.compared.at)
            pane.show_role(tr("Reference") if champion and number == 0 else "")
        place, count = self.compared.place
        self.title.setText(
            tr("{place:,} of {count:,} against the reference", place=place, count=count)
            if champion
            else counted(len(self.compared.shown), "photo")
        )
        current_keys().follow(self.hint, "words", partial(_show_hint, _HINTS[champion]))
        self.current_changed.emit(self.compared.current)

    def _describe(self, photo: int) -> None:
        for pane in self.panes:
            if pane.photo == photo and photo:
                pane.describe(self.pictures.card(photo), self.pictures.complaint(photo))

    def _hear(self, changes: Changes) -> None:
        """Drop photos that must not be seen any more."""
        was_shown = not changes.gone.isdisjoint(self.compared.shown)
        if self.compared.forget(changes.gone) or not was_shown:
            if was_shown:
                self._arrange()
            return
        self.pictures.rest()
        for pane in self.panes:
            pane.photo = 0
            pane.describe(None, "")
        if self.isVisible():
            self.closed.emit()

    # -- keys and pointer --------------------------------------------------------------------------

    def _go(self, steps: int) -> None:
        if not self.compared.step(steps):
            return
        if self.compared.is_champion:
            self._arrange()
        else:
            self._show_frame()

    def _move_up(self) -> None:
        if self.compared.is_champion:
            self._point(1 - self.compared.at)
        else:
            self._point_beyond(-2)

    def _move_down(self) -> None:
        if self.compared.is_champion:
            self.compared.swap()
            self._arrange()
        else:
            self._point_beyond(2)

    def _point_beyond(self, steps: int) -> None:
        """Move the frame to the row above or below, if there are two rows."""
        wanted = self.compared.at + steps
        if len(self.compared.shown) == MOST and 0 <= wanted < MOST:
            self._point(wanted)

    def _point(self, number: int) -> None:
        if number != self.compared.at:
            self.compared.point(number)
            self._show_frame()

    def _toggle_champion(self) -> None:
        if self.compared.toggle_champion():
            self._arrange()

    def _rate(self, pane: ComparePane, stars: int) -> None:
        self.rated.emit([pane.photo], stars)

    def event(self, event: QEvent) -> bool:
        """Claim the page's keys before they become shortcuts of the window."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Perform the action of a key."""
        if not self._keys.act(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the photos again after the preferences or the guide covered them."""
        super().showEvent(event)
        if len(self.compared.shown) > 1 and not self.panes[0].photo:
            self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Release the memory of the pictures."""
        super().hideEvent(event)
        self.pictures.rest()
        for pane in self.panes:
            pane.photo = 0


def _show_hint(template: str, label: QLabel) -> None:
    label.setText(key_line(template, "compare"))
    label.setToolTip(label.text())


def _is_shift_down() -> bool:
    return bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
