"""The problems as a tree of two levels: kinds, and the files of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from photon.domain import Problem, ProblemKind
from photon.ui.kit.formatting import number
from photon.ui.kit.item_views import AnyIndex


@dataclass(frozen=True, slots=True)
class KindText:
    """How the list shows one kind of problem.

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
"""The list shows no more lines of a kind; the copied text has all of them."""
_CONTENT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Group:
    """All problems of one kind."""

    kind: ProblemKind
    problems: list[Problem] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """Lines below it."""
        return min(len(self.problems), SHOWN_OF_A_KIND)


class ProblemTree(QStandardItemModel):
    """Rows of the first level are groups, rows of the second are problems."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show these problems in place of those before."""
        by_kind: dict[ProblemKind, Group] = {kind: Group(kind) for kind in KINDS}
        for problem in problems:
            by_kind[problem.kind].problems.append(problem)
        self.groups = [group for group in by_kind.values() if group.problems]
        self.clear()
        for group in self.groups:
            kind = KINDS[group.kind]
            head = _make_item(f"{kind.title}, {number(len(group.problems))}", kind.sentence, group)
            for problem in group.problems[: group.shown]:
                head.appendRow(_make_item(line(problem, "\n"), line(problem, "\n"), problem))
            self.appendRow(head)

    def group_at(self, index: AnyIndex) -> Group | None:
        """The group of a row of the first level."""
        found = index.data(_CONTENT)
        return found if isinstance(found, Group) else None

    def problem_at(self, index: AnyIndex) -> Problem | None:
        """The problem of a row of the second level."""
        found = index.data(_CONTENT)
        return found if isinstance(found, Problem) else None

    def text(self) -> str:
        """All of it as text, for a mail or a note."""
        parts = []
        for group in self.groups:
            kind = KINDS[group.kind]
            parts.append(f"{kind.title} ({number(len(group.problems))}): {kind.sentence}")
            parts += [f"  {line(problem)}" for problem in group.problems]
            parts.append("")
        return "\n".join(parts)


def line(problem: Problem, between: str = ": ") -> str:
    """A problem as text: path, what happened, what to do."""
    return f"{problem.path}{between}{problem.message} {problem.hint}".strip()


def _make_item(text: str, hint: str, content: Group | Problem) -> QStandardItem:
    """Make an item: its text is for screen readers, and the delegate paints its content."""
    item = QStandardItem(text)
    item.setToolTip(hint)
    item.setData(content, _CONTENT)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    return item
