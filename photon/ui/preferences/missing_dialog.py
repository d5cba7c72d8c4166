"""The list of missing photos: link one to its new file, remove some from the list, and set how long they are kept."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHeaderView, QTreeView, QWidget

from photon.app.indexing.missing_texts import kept_text
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.photo.missing_photo import MissingPhoto
from photon.domain.unseen_characters import line_written_out
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.preferences.missing_links import link_to_chosen_file

EFFECT = tr(
    "These photos are no longer in your folders. Photon keeps their tags, captions and ratings, and finds a moved photo"
    " again by its content. If you edited or converted one elsewhere, link it to its new file."
)
_NAME, _FOLDER, _KEPT = range(3)
_SIZE, _NAME_WIDTH = (920, 560), 200
_ROWS = 50  # rows that determine the width of the last column
_DAYS = (0, 30, 90, 365)  # 0: kept forever


class MissingModel(QAbstractTableModel):
    """The rows of the list; ten thousand are cheap, because only those on the screen are requested."""

    def __init__(self) -> None:
        super().__init__()
        self.photos: Sequence[MissingPhoto] = ()

    def show(self, photos: Sequence[MissingPhoto]) -> None:
        """Show another list of photos."""
        self.beginResetModel()
        self.photos = photos
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return one row per photo."""
        return 0 if parent.isValid() else len(self.photos)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - as above
        """Return three columns: name, folder, kept metadata."""
        return 0 if parent.isValid() else _KEPT + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Return the text of a cell, with the full path as its tooltip."""
        one = self.photos[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line_written_out(one.path)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _NAME:
            return f"{one.path}, {kept_text(one)}"
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        path = PurePath(line_written_out(one.path))
        return (path.name, str(path.parent), kept_text(one))[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the titles of the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("Photo"), tr("Last folder"), tr("What is kept"))[section]


class MissingDialog(QDialog):
    """Lists missing photos and lets the user resolve them."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self._latest = LatestRequest(bridge, self)
        self.model, self.view = MissingModel(), QTreeView()
        self.message = make_label(wraps=True, is_selectable=True)
        self.kept = QComboBox()
        self.link = make_button(tr("Link to file…"), clicked=self._ask_for_file)
        self.remove = make_button(tr("Remove from library"), clicked=self._remove)
        self.shut = make_button(tr("Close"), clicked=self.reject)
        self._compose()
        bridge.changed.connect(self._hear)
        self.finished.connect(self.deleteLater)
        self.refresh()

    def _compose(self) -> None:
        self.setWindowTitle(tr("Missing photos"))
        self.resize(*_SIZE)
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Missing photos"))
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.view.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.header().setResizeContentsPrecision(_ROWS)
        self.view.header().setSectionResizeMode(_KEPT, QHeaderView.ResizeMode.ResizeToContents)
        self.view.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Interactive)
        self.view.header().resizeSection(_NAME, _NAME_WIDTH)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())
        self.kept.setAccessibleName(tr("Keep listed"))
        for days in _DAYS:
            self.kept.addItem(_days_text(days), days)
        self.kept.activated.connect(lambda _: self._set_days(self.kept.currentData()))
        for button in (self.link, self.remove):
            button.setAutoDefault(False)
        self.shut.setDefault(True)
        vbox(
            make_label(EFFECT, "quiet", wraps=True),
            (self.view, 1),
            self.message,
            hbox(make_label(tr("Keep listed")), self.kept, None, spacing=tokens.TIGHT),
            hbox(self.link, self.remove, None, self.shut, spacing=tokens.TIGHT),
            to=self,
            margins=tokens.LOOSE,
            spacing=tokens.SPACE,
        )
        self.message.hide()

    def refresh(self) -> None:
        """Request the missing photos again."""
        watched = self._session.watched
        asked = combined(lambda *found: found, watched.missing(), watched.keep_days())
        self._latest.ask(asked, lambda found: self._show(*found))

    def chosen(self) -> list[MissingPhoto]:
        """Return the photos of the selected rows."""
        return [self.model.photos[index.row()] for index in self.view.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the selected photos from the list on Del."""
        if event.key() == Qt.Key.Key_Delete and self.remove.isEnabled():
            self._remove()
        else:
            super().keyPressEvent(event)

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self.model.show(())
        if changes.kinds & {"folders", "photos"}:
            self.refresh()

    def _show(self, photos: Sequence[MissingPhoto], days: int | None) -> None:
        if list(photos) != list(self.model.photos):
            self.model.show(photos)
        if not photos and not self.message.text():
            show_text(self.message, tr("No photos are missing."), "quiet")
        place = self.kept.findData(days or 0)
        if place < 0:  # set in the terminal
            self.kept.addItem(_days_text(days or 0), days)
            place = self.kept.count() - 1
        self.kept.setCurrentIndex(place)
        self._show_choice()

    def _show_choice(self) -> None:
        count = len(self.chosen())
        self.link.setEnabled(count == 1)
        self.remove.setEnabled(count > 0)

    def _ask_for_file(self) -> None:
        (one,) = self.chosen()
        link_to_chosen_file(self._session, self._bridge, self, one, (self._say, self._fail))

    def _remove(self) -> None:
        gone = [one.photo for one in self.chosen()]
        done = tr_n(
            "Removed {count:,} missing photo. If it comes back, its tags, caption and rating do, too.",
            "Removed {count:,} missing photos. If they come back, their tags, captions and ratings do, too.",
            len(gone),
        )
        call = self._session.watched.forget_missing(gone)
        self._bridge.call(call, lambda _: self._say(done), self, self._fail)

    def _set_days(self, days: int) -> None:
        call = self._session.watched.set_keep_days(days or None)
        self._bridge.call(call, lambda _: self.refresh(), self, self._fail)

    def _say(self, words: str) -> None:
        show_text(self.message, words, "")

    def _fail(self, error: PhotonError) -> None:
        show_text(self.message, str(error), "danger")


def _days_text(days: int) -> str:
    return tr_n("{count:,} day", "{count:,} days", days) if days else tr("Until I remove them")
