"""What Photon moves files for: what a step is called, and when it can be undone."""

from collections.abc import Callable
from dataclasses import dataclass

from photon.domain.photo.file_move import FileMove, Purpose
from photon.language import tr_n
from photon.media.trash.bin import gives_back
from photon.media.trash.system_bin import only_by_hand


@dataclass(frozen=True, slots=True)
class MoveKind:
    """What files are moved for.

    Attributes:
        purpose: What for.
        name: What a step is called, by its number of photos, in words that follow "Undid: ".
    """

    purpose: Purpose
    name: Callable[[int], str]

    @property
    def is_undoable(self) -> bool:
        """Whether Photon can move files back."""
        return self.purpose != "bin" or gives_back()

    def check(self, move: FileMove) -> None:
        """Make sure that files can be moved back.

        Args:
            move: One of them.

        Raises:
            PhotonError: Only the person can move them.
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
"""As what a step of an earlier session is undone, by what the journal of moved files says of it."""
