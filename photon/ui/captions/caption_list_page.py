"""A page for decisions about captions, with rows that can be edited in place."""

from typing import TypeVar

from photon.ui.kit.bridge import Bridge
from photon.ui.photos.photo_list_page import DecisionPage
from photon.ui.photos.photo_rows import DecisionRows
from photon.ui.photos.row_editor import RowEditor
from photon.ui.photos.row_spec import DecisionRow
from photon.ui.photos.thumbnails import Thumbnails

R = TypeVar("R", bound=DecisionRow)


class CaptionListPage(DecisionPage[R]):
    """Opens an editor over the row at the cursor on Tab, F2 or a double click."""

    def __init__(self, bridge: Bridge, rows: DecisionRows[R], thumbnails: Thumbnails) -> None:
        super().__init__(bridge, rows, thumbnails)
        self.editor = RowEditor(self.list, lambda row: self.layout_of(row).words)
        self.list.tabbed.connect(self._enter_row)
        self.editor.closed.connect(self._end_editing)
        rows.modelReset.connect(self.editor.close_quietly)

    def _editable_text(self, row: R) -> str:
        """Return the text of a row for the editor; empty if the row cannot be edited."""
        raise NotImplementedError

    def _follow(self, row: int) -> None:
        if self.editor.row != row:
            self.editor.close_and_keep()
        super()._follow(row)

    def _enter_row(self) -> None:
        text = self._editable_text(self.current) if self.current is not None else ""
        if text:
            self.list.delegate.editing = self.list.row
            self.editor.open(self.list.row, text)

    def _end_editing(self) -> None:
        self.list.delegate.editing = -1
        self.list.viewport().update()
