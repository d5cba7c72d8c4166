"""What became of the lines of a file of decisions."""

from collections import Counter
from dataclasses import dataclass, field

_LISTED = 100  # of each kind; a file may have ten million lines


@dataclass(slots=True)
class DecisionReport:
    """Counts, and the first of what the user may want to look at.

    Attributes:
        taken: Decisions that were imported, by ``what``.
        same: How many were here already.
        kept_here: How many differ from what was decided here later, which stays.
        kept_examples: The first of these: what it is about, and the path of the photo.
        waiting: How many are kept until their photos come.
        folders: Folders that are not watched here, which the user may add.
        damaged: How many lines could not be read.
        faults: The first of these: number of the line, and what is wrong with it.
        unknown: How many lines are of a kind that this Photon does not know.
        photos: Photos about which something was imported.
        step: The step of the journal; 0 if nothing was written.
    """

    taken: Counter[str] = field(default_factory=Counter)
    same: int = 0
    kept_here: int = 0
    kept_examples: list[tuple[str, str]] = field(default_factory=list)
    waiting: int = 0
    folders: list[str] = field(default_factory=list)
    damaged: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    unknown: int = 0
    photos: set[int] = field(default_factory=set)
    step: int = 0

    @property
    def understood(self) -> int:
        """How many lines were decisions."""
        return self.taken.total() + self.same + self.kept_here + self.waiting + len(self.folders)

    def keep_here(self, about: str, path: str) -> None:
        """Note a decision that differs from a later one here."""
        self.kept_here += 1
        if len(self.kept_examples) < _LISTED:
            self.kept_examples.append((about, path))

    def note_fault(self, line: int, sentence: str) -> None:
        """Note a line that could not be read."""
        self.damaged += 1
        if len(self.faults) < _LISTED:
            self.faults.append((line, sentence))
