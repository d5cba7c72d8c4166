"""The taught names in the left panel."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QListWidgetItem, QWidget

from photon.domain.query.concept import Concept, concept_key
from photon.ui.kit.formatting import counted
from photon.ui.widgets.editable_list import KeptList


class NameList(KeptList[Concept]):
    """Shows taught names; a search may ask for several, so that none of them has the cursor."""

    most_lines = 6
    line_icon = "star"
    removal = "Forget"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Names that you taught", parent)
        self._running: frozenset[str] = frozenset()

    def show_running(self, names: Collection[str]) -> None:
        """Mark the names that the shown answer was asked with, in any spelling."""
        running = frozenset(map(concept_key, names))
        if running != self._running:
            self._running = running
            self._dress()

    def _details(self, kept: Concept) -> str:
        learned = f"from {counted(len(kept.examples), 'photo')}"
        return f"{kept.kind}, {learned}" if kept.kind else learned

    def _is_same(self, kept: Concept, before: Concept) -> bool:
        return concept_key(kept.name) == concept_key(before.name)

    def _is_running(self, kept: Concept) -> bool:
        return concept_key(kept.name) in self._running

    def _show_place(self, running: Sequence[QListWidgetItem]) -> None:
        del running
        self.setCurrentRow(-1)
