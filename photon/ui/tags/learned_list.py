"""The learned tags in the left panel."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidgetItem, QWidget

from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import name_key, tag_key
from photon.language import tr, tr_n
from photon.ui.kit.menus import make_actions
from photon.ui.widgets.editable_list import EditableList


class LearnedTagList(EditableList[Taught]):
    """The learned tags; none of them has the cursor, because a search may use several.

    Signals: those of EditableList; ``continue_wanted`` brings a Taught whose questions the user wants to continue.
    """

    continue_wanted = Signal(object)
    line_icon = "graduation-cap"
    removal = tr("Stop learning this tag")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Learned tags"), parent)
        self._running: frozenset[str] = frozenset()

    def show_running(self, names: Collection[str]) -> None:
        """Mark the tags used by the search shown, given by names in any spelling."""
        running = frozenset(map(name_key, names))
        if running != self._running:
            self._running = running
            self._dress()

    def actions_for(self, kept: Taught, parent: QWidget) -> list[QAction]:
        """Return the actions for a learned tag."""
        search, *others = super().actions_for(kept, parent)
        row = (tr("Answer questions"), "graduation-cap", lambda: self.continue_wanted.emit(kept))
        return [search, *make_actions(parent, (row,)), *others]

    def _details(self, kept: Taught) -> str:
        learned = tr_n("from {count:,} photo", "from {count:,} photos", kept.yes)
        about = f"{kept.kind}, {learned}" if kept.kind else learned
        return "\n".join((about, tr("Click to search. Right-click to answer questions, rename or stop learning.")))

    def _is_same(self, kept: Taught, before: Taught) -> bool:
        return tag_key(kept.path) == tag_key(before.path)

    def _is_running(self, kept: Taught) -> bool:
        return not self._running.isdisjoint({name_key("/".join(kept.path)), name_key(kept.path[-1])})

    def _show_place(self, running: Sequence[QListWidgetItem]) -> None:
        del running
        self.setCurrentRow(-1)
