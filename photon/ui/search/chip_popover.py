"""The small card under a chip: weight, sign, edit, remove."""

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QPushButton,
    QWidget,
)

from photon.domain import Exact, Filter, Like, Part
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icons import wear
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.search.chip import PartChip
from photon.ui.search.chip_labels import face_of
from photon.ui.widgets.centred_slider import CentredSlider

WIDTH = 268
LEAST, MOST = 0.25, 4.0
STEPS = 20  # steps of the slider to each side


class ChipPopover(QFrame):
    """Opens under a chip of the same window; it closes on Esc or a click elsewhere.

    Signals:
        changed: The weight or sign of the chip's part changed.
        edited: The chip is to become text.
        removed: The chip is to be removed.
        closed: The chip should get the focus.
    """

    changed = Signal(object)
    edited = Signal(object)
    removed = Signal(object)
    closed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFixedWidth(WIDTH)
        self._chip: PartChip | None = None
        self.title = make_label(role="strong", is_plain=True)
        self.wanted = _segment("left", self)
        self.unwanted = _segment("right", self)
        self._signs = QButtonGroup(self)
        for button in (self.wanted, self.unwanted):
            self._signs.addButton(button)
        self._signs.buttonClicked.connect(self._apply)
        self.weight = CentredSlider(-STEPS, STEPS, self)
        self.weight.setAccessibleName(tr("Weight"))
        self.weight.setToolTip(tr("Weight compared with the rest of the search. Double-click to reset"))
        self.weight.valueChanged.connect(self._apply)
        self.verdict, self._weighing = make_label(role="small"), QWidget()
        self.edit = make_button(tr("Edit as text"), clicked=lambda: self._act(self.edited))
        self.remove = make_button(tr("Remove"), clicked=lambda: self._act(self.removed))
        self._compose()
        self.hide()

    def _compose(self) -> None:
        signs = hbox((self.wanted, 1), (self.unwanted, 1), spacing=0)
        less, more = make_label(tr("less"), "small"), make_label(tr("more"), "small")
        scale = hbox(less, (self.weight, 1), more, spacing=tokens.TIGHT)
        vbox(scale, (self.verdict, 0, Qt.AlignmentFlag.AlignHCenter), to=self._weighing, margins=0, spacing=2)
        wear(self.edit, "pencil-simple")
        wear(self.remove, "trash")
        buttons = hbox((self.edit, 1), (self.remove, 1), spacing=tokens.TIGHT)
        vbox(self.title, signs, self._weighing, buttons, to=self, margins=tokens.SPACE, spacing=tokens.SPACE)

    @property
    def chip(self) -> PartChip | None:
        """The chip for which it is open."""
        return self._chip

    def open_for(self, chip: PartChip) -> None:
        """Open under this chip, with the focus."""
        if self._chip is None:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._chip = chip
        self._show_part(chip.part)
        self.adjustSize()
        self._place(chip)
        self.show()
        self.raise_()
        (self.unwanted if chip.part.unwanted else self.wanted).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self, *, keeps_keyboard: bool = True) -> None:
        """Close; the chip gets the focus, unless another widget has it already."""
        chip, self._chip = self._chip, None
        if chip is None:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        if keeps_keyboard:
            self.closed.emit(chip)

    # -- inside ------------------------------------------------------------------------------------

    def _show_part(self, part: Part) -> None:
        words = face_of(part, self._chip.name if self._chip else "").words
        self.title.ensurePolished()  # bold text is wider
        room = WIDTH - 2 * tokens.SPACE - 2
        self.title.setText(self.title.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        self.wanted.setText(_wanted_words(part))
        self.unwanted.setText(_unwanted_words(part))
        (self.unwanted if part.unwanted else self.wanted).setChecked(True)
        self._weighing.setVisible(not isinstance(part, Filter))
        self.setAccessibleName(tr("Options for {words}", words=words))
        if not isinstance(part, Filter):
            self.weight.show_value(_step(part.weight))
            self._say_weight(part)

    def _say_weight(self, part: Part) -> None:
        if isinstance(part, Filter):
            return
        usual = tr("exact text") if isinstance(part, Exact) else tr("normal weight")
        times = tr("{weight:.2g} times the normal weight", weight=part.weight)
        self.verdict.setText(usual if part.weight == 1 else times)
        self.weight.setAccessibleDescription(self.verdict.text())

    def _apply(self) -> None:
        chip = self._chip
        if chip is None:
            return
        part = replace(chip.part, unwanted=self.unwanted.isChecked())
        if not isinstance(part, Filter):
            part = replace(part, weight=_weight(self.weight.value()))
        self._say_weight(part)
        if part != chip.part:
            chip.show_part(part)
            self._place(chip)
            self.changed.emit(chip)

    def _act(self, signal: object) -> None:
        chip = self._chip
        self.close_up(keeps_keyboard=False)
        if chip is not None:
            signal.emit(chip)  # type: ignore[attr-defined]

    def _place(self, chip: PartChip) -> None:
        parent = self.parentWidget()
        if parent is not None:
            below = chip.mapTo(parent, QPoint(0, chip.height() + 6))
            left = max(tokens.HAIR, min(below.x(), parent.width() - self.width() - tokens.HAIR))
            self.move(left, below.y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, press the focused button on Enter, remove the chip on Delete."""
        key, keys = event.key(), Qt.Key
        focused = self.focusWidget()
        if key == keys.Key_Escape:
            self.close_up()
        elif key == keys.Key_Delete:
            self._act(self.removed)
        elif key in (keys.Key_Return, keys.Key_Enter):
            if isinstance(focused, QPushButton) and not focused.isCheckable():
                focused.click()
            else:
                self.close_up()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press or focus elsewhere; keep keys inside from becoming commands of the window."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and self._has(QApplication.focusWidget()):
            event.accept()
            return True
        is_elsewhere = isinstance(watched, QWidget) and not self._has(watched) and not self._is_chip(watched)
        if is_elsewhere and kind in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn):
            self.close_up(keeps_keyboard=False)
        if watched is self.window() and kind in (QEvent.Type.Resize, QEvent.Type.WindowDeactivate):
            self.close_up(keeps_keyboard=False)
        return super().eventFilter(watched, event)

    def _has(self, widget: QObject | None) -> bool:
        return isinstance(widget, QWidget) and (widget is self or self.isAncestorOf(widget))

    def _is_chip(self, widget: QWidget) -> bool:
        return self._chip is not None and (widget is self._chip or self._chip.isAncestorOf(widget))


_LIKE = {False: tr("Like this"), True: tr("In this style")}
_UNLIKE = {False: tr("Not like this"), True: tr("Not in this style")}


def _wanted_words(part: Part) -> str:
    if isinstance(part, Filter):
        return tr("Must match")
    return _LIKE[part.is_style] if isinstance(part, Like) else tr("Include")


def _unwanted_words(part: Part) -> str:
    if isinstance(part, Filter):
        return tr("Must not match")
    return _UNLIKE[part.is_style] if isinstance(part, Like) else tr("Exclude")


def _segment(side: str, parent: QWidget) -> QPushButton:
    button = QPushButton(parent)
    button.setCheckable(True)
    button.setProperty("role", "segment")
    button.setProperty("side", side)
    return button


def _weight(step: int) -> float:
    """Return the weight at a position of the slider; each step is the same factor, so half and double are symmetric."""
    return float(f"{MOST ** (step / STEPS):.2g}")


def _step(weight: float) -> int:
    return round(STEPS * math.log(min(MOST, max(LEAST, weight)), MOST))
