"""The files of a plan as a Qt item model: those that cannot be written first, then the changes in each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from typing import Literal, overload

from PySide6.QtCore import QModelIndex

from photon.app.metadata.write_plan import Planned
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.writing import FieldChange
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.item_views import AnyIndex
from photon.ui.metadata.write_messages import Line, count_lines, fields_of, lines_of
from photon.ui.photos.photo_rows import PhotoRows

WriteKind = Literal["new", "sidecar", "photo", "obstacle"]
KINDS: Mapping[WriteKind, str] = {
    "new": tr("new sidecar"),
    "sidecar": tr("sidecar"),
    "photo": tr("photo"),
    "obstacle": tr("skipped"),
}


@dataclass(frozen=True, slots=True)
class WriteRow:
    """One file.

    Attributes:
        path: The file to write, or the one that cannot be written.
        kind: Kind of the file.
        photo: The photo the metadata belongs to; 0 if unknown.
        planned: The planned changes; None for an obstacle.
        notes: Sentences on why it is not written, or not written into the photo.
        is_every_field: Whether each field is shown by its own name; otherwise each kind of metadata is shown once.
    """

    path: str
    kind: WriteKind
    photo: int = 0
    planned: Planned | None = None
    notes: tuple[str, ...] = ()
    is_every_field: bool = False

    @property
    def name(self) -> str:
        """Name of the file."""
        return PurePath(self.path).name

    @property
    def folder(self) -> str:
        """Folder of the file."""
        return str(PurePath(self.path).parent)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines shown for the file."""
        return (fields_of if self.is_every_field else lines_of)(self.changes)

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The changes, field by field."""
        return self.planned.changes if self.planned is not None else ()


class WriteRows(Sequence[WriteRow]):
    """The rows of a list, created on access, because a plan may have 100,000 files."""

    def __init__(self, make: Callable[[int], WriteRow], count: int) -> None:
        self._make = make
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> WriteRow: ...

    @overload
    def __getitem__(self, at: slice) -> list[WriteRow]: ...

    def __getitem__(self, at: int | slice) -> WriteRow | list[WriteRow]:
        """Return a row, or a slice of them."""
        if isinstance(at, slice):
            return [self._make(one) for one in range(*at.indices(self._count))]
        return self._make(range(self._count)[at])


class WriteList(PhotoRows[WriteRow]):
    """The model of rows, in the order of the plan."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__(session, bridge)
        self._obstacles: list[WriteRow] = []
        self._files: Sequence[Planned] = ()
        self.is_every_field = False

    # -- for views ----------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[WriteRow]:
        """All rows."""
        return WriteRows(self._made, self.rowCount())

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return the number of files."""
        return 0 if parent.isValid() else len(self._obstacles) + len(self._files)

    def _tooltip(self, row: WriteRow) -> str:
        return "\n".join((row.path, *row.notes, *map(_in_full, fields_of(row.changes))))

    def _words(self, row: WriteRow) -> str:
        return f"{row.name}, {KINDS[row.kind]}. {' '.join((*row.notes, *map(_in_short, row.lines)))}".strip()

    def count_lines(self, at: int) -> int:
        """Return how many lines a row has, including the file's; does not create rows, since it is called for all."""
        if at < len(self._obstacles):
            return 1 + len(self._obstacles[at].notes)
        one = self._files[at - len(self._obstacles)]
        return 1 + bool(one.instead) + (len(one.fields) if self.is_every_field else count_lines(one.fields))

    def row_of(self, path: str) -> int:
        """Return the row of a file, or -1."""
        paths = chain((row.path for row in self._obstacles), (one.target for one in self._files))
        return next((at for at, other in enumerate(paths) if other == path), -1)

    def photo_at(self, at: int) -> int:
        """Return the photo of a row, or 0 if unknown."""
        at -= len(self._obstacles)
        return self._files[at].photo if 0 <= at < len(self._files) else 0

    @property
    def photos(self) -> list[int]:
        """The photos of all rows, each once."""
        return list(dict.fromkeys(one.photo for one in self._files))

    # -- changes ------------------------------------------------------------------------------

    def show(self, files: Sequence[Planned] = (), obstacles: Iterable[tuple[str, PhotonError]] = ()) -> None:
        """List the files of a plan."""
        self.beginResetModel()
        self._obstacles = [_obstacle(path, error) for path, error in obstacles]
        self._files = files
        self.cards.clear()
        self.endResetModel()

    def show_fields(self, every: bool) -> None:  # noqa: FBT001 - a slot
        """Show each field by its own name, or each kind of metadata once."""
        self.layoutAboutToBeChanged.emit()
        self.is_every_field = every
        self.layoutChanged.emit()

    def _made(self, at: int) -> WriteRow:
        if at < len(self._obstacles):
            return self._obstacles[at]
        one = self._files[at - len(self._obstacles)]
        return _row(one, is_every_field=self.is_every_field)


def _row(one: Planned, *, is_every_field: bool) -> WriteRow:
    notes = (tr("Not saved in the photo itself, because {reason}.", reason=one.instead),) if one.instead else ()
    return WriteRow(one.target, one.kind, one.photo, one, notes, is_every_field)


def _obstacle(path: str, error: PhotonError) -> WriteRow:
    message = error.message.replace(path, PurePath(path).name)
    return WriteRow(path, "obstacle", notes=tuple(filter(None, (message, error.hint))))


def _in_full(line: Line) -> str:
    changes = [f"  − {text}" for text in line.gone] + [f"  + {text}" for text in line.new]
    return "\n".join((line.name, *changes, *([f"  {line.note}"] if line.note else [])))


def _in_short(line: Line) -> str:
    if line.note:
        return f"{line.name}: {line.note}."
    gone = (tr("removed {text}", text=text) if line.is_list else tr("was {text}", text=text) for text in line.gone)
    return f"{line.name}: {', '.join([*line.new, *gone])}."
