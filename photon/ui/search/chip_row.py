"""The chips of the search bar, in order; a long row scrolls sideways."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from photon.domain import AnyOf, Filter, Ignored, Like, Part
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import dress, theme
from photon.ui.search.chip import HEIGHT, Chip, PartChip
from photon.ui.search.chip_popover import ChipPopover

SHARES = (0.4, 0.7)  # maximum share of a narrow bar and of a wide one; the rest is for the text
LEAST_REST = 290  # pixels of the bar for text and buttons, if it is that wide
FADE = 18  # width in pixels of the fade at an edge with more chips beyond it


class ChipRow(QScrollArea):
    """The chip of the folder, and one chip per part.

    Signals:
        changed: The user added, removed or changed parts with the chips.
        weighed: A chip got another weight or sign.
        edited: Brings a PartChip that is to become text.
        ended: The focus leaves the row to the right.
        typed: Brings a QKeyEvent that a chip received and that belongs to the text.
        selected_all: Ctrl+A was pressed in a chip.
        folder_removed: The folder's chip was closed.
    """

    changed = Signal()
    weighed = Signal()
    edited = Signal(object)
    ended = Signal()
    typed = Signal(object)
    selected_all = Signal()
    folder_removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFixedHeight(HEIGHT)
        for hide in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            hide(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = _Inside()
        self._row = hbox(to=self._inside, margins=0, spacing=tokens.HAIR)
        self.setWidget(self._inside)
        self.chips: list[PartChip] = []
        self.folder: Chip | None = None
        self._room = 0
        self._popover: ChipPopover | None = None
        self._wants_end = False
        self.horizontalScrollBar().rangeChanged.connect(self._go_to_end)
        self._inside.laid_out.connect(self._fit)
        self._edges = _Edges(self)
        self.horizontalScrollBar().valueChanged.connect(self._edges.update)
        self._fit()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the chips, in order."""
        return tuple(chip.part for chip in self.chips)

    def add(self, part: Part, name: str = "") -> PartChip | None:
        """Add a chip at the end; if there is one with the same content, it gets the new sign and weight instead.

        Emits no signal.
        """
        same = next((chip for chip in self.chips if is_same_thing(chip.part, part)), None)
        if same is not None:
            same.show_part(part)
            self._fit()
            return None
        chip = PartChip(part, name, self._inside)
        chip.removed.connect(lambda: self.remove(chip))
        chip.dropped.connect(lambda: self.remove(chip, keeps_focus=True))
        chip.opened.connect(lambda: self._open(chip))
        self._follow_keys(chip)
        self.chips.append(chip)
        self._row.addWidget(chip)
        chip.show()  # now, because otherwise it could not get the focus yet
        self._fit()
        self._wants_end = True
        return chip

    def _follow_keys(self, chip: Chip) -> None:
        chip.moved.connect(lambda step: self._move(chip, step))
        chip.quitted.connect(self.ended)
        chip.typed.connect(self.typed)
        chip.selected_all.connect(self.selected_all)

    def pop(self, chip: PartChip) -> Part:
        """Remove a chip without emitting a signal; return its part."""
        self._close_popover()
        self.chips.remove(chip)
        self._drop(chip)
        return chip.part

    def remove(self, chip: PartChip, *, keeps_focus: bool = False) -> None:
        """Remove a chip at the user's request; a focus inside the row stays there."""
        place = self.chips.index(chip)
        self.pop(chip)
        if keeps_focus and self.chips:
            self.focus(self.chips[min(place, len(self.chips) - 1)])
        else:
            self.ended.emit()
        self.changed.emit()

    def empty(self) -> None:
        """Remove all chips except the folder's."""
        self._close_popover()
        for chip in self.chips:
            self._drop(chip)
        self.chips.clear()
        self._fit()

    def show_folder(self, name: str | None) -> None:
        """Show that the search is limited to a folder; None if it is not."""
        if self.folder is not None:
            self._drop(self.folder)
            self.folder = None
        if name:
            self.folder = Chip(name, "folder", self._inside)
            self.folder.setAccessibleName(tr("Folder: {name}", name=name))
            self.folder.setAccessibleDescription(tr("Press Delete to search all photos"))
            self.folder.removed.connect(self.folder_removed)
            self.folder.dropped.connect(self.ended)
            self.folder.dropped.connect(self.folder_removed)
            self._follow_keys(self.folder)
            self._row.insertWidget(0, self.folder)
        self._fit()

    def show_ignored(self, ignored: Mapping[Part, Ignored]) -> None:
        """Mark the parts that could not be used."""
        for chip in self.chips:
            chip.show_trouble(ignored.get(chip.part))
        self._fit()

    def chips_of(self, like: Like) -> Iterable[PartChip]:
        """Return the chips of this example picture, whatever their weight and sign."""
        return [chip for chip in self.chips if is_same_thing(chip.part, like)]

    def show_selected(self, *, is_selected: bool) -> None:
        """Show whether the chips are part of a selection."""
        for chip in self.chips:
            dress(chip, "selected", "true" if is_selected else "")

    def focus(self, chip: Chip) -> None:
        """Focus a chip and scroll to it."""
        self._wants_end = False
        chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(chip, 0, 0)

    def focus_last(self) -> None:
        """Focus the last chip, if there is one."""
        if self._all_chips():
            self.focus(self._all_chips()[-1])

    def _all_chips(self) -> list[Chip]:
        return [*([self.folder] if self.folder else []), *self.chips]

    def set_room(self, width: int) -> None:
        """Set the width of the bar."""
        self._room = width
        self._fit()

    def fit(self) -> None:
        """Take the width of the chips, within the available space."""
        self._fit()

    # -- inside ------------------------------------------------------------------------------------

    def _open(self, chip: PartChip) -> None:
        if self._popover is None:
            self._popover = ChipPopover(self.window())
            self._popover.changed.connect(self.weighed)
            self._popover.edited.connect(self.edited)
            self._popover.removed.connect(lambda chip: self.remove(chip, keeps_focus=True))
            self._popover.closed.connect(self.focus)
        if self._popover.chip is chip:
            self._popover.close_up()
        else:
            self._popover.open_for(chip)

    def _close_popover(self) -> None:
        if self._popover is not None:
            self._popover.close_up(keeps_keyboard=False)

    def _move(self, chip: Chip, step: int) -> None:
        chips = self._all_chips()
        place = chips.index(chip) + step
        if place >= len(chips):
            self.ended.emit()
        elif place >= 0:
            self.focus(chips[place])

    def _drop(self, chip: Chip) -> None:
        self._row.removeWidget(chip)
        chip.removeEventFilter(self)
        chip.hide()
        chip.deleteLater()
        self._fit()

    def _go_to_end(self, _least: int, most: int) -> None:
        """Scroll to a new chip once the row knows its length."""
        if self._wants_end:
            self.horizontalScrollBar().setValue(most)

    def _fit(self) -> None:
        shown = self._all_chips()
        needed = sum(chip.sizeHint().width() for chip in shown) + tokens.HAIR * max(0, len(shown) - 1)
        narrow, wide = (round(self._room * share) for share in SHARES)
        most = max(narrow, min(wide, self._room - LEAST_REST))
        self.setFixedWidth(min(needed, most) if self._room else needed)
        self.setVisible(bool(shown))
        self._edges.setGeometry(self.rect())
        self._edges.raise_()
        self._edges.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the fades to the edges."""
        super().resizeEvent(event)
        self._edges.setGeometry(self.rect())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways."""
        self._wants_end = False
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.y() or turned.x()) // 2)
        event.accept()


class _Inside(QWidget):
    """Contains the chips; ``laid_out`` is emitted when one of them needs another size, e.g. for its picture."""

    laid_out = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return super().event(event)


class _Edges(QWidget):
    """Fades out chips where the row continues beyond its edge."""

    def __init__(self, row: ChipRow) -> None:
        super().__init__(row)
        self._row = row
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a gradient from the background of the bar to transparent."""
        bar = self._row.horizontalScrollBar()
        painter = QPainter(self)
        for is_right, goes_on in ((False, bar.value() > bar.minimum()), (True, bar.value() < bar.maximum())):
            if not goes_on:
                continue
            edge = self.width() if is_right else 0
            fade = QLinearGradient(edge, 0, edge - FADE if is_right else FADE, 0)
            ground = theme().colour("photos")
            fade.setColorAt(0, ground)
            ground.setAlpha(0)
            fade.setColorAt(1, ground)
            painter.fillRect(self.width() - FADE if is_right else 0, 0, FADE, self.height(), fade)


def is_same_thing(one: Part, other: Part) -> bool:
    """Return whether two parts differ only in sign and weight; the case of names does not matter."""
    if isinstance(one, Like) and isinstance(other, Like):
        return replace(one, weight=other.weight, unwanted=other.unwanted) == other
    return _subject_of(one) == _subject_of(other)


def _subject_of(part: Part) -> object:
    if isinstance(part, AnyOf):
        return replace(part, weight=1.0, unwanted=False)
    field, text = (part.field, part.value) if isinstance(part, Filter) else ("", getattr(part, "text", ""))
    return type(part), field, " ".join(text.casefold().split())
