"""The keys Del and F2, if no list handles them: photos are moved to the bin or renamed.

If nothing can be deleted, the window explains what is possible.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from photon.language import tr, tr_n
from photon.ui.bin.bin_controller import BinController
from photon.ui.bin.move_runner import MoveRunner
from photon.ui.bin.rename_controller import RenameController
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.preferences.missing_controller import MissingController
from photon.ui.widgets.notice import NoticeBar
from photon.ui.window.navigation import Navigation

NOTHING = tr("Nothing is selected that can be deleted.")
ELSEWHERE = tr("Photos can be moved to the bin from the grid and the photo view.")
FILES = tr("Photon doesn't delete these files.")
HOW_ONE = tr("Delete it in your file manager instead; Photon will notice.")


class DeleteKey:
    """Handles Del and F2 if no part of the window does.

    Attributes:
        moves: Moves files for all of them, one thing at a time.
        bin: Moves photos to the bin.
        duplicates: Decides which duplicates are moved to the bin.
        renaming: Renames photos.
        missing: Links missing photos to files, or removes them from the library.
        acts: The functions of the commands for the bin, duplicates, names and missing photos, by name.
    """

    def __init__(self, at: Navigation, notice: NoticeBar) -> None:
        self._at, self._notice = at, notice
        self.moves = MoveRunner(at, notice)
        self.moves.renewed.connect(at.gallery.renew)
        self.moves.outdated.connect(at.gallery.renew_soon)
        self.bin = BinController(at, self.moves, at.grid.grid_model.thumbnails, at.let_go)
        self.duplicates = DuplicatesController(at, self.moves, at.grid.grid_model.thumbnails)
        self.renaming = RenameController(at, self.moves)
        self.missing = MissingController(at, notice, (at.bar, at.grid.grid_model), at.let_go)
        self.acts: dict[str, Callable[[], object]] = {
            "to-bin": self.delete_targets,
            "bin": self.bin.open,
            "rename": self.missing.guard(partial(at.gallery.await_all, self.renaming.begin)),
            **self.duplicates.acts,
            **self.missing.acts,
        }

    def answer_key(self, event: QKeyEvent) -> bool:
        """Handle a key.

        Args:
            event: The key, which no part of the window accepted.

        Returns:
            Whether this class handles the key.
        """
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._at.is_frame_shown:
            return False
        act = {Qt.Key.Key_Delete: self.explain, Qt.Key.Key_F2: self.rename_targets}.get(Qt.Key(event.key()))
        if act is not None:
            act()
        return act is not None

    def rename_targets(self) -> None:
        """Rename the photo in the loupe or those selected in the grid; on other pages F2 does nothing."""
        if self._at.pages.current in (self._at.results, self._at.loupe):
            self.acts["rename"]()

    def delete_targets(self) -> None:
        """Move the photo in the loupe or those selected in the grid to the bin."""
        at = self._at
        targets = at.targets()
        if not targets:
            at.say(NOTHING)
        elif at.pages.current in (at.results, at.loupe):
            self.missing.guard(partial(self.bin.move_to_bin, targets), offers=True)()
        else:
            at.say(ELSEWHERE)

    def explain(self) -> None:
        """Apply Del to the photos or files at the cursor, or explain what is possible."""
        from photon.ui.metadata.problem_list import ProblemList

        pages = self._at.pages
        page = pages.current
        if isinstance(page, ProblemList) and pages.is_focused(page) and page.chosen:
            said = _how_files(len(page.chosen))
            self._notice.offer(FILES, said, tr("Show in folder"), page.show_in_folder)
        elif pages.is_focused(pages.current):
            self.delete_targets()
        else:
            self._at.say(NOTHING)


def _how_files(many: int) -> str:
    if many == 1:
        return HOW_ONE
    return tr_n(
        "Delete the {count:,} file in your file manager instead; Photon will notice.",
        "Delete the {count:,} files in your file manager instead; Photon will notice.",
        many,
    )
