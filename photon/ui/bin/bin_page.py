"""The page of the bin: what Photon moved there, and the way back."""

from collections.abc import Mapping, Sequence
from functools import partial

from photon.app.bin.file_moving import MoveOutcome
from photon.domain.photo.file_move import BinnedPhoto
from photon.language import tr, tr_n
from photon.ui.bin.bin_rows import BIN
from photon.ui.bin.move_runner import MoveRunner, MoveTask
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.photos.photo_list_page import RefreshedPage, button_row
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.thumbnails import Thumbnails


class BinPage(RefreshedPage[BinnedPhoto]):
    """Lists the photos in the bin."""

    topic = "bin"
    kinds = frozenset({"bin"})
    has_own_details = takes_tags = False

    def __init__(self, context: WindowContext) -> None:
        bridge = context.bridge
        self.rows = PhotoRows(context.session, bridge, BIN)
        super().__init__(bridge, self.rows, context.part(Thumbnails))
        self._session, self._moves = context.session, context.part(MoveRunner)
        self._question = LatestRequest(bridge, self)
        self.back = make_button(tr("Restore"), tr("Move the selected photos to where they were"), self.put_back)
        self.all = make_button(tr("Select all"), "", self.list.selectAll)
        self.head.add_row(button_row(self.back, self.all))
        self._say()

    @property
    def fixed_keys(self) -> Mapping[str, Act]:
        """The acts of keys that never change."""
        return {**super().fixed_keys, "Return": self.put_back}

    def refresh(self) -> None:
        """Ask what is in the bin now."""
        self._question.ask(self._session.bin.listed(), self._show)

    def put_back(self) -> None:
        """Move the selected photos back."""
        ids = [row.id for row in self.chosen]
        begin = partial(self._session.bin.put_back, ids)
        task = MoveTask(tr("Restoring photos"), len(ids), begin, self._report, self.refresh)
        if ids and self._moves.run(task):
            self.back.setEnabled(False)

    def photos(self) -> list[int]:
        """None: commands act on photos that are in the library's folders."""
        return []

    def _report(self, outcome: MoveOutcome) -> None:
        if outcome.photos:
            self.done.emit(tr_n("Restored {count:,} photo.", "Restored {count:,} photos.", outcome.photos))
        self.refresh()

    def _show(self, rows: Sequence[BinnedPhoto]) -> None:
        self.rows.show_rows(rows)
        self._say()

    def _say(self) -> None:
        count_line = tr_n("{count:,} photo, last ones first", "{count:,} photos, last ones first", len(self.rows.rows))
        self._show_list(count_line, self.back, self.all)
        self.back.setEnabled(bool(self.list.selectedIndexes()))
