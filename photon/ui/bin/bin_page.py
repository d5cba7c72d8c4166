"""The page of the bin: what Photon moved there, and the way back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QListView

from photon.app.bin.file_moving import MoveOutcome
from photon.domain import Changes
from photon.domain.photo.file_move import BinnedPhoto
from photon.language import tr, tr_n
from photon.ui.bin.bin_delegate import BinDelegate
from photon.ui.bin.bin_list import BinList
from photon.ui.bin.move_runner import MoveRunner, MoveTask
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.photos.photo_list_page import PhotoListPage, button_row
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import calm_page


class BinPage(PhotoListPage[BinnedPhoto]):
    """Lists the photos in the bin."""

    topic = "bin"
    has_own_details = takes_tags = False
    keys_hint = tr("Enter restore · Esc back to the photos")

    def __init__(self, context: WindowContext) -> None:
        bridge, thumbnails = context.bridge, context.part(Thumbnails)
        self.rows = BinList(context.session, bridge)
        super().__init__(bridge, self.rows, thumbnails, tr("Bin"))
        self._session, self._moves = context.session, context.part(MoveRunner)
        self._question = LatestRequest(bridge, self)
        self.back = make_button(tr("Restore"), tr("Move the selected photos to where they were"), self.put_back)
        self.all = make_button(tr("Select all"), "", self.list.selectAll)
        self.head.add_row(button_row(self.back, self.all))
        self.list.setItemDelegate(BinDelegate(self.rows, thumbnails, self.list))
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.selectable = self.list
        self.list.set_keys({"Return": self.put_back, "Esc": self.closed.emit})
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._say())
        self.pages.addWidget(
            calm_page(
                "trash",
                tr("Nothing is in the bin"),
                tr("Photos that you delete in Photon are listed here until you restore them or empty the bin."),
            )
        )
        bridge.changed.connect(self._hear)
        bridge.hidden.connect(self.rows.forget)
        self.rows.counted.connect(self._say)
        self._say()

    def refresh(self) -> None:
        """Ask what is in the bin now."""
        self._question.ask(self._session.bin.listed(), self._show)

    def chosen(self) -> list[BinnedPhoto]:
        """The selected rows, from the top."""
        return [self.rows.rows[row] for row in sorted(index.row() for index in self.list.selectedIndexes())]

    def put_back(self) -> None:
        """Move the selected photos back."""
        ids = [row.id for row in self.chosen()]
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
        away = self._session.hiding.away
        at = max(0, self.list.row)
        self.rows.show_photos([row for row in rows if row.photo not in away])
        if self.rows.rows:
            self.list.go_to(min(at, len(self.rows.rows) - 1))
        self._say()

    def _say(self) -> None:
        rows = len(self.rows.rows)
        self.pages.setCurrentIndex(0 if rows else 1)
        told = tr_n("{count:,} photo, last ones first", "{count:,} photos, last ones first", rows)
        self.head.say(told if rows else "")
        for part in (self.back, self.all, self.keys):
            part.setVisible(bool(rows))
        self.back.setEnabled(bool(self.list.selectedIndexes()))

    def _follow(self, _: int) -> None:
        self._say()

    def _hear(self, changes: Changes) -> None:
        if "bin" in changes.kinds and self.isVisible():
            self.refresh()
