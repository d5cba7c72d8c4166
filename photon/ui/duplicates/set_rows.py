"""Sets of duplicates and the files of one of them: their rows, and the item models of both."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from photon.app.duplicates.change_finding import Changed
from photon.app.duplicates.duplicates import FoundSet, SetFile
from photon.duplicates.picture_changes import PictureChange
from photon.library.duplicates.set_notes import SetNote
from photon.quick_dataclass import dataclass
from photon.ui.duplicates.difference_words import difference_line
from photon.ui.photos.photo_rows import PhotoRows

SetName = tuple[str, tuple[int, ...]]
"""Kind and photos of a set, by which it is known again whatever comes before it."""


@dataclass(frozen=True, slots=True)
class SetScope:
    """Which sets are listed.

    Attributes:
        among: The photos among which they are; None for all photos.
        holding: The photo that each of them contains; 0 for any.
        whose: What these photos are called.
    """

    among: frozenset[int] | None = None
    holding: int = 0
    whose: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row of the list of sets.

    Attributes:
        found: The set.
        name: The set, whatever its order.
    """

    found: FoundSet
    name: SetName = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Name the set."""
        object.__setattr__(self, "name", (self.found.kind, tuple(sorted(self.found.photos))))

    @property
    def photo(self) -> int:
        """The photo that is suggested."""
        return self.found.photos[0]


def _order(one: FoundSet) -> tuple[object, ...]:
    return not one.offer, not one.may_be_separated, min(one.paths)


class SetList(PhotoRows[SetRow]):
    """Sets: those that are offered first, then those that are probably copies."""

    def show_sets(self, sets: Sequence[FoundSet]) -> None:
        """List these in the order of their files; rows that stay keep their place on the screen."""
        self.show_rows([SetRow(one) for one in sorted(sets, key=_order)])


@dataclass(frozen=True, slots=True)
class SetFileRow:
    """A file of a set.

    Attributes:
        file: Its photo and path.
        size: Bytes; 0 if that is not known.
        is_best: Whether Photon suggests keeping it.
        stays: Whether the person chose to keep it, too.
        note: What is known of its photo.
        best_note: What is known of the suggested one.
        changes: What is different in its picture from the suggested one's; empty until that is known.
        is_copy: Whether it is a copy of the same picture.
    """

    file: SetFile
    size: int = 0
    is_best: bool = False
    stays: bool = False
    note: SetNote | None = None
    best_note: SetNote | None = None
    changes: tuple[PictureChange, ...] = ()
    is_copy: bool = True

    @property
    def photo(self) -> int:
        """Its photo."""
        return self.file.photo

    @property
    def differences(self) -> str:
        """How it differs from the suggested one, in words; empty for that one, and for nothing."""
        if self.is_best:
            return ""
        return difference_line(self.changes, self.note, self.best_note, copies=self.is_copy)


class FileList(PhotoRows[SetFileRow]):
    """The files of a set, the best first."""

    def show_set(self, one: FoundSet | None) -> None:
        """List the files of a set."""
        self.cards.clear()
        if one is None:
            self._reset_rows([])
            return
        sizes = one.sizes or (0,) * len(one.paths)
        files = zip(one.files, sizes, strict=True)
        is_copy = one.kind != "same-moment"
        self._reset_rows([
            SetFileRow(file, size, at == 0 and one.has_best, is_copy=is_copy) for at, (file, size) in enumerate(files)
        ])  # fmt: skip

    def note(self, notes: Mapping[int, SetNote]) -> None:
        """Add what is known of photos."""
        best = notes.get(self._rows[0].photo) if self._rows else None
        self.show_rows([replace(row, note=notes.get(row.photo), best_note=best) for row in self._rows])

    def describe(self, changes: Changed) -> None:
        """Add what is different in the pictures of photos."""
        self.show_rows([replace(row, changes=changes.get(row.photo, row.changes)) for row in self._rows])

    def toggle(self, at: int) -> None:
        """Keep a file, too, or not any more."""
        self._rows[at] = replace(self._rows[at], stays=not self._rows[at].stays)
        self.dataChanged.emit(self.index(at), self.index(at))
