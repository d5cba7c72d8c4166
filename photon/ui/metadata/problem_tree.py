"""The problems as a tree of two levels: kinds, and the files of each kind."""

from collections.abc import Sequence
from dataclasses import field

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from photon.domain import Problem, ProblemKind
from photon.language import number, tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.item_views import AnyIndex


@dataclass(frozen=True, slots=True)
class KindText:
    """The texts for a kind of problem.

    Attributes:
        title: Title of its group.
        sentence: What these problems have in common.
        sign: Its icon.
        anchor: Its section of the guide.
    """

    title: str
    sentence: str
    sign: str
    anchor: str


KINDS: dict[ProblemKind, KindText] = {
    "damaged": KindText(
        tr("Damaged"),
        tr("Photon shows what it could read of these images."),
        "warning",
        "damaged",
    ),
    "unreadable": KindText(
        tr("Cannot be opened"),
        tr("You don't have permission to read these files, or the disk reports an error."),
        "lock",
        "cannot-be-opened",
    ),
    "crashed": KindText(
        tr("Crashed the decoder"),
        tr("The decoder crashed on these files; Photon skipped them."),
        "bug",
        "crashed-the-decoder",
    ),
    "failed": KindText(
        tr("Could not be processed"),
        tr("Photon ran into an error with these files and skipped them."),
        "bug",
        "could-not-be-processed",
    ),
    "unsupported": KindText(
        tr("Unsupported or not an image"),
        tr("Photon can't read this format, or the file isn't an image."),
        "file-x",
        "unsupported-or-not-an-image",
    ),
    "empty": KindText(
        tr("Empty"), tr("These files are empty, often because copying was interrupted."), "file", "empty"
    ),
    "too-large": KindText(
        tr("Too large"), tr("These files are larger than Photon can read safely."), "arrows-out", "too-large"
    ),
    "vanished": KindText(
        tr("Moved or deleted"),
        tr("These files disappeared while Photon was reading them."),
        "ghost",
        "moved-or-deleted",
    ),
    "not-a-file": KindText(
        tr("Not a file"), tr("They are named like photos but aren't image files."), "prohibit", "not-a-file"
    ),
    "name": KindText(
        tr("Unusual names"),
        tr("Their names are too long or not valid text, so that Photon can't add them."),
        "text-aa",
        "unusual-names",
    ),
    "loop": KindText(
        tr("Circular links"),
        tr("These links lead back to where they are, so they were not followed."),
        "link",
        "circular-links",
    ),
    "sidecar": KindText(
        tr("Unreadable sidecars"),
        tr("Photon imports nothing from these sidecars and saves nothing to them. Their photos are shown."),
        "file-text",
        "unreadable-sidecars",
    ),
    "video": KindText(tr("Videos"), tr("Not supported yet. Videos are not shown."), "film-strip", "videos"),
}


SHOWN_OF_A_KIND = 1000
"""Largest number of lines shown for a kind; the copied text has all of them."""
_CONTENT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Group:
    """All problems of one kind."""

    kind: ProblemKind
    problems: list[Problem] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """The number of lines below it."""
        return min(len(self.problems), SHOWN_OF_A_KIND)


class ProblemTree(QStandardItemModel):
    """A model whose first level are groups and whose second level are problems."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Replace the problems."""
        by_kind: dict[ProblemKind, Group] = {kind: Group(kind) for kind in KINDS}
        for problem in problems:
            by_kind[problem.kind].problems.append(problem)
        self.groups = [group for group in by_kind.values() if group.problems]
        self.clear()
        for group in self.groups:
            kind = KINDS[group.kind]
            head = _make_item(f"{kind.title}, {number(len(group.problems))}", kind.sentence, group)
            for problem in group.problems[: group.shown]:
                text = line(problem, "\n")
                head.appendRow(_make_item(text, text, problem))
            self.appendRow(head)

    def group_at(self, index: AnyIndex) -> Group | None:
        """Return the group of a row of the first level."""
        found = index.data(_CONTENT)
        return found if isinstance(found, Group) else None

    def problem_at(self, index: AnyIndex) -> Problem | None:
        """Return the problem of a row of the second level."""
        found = index.data(_CONTENT)
        return found if isinstance(found, Problem) else None

    def text(self) -> str:
        """Return the whole list as text, for an email or a note."""
        parts = []
        for group in self.groups:
            kind = KINDS[group.kind]
            parts.append(f"{kind.title} ({number(len(group.problems))}): {kind.sentence}")
            parts += [f"  {line(problem)}" for problem in group.problems]
            parts.append("")
        return "\n".join(parts)


def line(problem: Problem, between: str = ": ") -> str:
    """Return a problem as text: path, what happened, what to do."""
    return f"{problem.path}{between}{problem.message} {problem.hint}".strip()


def _make_item(text: str, hint: str, content: Group | Problem) -> QStandardItem:
    """Make an item: its text is for screen readers, and the delegate paints its content."""
    item = QStandardItem(text)
    item.setToolTip(hint)
    item.setData(content, _CONTENT)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    return item
