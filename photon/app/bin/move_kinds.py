"""The purposes of file moves: the names of their steps, and whether they can be undone."""

from collections.abc import Callable

from photon.domain.photo.file_move import FileMove, Purpose
from photon.language import tr_n
from photon.media.trash.bin import gives_back
from photon.media.trash.system_bin import only_by_hand
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MoveKind:
    """A purpose of file moves.

    Attributes:
        purpose: The purpose in the journal of moved files.
        name: Returns the name of a step from its number of photos, worded to follow "Undid: ".
    """

    purpose: Purpose
    name: Callable[[int], str]

    @property
    def is_undoable(self) -> bool:
        """Whether Photon can move the files back."""
        return self.purpose != "bin" or gives_back()

    def check(self, move: FileMove) -> None:
        """Check that files can be moved back.

        Args:
            move: One of the moves.

        Raises:
            PhotonError: Only the user can move them back.
        """
        if not self.is_undoable:
            raise only_by_hand(move.source)


def _binned(photos: int) -> str:
    return tr_n("moved {count:,} photo to the bin", "moved {count:,} photos to the bin", photos)


def _duplicates(photos: int) -> str:
    return tr_n("moved {count:,} duplicate to the bin", "moved {count:,} duplicates to the bin", photos)


def _renamed(photos: int) -> str:
    return tr_n("renamed {count:,} photo", "renamed {count:,} photos", photos)


BINNED, DUPLICATES, RENAMED = MoveKind("bin", _binned), MoveKind("bin", _duplicates), MoveKind("rename", _renamed)
KINDS = {kind.purpose: kind for kind in (BINNED, RENAMED)}
"""The kinds as which steps of earlier sessions are undone, by the purpose in the journal of moved files."""
