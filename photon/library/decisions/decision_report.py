"""The result of importing a file of decisions."""

from collections import Counter
from dataclasses import field

from photon.quick_dataclass import dataclass

_LISTED = 100  # maximum per list; a file may have ten million lines


@dataclass(slots=True)
class DecisionReport:
    """Counts, and examples of lines that the user may want to look at.

    Attributes:
        taken: Numbers of imported decisions, by ``what``.
        same: Number of decisions that the library already had.
        kept_here: Number of decisions that differ from a later one of the library, which was kept.
        kept_examples: The first of these: the subject, and the path of the photo.
        waiting: Number of decisions that wait for their photos.
        folders: Folders that this library doesn't watch; the user may add them.
        skips: Patterns of names that this library doesn't skip; the user may add them.
        damaged: Number of lines that could not be read.
        faults: The first of these: number of the line, and the problem.
        refused: Number of these that are settings with values that they can't have.
        left_off: Settings that are kept, but off until the user switches them on, as texts.
        unknown: Number of lines of a kind that this Photon does not know.
        photos: Photos that something was imported for.
        step: The step of the journal that undoes it; 0 if no decision was changed.
    """

    taken: Counter[str] = field(default_factory=Counter)
    same: int = 0
    kept_here: int = 0
    kept_examples: list[tuple[str, str]] = field(default_factory=list)
    waiting: int = 0
    folders: list[str] = field(default_factory=list)
    skips: list[str] = field(default_factory=list)
    damaged: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    refused: int = 0
    left_off: list[str] = field(default_factory=list)
    unknown: int = 0
    photos: set[int] = field(default_factory=set)
    step: int = 0

    @property
    def understood(self) -> int:
        """Number of lines that were decisions."""
        known = self.same + self.kept_here + self.waiting + self.refused
        return self.taken.total() + known + len(self.folders) + len(self.skips) + len(self.left_off)

    def keep_here(self, about: str, path: str) -> None:
        """Add a decision that differs from a later one of the library."""
        self.kept_here += 1
        if len(self.kept_examples) < _LISTED:
            self.kept_examples.append((about, path))

    def note_fault(self, line: int, sentence: str) -> None:
        """Add a line that could not be read."""
        self.damaged += 1
        if len(self.faults) < _LISTED:
            self.faults.append((line, sentence))
