"""The saved searches in the left panel."""

from collections.abc import Sequence

from PySide6.QtWidgets import QListWidgetItem, QWidget

from photon.domain.query.saved_search import SavedSearch
from photon.ui.widgets.editable_list import KeptList


class SearchList(KeptList[SavedSearch]):
    """Shows saved searches; the one whose answer is shown has the cursor."""

    line_icon = "magnifying-glass"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Saved searches", parent)
        self._running = ("", "")

    def show_running(self, text: str, folder: str | None) -> None:
        """Mark the search whose answer is shown; an empty text: none."""
        self._running = (text, folder or "")
        self._dress()

    def _details(self, kept: SavedSearch) -> str:
        return f"{kept.text}\nIn {kept.folder}" if kept.folder else kept.text

    def _is_same(self, kept: SavedSearch, before: SavedSearch) -> bool:
        return kept.id == before.id

    def _is_running(self, kept: SavedSearch) -> bool:
        return bool(kept.text) and (kept.text, kept.folder or "") == self._running

    def _show_place(self, running: Sequence[QListWidgetItem]) -> None:
        self.clearSelection()
        for item in running:
            self.setCurrentItem(item)
