"""Problems: files and folders that cannot be used, or only in part."""

from typing import Literal

from photon.language import tr
from photon.quick_dataclass import dataclass

ProblemKind = Literal[
    "damaged",  # not decodable, or only in part
    "empty",  # zero bytes
    "unsupported",  # not a picture in a supported format
    "too-large",  # more pixels than the limit
    "unreadable",  # permission or disk error
    "vanished",  # deleted between listing and reading
    "not-a-file",  # FIFO, socket, device with a photo's name
    "name",  # file name is not valid text
    "loop",  # symbolic link to a parent folder
    "crashed",  # the decoder crashed or timed out
    "failed",  # a bug in Photon
    "sidecar",  # sidecar that cannot be read
    "video",  # video that cannot be played
]


FAILED: tuple[ProblemKind, str, str] = (
    "failed",
    tr("Photon ran into an error with this file and skipped it."),
    tr(
        "Photon tries again when the file changes or after an update."
        " For details, see photon.log in the library folder."
    ),
)
"""Kind, message and hint of the problem for a file on which Photon itself failed."""

KILLED: tuple[ProblemKind, str, str] = (
    "unreadable",
    tr(
        "The system stopped the process that was reading this file, possibly due to low memory;"
        " Photon skipped it for now."
    ),
    tr("Close programs that use a lot of memory, then rescan folders."),
)
"""Of a file whose decoder was killed from outside, which may be no fault of the file."""

KILLED_TWICE: tuple[ProblemKind, str, str] = (
    "crashed",
    tr("The system stopped the process that was reading this file, and did so again later; Photon skipped it."),
    tr("Check whether other programs can open it. Photon tries again when the file changes or after an update."),
)
"""Of a file over which that happened again, so that it is set aside."""


@dataclass(frozen=True, slots=True)
class Problem:
    r"""An entry of the problem list.

    Attributes:
        path: Path; undecodable bytes are shown as ``\xNN``.
        kind: Kind of problem.
        message: What happened and what Photon did about it, as a sentence.
        hint: What to do; may be empty.
    """

    path: str
    kind: ProblemKind
    message: str
    hint: str = ""


class UnreadableFile(Exception):  # noqa: N818 - it names the file's state, and never reaches a person
    """Raised when a file cannot be read; ingest turns it into a Problem."""

    def __init__(self, kind: ProblemKind, message: str, hint: str = "") -> None:
        """Store the parts of the problem; they survive pickling between processes."""
        super().__init__(kind, message, hint)
        self.kind: ProblemKind = kind
        self.message = message
        self.hint = hint

    def at(self, path: str) -> Problem:
        """Make a problem for this file."""
        return Problem(path, self.kind, self.message, self.hint)
