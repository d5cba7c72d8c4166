"""The page of duplicates: a list of sets, the files of one of them, and what is to be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from photon.app.duplicates.duplicates import FoundSets
from photon.app.duplicates.set_plan import SetChoice
from photon.app.session import Session
from photon.domain import Changes
from photon.language import counted, exact_size, tr, tr_n
from photon.ui.duplicates.flicker_view import FlickerView
from photon.ui.duplicates.set_comparing import SetComparing
from photon.ui.duplicates.set_delegates import FileDelegate, SetDelegate
from photon.ui.duplicates.set_rows import FileList, SetFileRow, SetList, SetName, SetRow
from photon.ui.duplicates.set_words import reason_line
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import keep_focus_elsewhere, make_button
from photon.ui.kit.key_filter import lets_go_of
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import vbox
from photon.ui.kit.timers import single_shot
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.photo_list_page import PhotoListPage, button_row
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import calm_page

_SOON_MS, _LATER_MS = 250, 4000  # until sets are asked for again: after a change, and while photos are compared
_NOTED = 200  # files of a set of which more than their size is shown
_KINDS = frozenset({"photos", "bin", "duplicates", "marks", "folders"})
_NOTED_KINDS = frozenset({"photos", "marks", "tags", "captions", "albums"})  # changes that affect notes
_ALONE = tr("Nothing of this set is suggested for the bin.")


class DuplicatesPage(PhotoListPage[SetRow]):
    """Shows sets; a decided set disappears, and the next one takes its place.

    Attributes:
        last_decided: The set of the last decision.

    Signals:
        decided: Brings the name of a set and a SetChoice.
        taken_apart: Brings the name of a set, and its photos, which are no duplicates.
        compared: Brings the photos of a set.
        all_wanted: Brings all sets, to keep the best of each.
    """

    decided, taken_apart = Signal(object, object), Signal(object, list)
    compared, all_wanted = Signal(list), Signal(list)
    topic = "duplicates"
    least_width = 640
    keys_hint = tr(
        "{keep} keep this · {apart} no duplicates · {previous}, {next} choose · {stays} keep, too · {other} the other"
        " picture · {difference} difference · {compare} compare"
    )
    keys_page = "duplicates"

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.sets, self.files = SetList(session, bridge), FileList(session, bridge)
        super().__init__(bridge, self.sets, thumbnails, tr("Duplicates"))
        self._session, self._thumbnails = session, thumbnails
        self._asking, self._noting = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self.comparing = SetComparing(session, bridge, self.files)
        self._decided: set[SetName] = set()  # sets whose decisions are being written
        self.last_decided: SetName | None = None  # the set of the last decision, for undo
        self._shown: SetRow | None = None
        self._waiting, self._is_known = 0, False
        self._among: frozenset[int] | None = None
        self._holding = 0  # the photo that is in each set shown; 0 for sets of any photos
        self._whose = ""
        self._soon = single_shot(self, _SOON_MS, self.refresh)
        self._compose()
        self._connect(bridge)
        self._say()

    def _compose(self) -> None:
        self.reason = make_label(wraps=True, is_plain=True)
        self.picture = FlickerView(self._session, self._bridge)
        self.file_list = PhotoList(tr("Files of the set"))
        self.files.setParent(self)
        self.file_list.setModel(self.files)
        self.file_list.setItemDelegate(FileDelegate(self.files, self._thumbnails, self.file_list))
        self.file_list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(SetDelegate(self.sets, self._thumbnails, self.list))
        right, ground = QWidget(), QSplitter()
        vbox(
            self.reason,
            (self.picture, 3),
            (self.file_list, 2),
            to=right,
            margins=(tokens.SPACE, 0, 0, 0),
            spacing=tokens.TIGHT,
        )
        ground.addWidget(self.list)
        self.list.show()  # the stack that it stood in hides what leaves it
        ground.addWidget(right)
        ground.setSizes([300, 700])
        ground.setChildrenCollapsible(False)
        self.pages.insertWidget(0, ground)
        for words in (tr("Looking for duplicates"), tr("No duplicates")):
            self.pages.addWidget(calm_page("copy", words, ""))
        self.keep = make_button(
            tr("Keep this file"),
            KeyedText(tr("Keep the chosen file and move the others to the bin"), "duplicates.keep"),
            self.keep_current,
        )
        self.apart = make_button(
            tr("No duplicates"),
            KeyedText(tr("Keep all of them, and don't suggest this set again"), "duplicates.apart"),
            self.take_apart,
        )
        self.compare = make_button(
            tr("Compare"), KeyedText(tr("Show the photos side by side"), "duplicates.compare"), self.compare_set
        )
        self.all = make_button(tr("Keep one of each…"), tr("By a rule; shows first what would go"), self._want_all)
        self.every = make_button(tr("All photos"), tr("Show the duplicates of all photos"), self._show_all)
        self.every.hide()
        keep_focus_elsewhere(self.keep, self.apart, self.compare, self.all, self.every)
        self.head.add_row(button_row(self.keep, self.apart, self.compare, after=(self.every, self.all)))

    def _connect(self, bridge: Bridge) -> None:
        self.list.set_keys(
            {"Esc": self.closed.emit},
            {
                "duplicates.keep": self.keep_current,
                "duplicates.apart": self.take_apart,
                "duplicates.compare": self.compare_set,
                "duplicates.stays": self._toggle_kept,
                "duplicates.previous": lambda: self._choose(-1),
                "duplicates.next": lambda: self._choose(1),
                "duplicates.other": lambda: self.picture.show_other(is_shown=True),
                "duplicates.difference": self.picture.toggle_difference,
            },
        )
        self.file_list.current_changed.connect(lambda _: self._show_picture())
        self.file_list.doubleClicked.connect(lambda _: self._open())
        self.file_list.verticalScrollBar().valueChanged.connect(lambda _: self._thumbnails.only(self._on_screen()))
        self._thumbnails.arrived.connect(lambda _: self.file_list.viewport().update() if self.isVisible() else None)
        self.files.cards.arrived.connect(self.file_list.viewport().update)
        bridge.changed.connect(self._hear)
        self.sets.counted.connect(self._say)

    # -- what is listed ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask which sets there are now."""
        self._soon.stop()
        self._asking.ask(self._session.duplicates.find_sets(self._among), self._show)

    def show_among(self, photos: Sequence[int] | None = None, whose: str = "", *, holding: int = 0) -> None:
        """Show only sets among some photos, or those that contain one photo.

        Args:
            photos: Photo ids; None for the whole library.
            whose: What these are, such as ``3 selected photos``.
            holding: The photo that each set must contain; 0 for none.
        """
        former = self._among, self._holding
        self._among, self._holding, self._whose = None if photos is None else frozenset(photos), holding, whose
        self.every.setVisible(photos is not None or holding > 0)
        if (self._among, holding) != former:
            self._is_known = False
            self.sets.show_sets([])
            self._follow(-1)
        if self.isVisible():
            self.refresh()

    def _show_all(self) -> None:
        self.show_among()

    def leave(self, one: SetName) -> None:
        """Remove a set whose decision is being written; the next set takes its place."""
        self.last_decided = one
        self._decided.add(one)
        at = next((at for at, row in enumerate(self.sets.rows) if row.name == one), -1)
        if at >= 0:
            row = self.list.row
            self.sets.drop(at)
            self._go_to(row - (at < row))

    def settle(self, one: SetName) -> None:
        """Refresh soon, after a decision about a set was written or failed."""
        self._decided.discard(one)
        self._soon.start()

    def photos(self) -> list[int]:
        """The photo of the chosen file."""
        row = self._chosen
        return [row.photo] if row is not None else []

    def _show(self, found: FoundSets) -> None:
        row = self.list.row
        current = self.current.name if self.current is not None else None
        wanted = [one for one in found.sets if self._holding in (0, *one.photos)]
        known = {one.name for one in self.sets.rows}
        self._waiting, self._is_known = found.waiting, True
        self.sets.show_sets([one for one in wanted if SetRow(one).name not in self._decided])
        names = [one.name for one in self.sets.rows]
        if self.last_decided in names and self.last_decided not in known:
            row, self.last_decided = names.index(self.last_decided), None  # undo restored it, so it becomes current
        elif current in names:
            row = names.index(current)
        self._go_to(row)
        if found.waiting and self.isVisible():
            self._soon.start(_LATER_MS)

    def _go_to(self, row: int) -> None:
        if self.sets.rows:
            self.list.go_to(min(max(0, row), len(self.sets.rows) - 1))
        self._follow(self.list.row)

    def _follow(self, _: int) -> None:
        """Show the files of the set at the cursor."""
        if self.current != self._shown:
            self._shown = self.current
            one = self.current.found if self.current is not None else None
            self.files.show_set(one)
            self.reason.setText(reason_line(one) if one is not None else "")
            self._ask_notes()
            self.comparing.show_set(one)
            if one is not None:
                self.file_list.go_to(0)  # also shows its picture
            else:
                self._show_picture()
        self._say()

    def _ask_notes(self) -> None:
        if self._shown is not None:
            some = list(dict.fromkeys(self._shown.found.photos[:_NOTED]))
            self._noting.ask(self._session.duplicates.notes(some), self.files.note)

    def _on_screen(self) -> list[int]:
        rows = self.files.rows
        return [*super()._on_screen(), *(rows[at].photo for at in self.file_list.shown_rows() if at < len(rows))]

    @property
    def _chosen(self) -> SetFileRow | None:
        rows, at = self.files.rows, self.file_list.row
        return rows[at] if 0 <= at < len(rows) else None

    def _show_picture(self) -> None:
        rows, row = self.files.rows, self._chosen
        if row is None:
            self.picture.show_photos(0, 0, {})
            return
        other = rows[1 if self.file_list.row == 0 and len(rows) > 1 else 0]
        names = {one.photo: one.file.path.rpartition("/")[2] for one in (other, row)}
        self.picture.show_photos(row.photo, other.photo if other.photo != row.photo else 0, names)
        self.current_changed.emit(row.photo)

    def _say(self) -> None:
        rows = self.sets.rows
        self.pages.setCurrentIndex(0 if rows else 2 if self._is_known and not self._waiting else 1)
        self.head.say(self._summary())
        self.keep.setEnabled(self.current is not None and self.current.found.offer)
        self.apart.setEnabled(self.current is not None and self.current.found.may_be_separated)
        self.compare.setEnabled(len(self.current.found.photos) > 1 if self.current is not None else False)
        self.all.setEnabled(any(row.found.offer for row in rows))
        self.keys.setVisible(bool(rows))

    def _summary(self) -> str:
        offered = [row.found for row in self.sets.rows if row.found.offer]
        size = sum(sum(one.sizes[1:]) for one in offered)
        parts = []
        if offered:
            sets = counted(len(offered), "set")
            parts.append(tr("{sets} with copies; the copies take up {size}.", sets=sets, size=exact_size(size)))
        probable = sum(row.found.kind == "probably-same" for row in self.sets.rows)
        if probable:
            parts.append(tr("{sets} of probably the same picture.", sets=counted(probable, "set")))
        others = len(self.sets.rows) - len(offered) - probable
        if others:
            parts.append(
                tr_n(
                    "{count:,} other set belongs together.",
                    "{count:,} other sets belong together.",
                    others,
                )
            )
        if self._waiting:
            parts.append(
                tr_n(
                    "Photon has not compared {count:,} photo yet.",
                    "Photon has not compared {count:,} photos yet.",
                    self._waiting,
                )
            )
        if self._whose and self._is_known and not self._waiting and not parts:
            parts.append(tr("no duplicates."))
        found = " ".join(parts)
        return ": ".join(filter(None, (self._whose, found)))

    # -- decisions ---------------------------------------------------------------------------------

    def keep_current(self) -> None:
        """Keep the chosen file and those marked to stay; the others go to the bin."""
        row, chosen = self.current, self._chosen
        if row is None or chosen is None:
            return
        if not row.found.offer:
            self.done.emit(_ALONE)
            return
        stays = (chosen.file, *(one.file for one in self.files.rows if one.stays and one is not chosen))
        goes = tuple(file for file in row.found.files if file not in stays)
        if goes:
            self.decided.emit(row.name, SetChoice(stays, goes))
        else:
            self.take_apart()

    def take_apart(self) -> None:
        """The photos of the set are no duplicates."""
        row = self.current
        if row is None:
            return
        if row.found.may_be_separated:
            self.taken_apart.emit(row.name, list(row.found.photos))
        else:
            self.done.emit(_ALONE)

    def compare_set(self) -> None:
        """Show the photos of the set side by side."""
        if self.current is not None and len(self.current.found.photos) > 1:
            self.compared.emit(list(self.current.found.photos))

    def _choose(self, steps: int) -> None:
        at = self.file_list.row + steps
        if 0 <= at < len(self.files.rows):
            self.file_list.go_to(at)

    def _toggle_kept(self) -> None:
        if self._chosen is not None and self.current is not None and self.current.found.offer:
            self.files.toggle(self.file_list.row)

    def _want_all(self) -> None:
        self.all_wanted.emit([row.found for row in self.sets.rows])

    def _open(self) -> None:
        """Open the chosen photo in the loupe."""
        row = self._chosen
        if row is not None and self.current is not None:
            photos: Sequence[int] = list(dict.fromkeys(self.current.found.photos))
            self.opened.emit(photos, photos.index(row.photo))

    # -- what happens ------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self.picture.forget(changes.gone)
            self._go_to(self.list.row)
        if not self.isVisible():
            return
        if "photos" in changes.kinds:
            self.picture.forget(changes.photos)
            self._show_picture()
        shown = self._shown.found.photos if self._shown is not None else ()
        is_about_set = not (changes.photos and changes.photos.isdisjoint(shown))
        if "photos" in changes.kinds and is_about_set:
            self.comparing.ask_again()
        if changes.kinds & _NOTED_KINDS and is_about_set:
            self._ask_notes()
        if changes.kinds & _KINDS:
            self._soon.start()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the photo again when the key for the other picture is let go."""
        if lets_go_of("duplicates.other", event) and not event.isAutoRepeat():
            self.picture.show_other(is_shown=False)
        super().keyReleaseEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what changed while another page was shown."""
        super().showEvent(event)
        self.refresh()
        self.comparing.ask_again()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        super().hideEvent(event)
        self._soon.stop()
        self.comparing.stop()
