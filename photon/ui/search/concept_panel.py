"""The small panel below the search bar in which photos get a name of the person's own."""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from photon.domain.query.concept import LONGEST, concept_key
from photon.ui.kit import tokens
from photon.ui.photos.picture_squares import PictureSquares

WIDE = 380  # pixels of the panel
_PEOPLE_LINE = "person people man woman boy girl child kid baby human face friend mother father"
PEOPLE = frozenset(_PEOPLE_LINE.split())
NO_FACES = "Photon does not recognise faces: it goes by clothes, hair and surroundings."
KNOWN = "You taught this name before. These photos take the place of the earlier ones."


@dataclass(frozen=True, slots=True)
class Lesson:
    """A name, what it is, and the photos that show it."""

    name: str
    kind: str
    photos: tuple[int, ...]


class NameTeaching(QFrame):
    """Lies over its parent, below the search bar, and leaves everything else usable.

    ``taught`` brings a Lesson; ``left`` when the keyboard is free again.
    """

    taught = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget, below: QWidget) -> None:
        super().__init__(parent)
        self._below = below
        self._photos: tuple[int, ...] = ()
        self._taken: frozenset[str] = frozenset()
        self.setProperty("role", "raised")
        self.pictures = PictureSquares(self)
        self.name = _field("Fluffy, the lake house …", "Name", self)
        self.kind = _field("dog, house, person …", "What is it?", self)
        self.note = QLabel(self)
        self.note.setProperty("role", "small")
        self.mistake = QLabel(self)
        self.mistake.setProperty("role", "danger")
        self.button = QPushButton("Teach", self)
        self.button.setProperty("role", "primary")
        self.cancel = QPushButton("Cancel", self)
        self._compose()
        self.button.clicked.connect(self._give)
        self.cancel.clicked.connect(self.leave)
        for field in (self.name, self.kind):
            field.textChanged.connect(self._show_state)
            field.returnPressed.connect(self._give)
        for part in (self.name, self.kind, self.button, self.cancel):
            part.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def _compose(self) -> None:
        title = QLabel("Teach Photon a name", self)
        title.setProperty("role", "strong")
        form = QGridLayout()
        form.setHorizontalSpacing(tokens.SPACE)
        form.setVerticalSpacing(tokens.TIGHT)
        for row, field in enumerate((self.name, self.kind)):
            label = QLabel(field.accessibleName(), self)
            label.setBuddy(field)
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.WIDE, tokens.SPACE, tokens.WIDE, tokens.SPACE)
        column.setSpacing(tokens.SPACE)
        column.addWidget(title)
        column.addWidget(self.pictures)
        column.addLayout(form)
        for label in (self.note, self.mistake):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addLayout(buttons)
        self.setFixedWidth(WIDE)

    # -- what the window asks ----------------------------------------------------------------------

    def ask(self, photos: Sequence[int], taken: Collection[str]) -> None:
        """Ask what these photos show.

        Args:
            photos: Those that show it.
            taken: Names that were taught; giving one of them teaches it anew.
        """
        self._photos = tuple(photos)
        self._taken = frozenset(concept_key(name) for name in taken)
        self.pictures.show_places(len(photos))
        self.name.clear()
        self.kind.clear()
        self.mistake.clear()
        self._show_state()
        self.show()
        self._place()
        self.raise_()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def photos(self) -> tuple[int, ...]:
        """The photos that are asked about."""
        return self._photos

    def show_previews(self, previews: dict[int, bytes]) -> None:
        """Previews have come."""
        for place, photo in enumerate(self._photos):
            if photo in previews:
                self.pictures.show_preview(place, previews[photo])

    def refuse(self, words: str) -> None:
        """Say why it could not be taught, and let the person try again."""
        self.mistake.setText(words)
        self._show_state(keep_mistake=True)
        self.name.setFocus()

    def forget(self, photos: Set[int]) -> None:
        """These photos were hidden: nothing can be taught from them now."""
        if not photos.isdisjoint(self._photos):
            self._photos = ()
            self.pictures.show_places(0)
            self.leave()

    def leave(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    # -- inside ------------------------------------------------------------------------------------

    def _show_state(self, *_: object, keep_mistake: bool = False) -> None:
        name, kind = (concept_key(field.text()) for field in (self.name, self.kind))
        notes = [NO_FACES] if PEOPLE.intersection(kind.split()) else []
        notes += [KNOWN] if name in self._taken else []
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        if not keep_mistake:
            self.mistake.clear()
        self.mistake.setVisible(bool(self.mistake.text()))
        self.button.setEnabled(bool(name))
        self._place()

    def _give(self) -> None:
        name, kind = (" ".join(field.text().split()) for field in (self.name, self.kind))
        if name:
            self.taught.emit(Lesson(name, kind, self._photos))

    def _place(self) -> None:
        parent = self.parentWidget()
        layout = self.layout()
        if parent is None or layout is None:
            return
        layout.activate()
        self.resize(WIDE, max(layout.minimumSize().height(), layout.totalHeightForWidth(WIDE)))
        place = self._below.mapTo(parent, QPoint(0, self._below.height() + tokens.TIGHT))
        self.move(min(place.x(), parent.width() - WIDE - tokens.TIGHT), place.y())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves from any of its fields; it stays below the bar when the window changes."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and watched is not self.parent():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # else the window's own Esc would come first
            elif event.type() == QEvent.Type.KeyPress:
                self.leave()
            return True
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def _field(placeholder: str, name: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setMaxLength(LONGEST)
    field.setPlaceholderText(placeholder)
    field.setAccessibleName(name)
    return field
