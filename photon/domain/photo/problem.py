"""A file or folder that Photon could not use, or only in part."""

from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal[
    "damaged",  # not decodable, or only partly
    "empty",  # zero bytes
    "unsupported",  # no picture in any format Photon reads
    "too-large",  # more pixels than may be decoded
    "unreadable",  # permission or disk error
    "vanished",  # went away between listing and reading
    "not-a-file",  # FIFO, socket, device with a photo's name
    "name",  # file name is not valid text
    "loop",  # symbolic link that leads back
    "crashed",  # the decoder died or hung on it
    "failed",  # a mistake in Photon
    "sidecar",  # words beside a photo that cannot be read
    "video",  # a film: not yet supported
]


FAILED: tuple[ProblemKind, str, str] = (
    "failed",
    "Photon could not process this file because of a mistake in Photon, and went on with the others.",
    "Photon tries again when the file changes or after an update; photon.log in the library's folder says more.",
)
"""Kind, message and hint of the line for a file on which Photon itself failed."""


@dataclass(frozen=True, slots=True)
class Problem:
    r"""One line of the problem list.

    Attributes:
        path: Where; undecodable bytes are shown as ``\xNN``.
        kind: One of ProblemKind.
        message: What happened and what Photon did about it, as a sentence.
        hint: What to do; may be empty.
    """

    path: str
    kind: ProblemKind
    message: str
    hint: str = ""


class UnreadableFile(Exception):  # noqa: N818 - it names the file's state, and never reaches a person
    """Raised by readers for one file; the ingest stage turns it into a Problem."""

    def __init__(self, kind: ProblemKind, message: str, hint: str = "") -> None:
        """Keep the three parts of the later Problem; they survive pickling between processes."""
        super().__init__(kind, message, hint)
        self.kind: ProblemKind = kind
        self.message = message
        self.hint = hint

    def at(self, path: str) -> Problem:
        """This failure as a line of the problem list."""
        return Problem(path, self.kind, self.message, self.hint)
