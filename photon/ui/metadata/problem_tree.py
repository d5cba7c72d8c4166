"""The problems as a tree of two levels: kinds, and the files of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from photon.domain import Problem, ProblemKind
from photon.ui.kit.formatting import number
from photon.ui.kit.item_views import AnyIndex


@dataclass(frozen=True, slots=True)
class KindText:
    """How one kind of problem is told.

    Attributes:
        title: Heading of its group.
        sentence: What all of them have in common.
        sign: Its icon.
    """

    title: str
    sentence: str
    sign: str


KINDS: dict[ProblemKind, KindText] = {
    "damaged": KindText(
        "Damaged", "Not all of the picture could be read. Photon shows what there is; the files stay as they are.",
        "warning",
    ),
    "unreadable": KindText(
        "Could not be opened", "Your user may not read them, or the disk reports an error.", "lock",
    ),
    "crashed": KindText("Stopped the decoder", "Reading them failed so badly that Photon went on without them.", "bug"),
    "failed": KindText(
        "Could not be processed", "Photon made a mistake on them and went on with the other files.", "bug",
    ),
    "unsupported": KindText(
        "Not a picture Photon knows", "Photon cannot read this sort of picture, or they hold something else.", "file-x",
    ),
    "empty": KindText("Empty", "These files hold nothing, often because copying them was broken off.", "file"),
    "too-large": KindText("Too large", "They have more pixels than can be read safely.", "arrows-out"),
    "vanished": KindText("Gone meanwhile", "They were moved or deleted while Photon looked at them.", "ghost"),
    "not-a-file": KindText("Not a file", "They have a photo's name, but are no files that hold pictures.", "prohibit"),
    "name": KindText(
        "Unusual names", "Their names are not valid text; other programs may stumble over them.", "text-aa",
    ),
    "loop": KindText("Links in a circle", "They lead back to where they are, so Photon did not follow them.", "link"),
    "sidecar": KindText(
        "Sidecars that cannot be read",
        "Nothing is taken over from them, and nothing is written into them. Their photos are shown.",
        "file-text",
    ),
    "video": KindText("Films", "Not yet supported. Photon leaves films alone and does not show them.", "film-strip"),
}  # fmt: skip


SHOWN_OF_A_KIND = 1000
"""More lines than this nobody reads; the copied list has all of them."""
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Group:
    """All problems of one kind."""

    kind: ProblemKind
    problems: list[Problem] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """Lines below it."""
        return min(len(self.problems), SHOWN_OF_A_KIND)


class ProblemTree(QAbstractItemModel):
    """Rows of the first level are groups, rows of the second are problems."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show these instead of what was there."""
        sorted_in: dict[ProblemKind, Group] = {kind: Group(kind) for kind in KINDS}
        for problem in problems:
            sorted_in[problem.kind].problems.append(problem)
        self.beginResetModel()
        self.groups = [group for group in sorted_in.values() if group.problems]
        self.endResetModel()

    def group_at(self, index: AnyIndex) -> Group | None:
        """The group of a row of the first level."""
        return self.groups[index.row()] if index.isValid() and not index.internalId() else None

    def problem_at(self, index: AnyIndex) -> Problem | None:
        """The problem of a row of the second level."""
        above = index.internalId() if index.isValid() else 0
        return self.groups[above - 1].problems[index.row()] if above else None

    def text(self) -> str:
        """All of it as text, for a mail or a note."""
        parts = []
        for group in self.groups:
            kind = KINDS[group.kind]
            parts.append(f"{kind.title} ({number(len(group.problems))}): {kind.sentence}")
            parts += [f"  {line(problem)}" for problem in group.problems]
            parts.append("")
        return "\n".join(parts)

    # -- what Qt asks ------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: AnyIndex = _NOWHERE) -> QModelIndex:
        """Rows of the second level carry the number of their group, from 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: AnyIndex = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """The group of a problem."""
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Groups at the top, problems below each."""
        if not parent.isValid():
            return len(self.groups)
        group = self.group_at(parent)
        return group.shown if group else 0

    def columnCount(self, _parent: AnyIndex = _NOWHERE) -> int:
        """One."""
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for screen readers and tooltips; the delegate paints."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        problem = self.problem_at(index)
        if problem is not None:
            return line(problem, "\n")
        group = self.group_at(index)
        if group is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return KINDS[group.kind].sentence
        return f"{KINDS[group.kind].title}, {number(len(group.problems))}"


def line(problem: Problem, between: str = ": ") -> str:
    """A problem as text: path, what happened, what to do."""
    return f"{problem.path}{between}{problem.message} {problem.hint}".strip()
