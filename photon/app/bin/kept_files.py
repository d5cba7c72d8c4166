"""The files that stay instead of duplicates: compared before the duplicates go, and checked again afterwards."""

from photon.domain.photo.file_move import FileMove, Unmovable
from photon.media.trash.kept_file import (
    KeptFile,
    compare_kept,
    gone_or_changed,
    is_same_file,
    look_at_kept,
    same_file,
)


class KeptFiles:
    """The files that stay in one run; the content of each is read once."""

    def __init__(self) -> None:
        """Begin a run."""
        self._found: dict[str, KeptFile] = {}

    def check(self, move: FileMove) -> None:
        """Check, just before a file goes, that the one that stays has the content Photon knows, and is another file.

        Raises:
            Unmovable: It hasn't, or isn't.
        """
        if not move.stays:
            return
        if move.stays not in self._found:
            self._found[move.stays] = compare_kept(move)
        elif not self.is_left(move):
            raise gone_or_changed(move)
        if any(is_same_file(path, self._found[move.stays]) for path in (move.source, move.target)):
            raise same_file(move.source, move.stays)

    def is_left(self, move: FileMove) -> bool:
        """Return whether the file that stays is still as it was when it was compared."""
        try:
            return not move.stays or look_at_kept(move) == self._found.get(move.stays)
        except Unmovable:
            return False

    def compare_anew(self, move: FileMove) -> None:
        """Compare the file that stays again, after a duplicate was moved back."""
        self._found.pop(move.stays, None)
        try:
            self._found[move.stays] = compare_kept(move)
        except Unmovable:
            return  # what else went instead of it is moved back at the end
