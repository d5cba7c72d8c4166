"""The files of a plan as a Qt item model: those that cannot be written first, then the changes in each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from typing import Final, Literal, overload

from PySide6.QtCore import QModelIndex, QSize

from photon.app.metadata.write_plan import Planned
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.writing import FieldChange
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.item_views import AnyIndex
from photon.ui.metadata.write_messages import NAMES, ChangeText, count_lines, fields_of, lines_of
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.row_spec import IN_THE_MIDDLE, Line, RowPart, RowSpec, Sign

WriteKind = Literal["new", "sidecar", "photo", "obstacle"]
KINDS: Mapping[WriteKind, str] = {
    "new": tr("new sidecar"),
    "sidecar": tr("sidecar"),
    "photo": tr("photo"),
    "obstacle": tr("skipped"),
}
_LINE: Final = 20
_NAMES_WIDTH: Final = 64
"""Minimum width in pixels of the names of kinds of metadata."""
_FIELDS_WIDTH: Final = 204
"""Width in pixels of field names."""


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
    def lines(self) -> tuple[ChangeText, ...]:
        """The lines shown for the file."""
        return (fields_of if self.is_every_field else lines_of)(self.changes)

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The changes, field by field."""
        return self.planned.changes if self.planned is not None else ()


def _lines(row: WriteRow) -> tuple[Line, ...]:
    """The file, why it is not written as one would expect, and the changes."""
    head = (
        RowPart(row.name, style="strong", share=2 / 3),
        RowPart(KINDS[row.kind], "accent" if row.kind == "photo" else "quiet"),
        RowPart(row.folder, "quiet", elide=IN_THE_MIDDLE),
    )
    is_warning = row.kind == "obstacle"
    notes = (RowPart(note, "quiet" if at or not is_warning else "warning") for at, note in enumerate(row.notes))
    changes = ((_name(row, one), *_parts(one)) for one in row.lines)
    return tuple(Line(parts) for parts in (head, *((note,) for note in notes), *changes))


def _name(row: WriteRow, change: ChangeText) -> RowPart:
    if row.is_every_field:
        return RowPart(change.name, "quiet", width=_FIELDS_WIDTH)
    return RowPart(change.name, "quiet", width=_NAMES_WIDTH, column=tuple(NAMES.values()))


def _parts(change: ChangeText) -> tuple[RowPart, ...]:
    """What is removed and added; of a text, the old one, which is struck out and gets at most half of the width."""
    if change.note:
        return (RowPart(change.note, "quiet"),)
    if change.is_list:
        gone = (RowPart(f"− {text}", "danger") for text in change.gone)
        return (*gone, *(RowPart(f"+ {text}", "good") for text in change.new))
    share = 1 / 2 if change.new else 1
    gone = (RowPart(text, "quiet", "struck", share=share) for text in change.gone)
    arrow = (RowPart("→", "quiet"),) if change.gone and change.new else ()
    return (*gone, *arrow, *map(RowPart, change.new))


def _signs(row: WriteRow) -> tuple[Sign, ...]:
    return (("warning", "warning"),) if row.kind == "obstacle" else ()


def _spoken(row: WriteRow, _: str) -> str:
    return f"{row.name}, {KINDS[row.kind]}. {' '.join((*row.notes, *map(_in_short, row.lines)))}".strip()


def _in_full(change: ChangeText) -> str:
    changes = [f"  − {text}" for text in change.gone] + [f"  + {text}" for text in change.new]
    return "\n".join((change.name, *changes, *([f"  {change.note}"] if change.note else [])))


def _in_short(change: ChangeText) -> str:
    if change.note:
        return f"{change.name}: {change.note}."
    gone = (tr("removed {text}", text=text) if change.is_list else tr("was {text}", text=text) for text in change.gone)
    return f"{change.name}: {', '.join([*change.new, *gone])}."


WRITES: Final = RowSpec[WriteRow](
    tr("Save metadata to files"),
    _lines,
    tooltip=lambda row: "\n".join((row.path, *row.notes, *map(_in_full, fields_of(row.changes)))),
    spoken=_spoken,
    picture=QSize(64, 48),
    key=lambda row: row.path,
    line=_LINE,
    batch=1000,
    signs=_signs,
    keys_hint=tr("{save} save · Space enlarge"),
    keys_page="write",
    instead=(
        ("hourglass", tr("Reading the files' metadata…"), tr("Nothing is saved yet.")),
        ("pause-circle", tr("Stopped"), tr("Refresh to see what would be saved.")),
        ("check-circle", tr("Nothing to save"), tr("The files are up to date.")),
        (
            "check-circle",
            tr("Saved to the files"),
            tr("You can restore the originals in Preferences under History, even weeks later."),
        ),
        ("check-circle", tr("Original metadata restored"), tr("Your own metadata is still in Photon.")),
    ),
)


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
        super().__init__(session, bridge, WRITES)
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

    def height_of(self, at: int) -> int:
        """Return the height of the lines of a row; does not create rows, since it is called for all."""
        if at < len(self._obstacles):
            return _LINE * (1 + len(self._obstacles[at].notes))
        one = self._files[at - len(self._obstacles)]
        fields = len(one.fields) if self.is_every_field else count_lines(one.fields)
        return _LINE * (1 + bool(one.instead) + fields)

    def place_of(self, row: WriteRow) -> int:
        """Return where a row's file is, or -1."""
        paths = chain((one.path for one in self._obstacles), (one.target for one in self._files))
        return next((at for at, other in enumerate(paths) if other == row.path), -1)

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
        self.counted.emit()

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
