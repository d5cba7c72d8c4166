"""The files of a plan as a Qt item model: first those that cannot be written, then what would be different in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from photon.app.write_plan import Planned
from photon.domain import Card, PhotonError
from photon.domain.writing import FieldChange
from photon.ui.bridge import Bridge
from photon.ui.question import Question
from photon.ui.write_words import Line, count_lines, fields_of, lines_of

if TYPE_CHECKING:
    from photon.app.session import Session

WriteKind = Literal["new", "sidecar", "photo", "obstacle"]
KINDS: Mapping[WriteKind, str] = {
    "new": "new sidecar",
    "sidecar": "sidecar",
    "photo": "the photo itself",
    "obstacle": "is left as it is",
}


@dataclass(slots=True)
class WriteRow:
    """One file.

    Attributes:
        path: The file that would be written, or is not.
        kind: What it is.
        photo: Whose words they are; 0 where that is not told.
        planned: What would be different; None for an obstacle.
        notes: Why it is not written, or not in the photo; sentences.
        card: For its picture.
        is_every_field: Whether each field is shown by its own name, else things once.
    """

    path: str
    kind: WriteKind
    photo: int = 0
    planned: Planned | None = None
    notes: tuple[str, ...] = ()
    card: Card | None = None
    is_every_field: bool = False

    @property
    def name(self) -> str:
        """Of the file."""
        return PurePath(self.path).name

    @property
    def folder(self) -> str:
        """In which it is."""
        return str(PurePath(self.path).parent)

    @property
    def height(self) -> int:
        """How many lines there are to show; asked for all of 10,000 rows at once."""
        return len(self._changes) if self.is_every_field else count_lines(self._changes)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown of it."""
        return (fields_of if self.is_every_field else lines_of)(self._changes)

    @property
    def _changes(self) -> tuple[FieldChange, ...]:
        return self.planned.change.changes if self.planned is not None else ()


class WriteList(QAbstractListModel):
    """Rows in the order of the plan."""

    def __init__(self, session: "Session", bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cards = Question(bridge, self)
        self.rows: list[WriteRow] = []
        self.is_every_field = False

    # -- what views ask ----------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Files."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words of a row; the delegate asks the rows themselves."""
        if not index.isValid() or role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            told = fields_of(row.planned.change.changes) if row.planned else ()
            return "\n".join((row.path, *row.notes, *map(_in_full, told)))
        return f"{row.name}, {KINDS[row.kind]}. {' '.join((*row.notes, *map(_in_short, row.lines)))}".strip()

    def row_of(self, path: str) -> int:
        """The row of a file, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.path == path), -1)

    # -- what changes ------------------------------------------------------------------------------

    def show(self, files: Sequence[Planned] = (), obstacles: Iterable[tuple[str, PhotonError]] = ()) -> None:
        """List these."""
        self._cards.forget()
        rows = [_obstacle(path, error) for path, error in obstacles]
        rows += [_row(one) for one in files]
        for row in rows:
            row.is_every_field = self.is_every_field
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        photos = list(dict.fromkeys(row.photo for row in rows if row.photo))
        if photos:
            self._cards.ask(self._session.cards(photos), self._take_cards)

    def tell_fields(self, every: bool) -> None:  # noqa: FBT001 - a slot
        """Show each field by its own name, or things once."""
        self.is_every_field = every
        self.layoutAboutToBeChanged.emit()
        for row in self.rows:
            row.is_every_field = every
        self.layoutChanged.emit()

    def _take_cards(self, cards: Mapping[int, Card]) -> None:
        for row in self.rows:
            row.card = cards.get(row.photo)
        self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1), [Qt.ItemDataRole.DecorationRole])


def _row(one: Planned) -> WriteRow:
    kind: WriteKind = "photo" if one.is_photo else "new" if one.is_new else "sidecar"
    notes = (f"The photo is not written into, because {one.instead}.",) if one.instead else ()
    return WriteRow(one.change.path, kind, one.photo, one, notes)


def _obstacle(path: str, error: PhotonError) -> WriteRow:
    message = error.message.replace(path, PurePath(path).name)
    return WriteRow(path, "obstacle", notes=tuple(filter(None, (message, error.hint))))


def _in_full(line: Line) -> str:
    told = [f"  − {text}" for text in line.gone] + [f"  + {text}" for text in line.new]
    return "\n".join((line.name, *told, *([f"  {line.note}"] if line.note else [])))


def _in_short(line: Line) -> str:
    if line.note:
        return f"{line.name}: {line.note}."
    told = [f"without {text}" for text in line.gone] if line.is_list else [f"instead of {text}" for text in line.gone]
    return f"{line.name}: {', '.join([*line.new, *told])}."
