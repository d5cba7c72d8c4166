"""The thin row under the search bar with two sliders: photos against words, and how much words change the photos."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from photon.domain.query.query import BALANCE, STRENGTH
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.kit.timers import single_shot
from photon.ui.widgets.centred_slider import CentredSlider

HEIGHT = 34
STEPS = 40  # steps of a slider
SLIDER = 150  # pixels
PAUSE_MS = 50  # minimum time between queries while dragging


class BlendRow(QFrame):
    """A row that is shown when the query has both an example picture and words.

    Signals: ``changed`` when balance or strength changes, at most every 50 ms; ``left`` when the text should get the
    focus; ``shown`` brings whether the row is visible.
    """

    changed = Signal()
    shown = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT)
        self._balance, self._strength = BALANCE, STRENGTH
        self.balance_slider = _slider(tr("Balance between photo and words"), self)
        self.strength_slider = _slider(tr("How much the words change the photo"), self)
        self._pause = single_shot(self, PAUSE_MS, self._emit_rest)
        self._is_behind = False
        self._row = hbox(
            make_label(tr("like the photo"), "small"),
            self.balance_slider,
            make_label(tr("like the words"), "small"),
            tokens.LOOSE,
            make_label(tr("small change"), "small"),
            self.strength_slider,
            make_label(tr("big change"), "small"),
            None,
            to=self,
            margins=(tokens.WIDE, 0, tokens.WIDE, 4),
            spacing=tokens.TIGHT,
        )
        self.balance_slider.valueChanged.connect(self._take_balance)
        self.strength_slider.valueChanged.connect(self._take_strength)
        self.hide()

    def stand_below(self, left: int) -> None:
        """Align the left edge with the widget above, in pixels of the window."""
        self._row.setContentsMargins(left, 0, tokens.WIDE, 4)

    @property
    def balance(self) -> float:
        """From 0 (only photos) to 1 (only words)."""
        return self._balance

    @property
    def strength(self) -> float:
        """From 0 to 2: how much words change the photos."""
        return self._strength

    def show_values(self, balance: float = BALANCE, strength: float = STRENGTH) -> None:
        """Move the sliders without emitting a signal."""
        self._balance, self._strength = min(1.0, max(0.0, balance)), min(2.0, max(0.0, strength))
        self.balance_slider.show_value(round(self._balance * STEPS))
        self.strength_slider.show_value(round(self._strength / 2 * STEPS))
        self._say()

    def minimumSizeHint(self) -> QSize:
        """Keep the row from widening the window."""
        return QSize(0, HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        """Emit ``shown``."""
        super().showEvent(event)
        self.shown.emit(True)  # noqa: FBT003 - Qt's signal

    def hideEvent(self, event: QHideEvent) -> None:
        """Emit ``shown``."""
        super().hideEvent(event)
        self.shown.emit(False)  # noqa: FBT003 - Qt's signal

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return to the text on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take_balance(self, step: int) -> None:
        self._balance = step / STEPS
        self._announce()

    def _take_strength(self, step: int) -> None:
        self._strength = 2 * step / STEPS
        self._announce()

    def _announce(self) -> None:
        self._say()
        self._is_behind = True
        if not self._pause.isActive():
            self._emit_rest()

    def _emit_rest(self) -> None:
        """Emit the first move at once, since a pause would be felt; moves within the pause are emitted at its end."""
        if self._is_behind:
            self._is_behind = False
            self._pause.start()
            self.changed.emit()

    def _say(self) -> None:
        for slider, words in (
            (self.balance_slider, _balance_words(self._balance)),
            (self.strength_slider, _strength_words(self._strength)),
        ):
            slider.setAccessibleDescription(words)
            slider.setToolTip(f"{slider.accessibleName()}: {words}\n{tr('Double-click to reset')}")


def _balance_words(balance: float) -> str:
    return tr("{photo:.0%} photo, {words:.0%} words", photo=1 - balance, words=balance)


def _strength_words(strength: float) -> str:
    if strength == 0:
        return tr("not at all")
    if strength == STRENGTH:
        return tr("normal")
    return tr("{strength:.2g} times the normal change", strength=strength)


def _slider(name: str, parent: QWidget) -> CentredSlider:
    slider = CentredSlider(0, STEPS, parent)
    slider.setFixedWidth(SLIDER)
    slider.setAccessibleName(name)
    return slider
