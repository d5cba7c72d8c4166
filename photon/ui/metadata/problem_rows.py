"""The rows of problem files: a heading for each kind, and the files of each kind that is unfolded."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QSize

from photon.app.session import Session
from photon.domain import Problem, ProblemKind
from photon.language import number, tr
from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.row_spec import IN_THE_MIDDLE, Line, RowPart, RowSpec, Sign


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
    "video": KindText(tr("Videos"), tr("They can't be played here, so they are not shown."), "film-strip", "videos"),
}


SHOWN_OF_A_KIND = 1000
"""Largest number of lines shown for a kind; the copied text has all of them."""
_LINE: Final = 18
_GAP: Final = 6


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A file, or the heading of a kind.

    Attributes:
        kind: The kind.
        problem: The problem; None for a heading.
        count: How many files are of this kind, for its heading.
        is_folded: Whether the files below a heading are not listed.
        photo: None is known.
    """

    kind: ProblemKind
    problem: Problem | None = None
    count: int = 0
    is_folded: bool = False
    photo: int = 0

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """The texts below the name, with their colours, without what the heading already says."""
        if self.problem is None:
            return []
        message = "" if self.problem.message == KINDS[self.kind].sentence else self.problem.message
        return [(text, role) for text, role in ((message, "text"), (self.problem.hint, "quiet")) if text]


def line(problem: Problem, between: str = ": ") -> str:
    """Return a problem as text: path, what happened, what to do."""
    return f"{problem.path}{between}{problem.message} {problem.hint}".strip()


def _lines(row: ProblemRow) -> tuple[Line, ...]:
    """Title, number and sentence of a kind, or name, folder, cause and remedy of a problem."""
    if row.problem is None:
        count = number(row.count)
        if row.count > SHOWN_OF_A_KIND:
            words = tr(
                "{count:,}, first {shown:,} listed; Copy list includes all", count=row.count, shown=SHOWN_OF_A_KIND
            )
            count = words
        title = RowPart(KINDS[row.kind].title, style="strong"), RowPart(count, "quiet")
        return Line(title, gap=_GAP), Line((RowPart(KINDS[row.kind].sentence, "quiet"),))
    folder, _, name = row.problem.path.rpartition("/")
    file = (
        RowPart(name or row.problem.path, elide=IN_THE_MIDDLE, share=2 / 3),
        RowPart(folder, "quiet", elide=IN_THE_MIDDLE),
    )
    return Line(file), *(Line((RowPart(text, role),)) for text, role in row.sentences)


def _signs(row: ProblemRow) -> tuple[Sign, ...]:
    caret = "caret-right" if row.is_folded else "caret-down"
    kind = KINDS[row.kind].sign, "warning"
    return ((caret, "quiet"), kind) if row.problem is None else ()


def _spoken(row: ProblemRow, _: str) -> str:
    if row.problem is not None:
        return line(row.problem, "\n")
    title = f"{KINDS[row.kind].title}, {number(row.count)}"
    return tr("{title}, collapsed", title=title) if row.is_folded else tr("{title}, expanded", title=title)


PROBLEMS: Final = RowSpec[ProblemRow](
    tr("Files Photon could not use"),
    _lines,
    tooltip=lambda row: KINDS[row.kind].sentence if row.problem is None else line(row.problem, "\n"),
    spoken=_spoken,
    picture=QSize(36, 16),
    key=lambda row: (row.kind, row.problem),
    instead=(
        (
            "check-circle",
            tr("No problems"),
            tr("Damaged and unsupported files are listed here with the reason."),
            "good",
        ),
    ),
    margins=(tokens.HAIR, _GAP),
    line=_LINE,
    batch=20_000,
    opens=False,
    takes_many=True,
    signs=_signs,
)


class ProblemRows(PhotoRows[ProblemRow]):
    """The model of problems.

    Attributes:
        groups: The problems of each kind.
    """

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__(session, bridge, PROBLEMS)
        self.groups: dict[ProblemKind, list[Problem]] = {}
        self._folded: set[ProblemKind] = set()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """List these problems; folded kinds stay folded."""
        by_kind: dict[ProblemKind, list[Problem]] = {kind: [] for kind in KINDS}
        for problem in problems:
            by_kind[problem.kind].append(problem)
        self.groups = {kind: found for kind, found in by_kind.items() if found}
        self._list()

    def fold(self, kind: ProblemKind, is_folded: bool) -> None:  # noqa: FBT001 - a switch
        """List the files of a kind, or only its heading."""
        (self._folded.add if is_folded else self._folded.discard)(kind)
        self._list()

    def height_of(self, at: int) -> int:
        """Return the height of the texts of a row."""
        row = self._rows[at]
        return 2 * (_LINE + _GAP) if row.problem is None else _LINE * (1 + len(row.sentences))

    def text(self) -> str:
        """Return the whole list as text, for an email or a note."""
        parts = []
        for kind, problems in self.groups.items():
            parts.append(f"{KINDS[kind].title} ({number(len(problems))}): {KINDS[kind].sentence}")
            parts += [f"  {line(problem)}" for problem in problems]
            parts.append("")
        return "\n".join(parts)

    def _list(self) -> None:
        rows = list[ProblemRow]()
        for kind, problems in self.groups.items():
            rows.append(ProblemRow(kind, None, len(problems), kind in self._folded))
            shown: Sequence[Problem] = () if kind in self._folded else problems[:SHOWN_OF_A_KIND]
            rows += [ProblemRow(kind, problem) for problem in shown]
        self.show_rows(rows)
