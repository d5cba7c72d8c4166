"""The set at the cursor: why one file is suggested, the picture, and the files."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from photon.app.session import Session
from photon.domain import Changes
from photon.ui.duplicates.flicker_view import FlickerView
from photon.ui.duplicates.set_comparing import SetComparing
from photon.ui.duplicates.set_rows import FileList, SetFileRow, SetRow
from photon.ui.duplicates.set_specs import FILES
from photon.ui.duplicates.set_words import reason_line
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import vbox
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.thumbnails import Thumbnails

_NOTED = 200  # files of a set of which more than their size is shown
_NOTED_KINDS = frozenset({"photos", "marks", "tags", "captions", "albums"})  # changes that affect notes


class SetPanel(QWidget):
    """Shows one set.

    Signals:
        chosen_changed: Brings the photo of the chosen file.

    Attributes:
        row: The set; None for none.
    """

    chosen_changed = Signal(int)

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self.row: SetRow | None = None
        self.files = FileList(session, bridge, FILES)
        self.files.setParent(self)
        self.comparing = SetComparing(session, bridge, self.files)
        self._noting = LatestRequest(bridge, self)
        self.reason = make_label(wraps=True, is_plain=True)
        self.picture = FlickerView(session, bridge)
        self.list = PhotoList(self.files, thumbnails)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.current_changed.connect(lambda _: self._show_picture())
        bridge.changed.connect(self._hear)
        margins = (tokens.SPACE, 0, 0, 0)
        vbox(self.reason, (self.picture, 3), (self.list, 2), to=self, margins=margins, spacing=tokens.TIGHT)

    @property
    def chosen(self) -> SetFileRow | None:
        """The chosen file."""
        rows, at = self.files.rows, self.list.row
        return rows[at] if 0 <= at < len(rows) else None

    def show_set(self, row: SetRow | None) -> None:
        """Show a set, unless it is shown already."""
        if row == self.row:
            return
        self.row, one = row, row.found if row is not None else None
        self.files.show_set(one)
        self.reason.setText(reason_line(one) if one is not None else "")
        self._ask_notes()
        self.comparing.show_set(one)
        if one is not None:
            self.list.go_to(0)  # also shows its picture
        else:
            self._show_picture()

    def choose(self, steps: int) -> None:
        """Choose another file, so many rows below."""
        at = self.list.row + steps
        if 0 <= at < len(self.files.rows):
            self.list.go_to(at)

    def toggle_kept(self) -> None:
        """Keep the chosen file, too, or not any more."""
        if self.chosen is not None and self.row is not None and self.row.found.offer:
            self.files.toggle(self.list.row)

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self.picture.forget(changes.gone)
        if not self.isVisible():
            return
        if "photos" in changes.kinds:
            self.picture.forget(changes.photos)
            self._show_picture()
        shown = self.row.found.photos if self.row is not None else ()
        is_about_set = not (changes.photos and changes.photos.isdisjoint(shown))
        if "photos" in changes.kinds and is_about_set:
            self.comparing.ask_again()
        if changes.kinds & _NOTED_KINDS and is_about_set:
            self._ask_notes()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what changed meanwhile."""
        super().showEvent(event)
        self.comparing.ask_again()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        super().hideEvent(event)
        self.comparing.stop()

    def _ask_notes(self) -> None:
        if self.row is not None:
            some = list(dict.fromkeys(self.row.found.photos[:_NOTED]))
            self._noting.ask(self._session.duplicates.notes(some), self.files.note)

    def _show_picture(self) -> None:
        rows, row = self.files.rows, self.chosen
        if row is None:
            self.picture.show_photos(0, 0, {})
            return
        other = rows[1 if self.list.row == 0 and len(rows) > 1 else 0]
        names = {one.photo: one.file.path.rpartition("/")[2] for one in (other, row)}
        self.picture.show_photos(row.photo, other.photo if other.photo != row.photo else 0, names)
        self.chosen_changed.emit(row.photo)
