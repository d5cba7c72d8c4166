"""The page of duplicates: a list of sets, the files of one of them, and what is to be done with it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter

from photon.app.duplicates.duplicates import FoundSets
from photon.app.duplicates.set_plan import SetChoice
from photon.app.session import Session
from photon.language import tr
from photon.ui.duplicates.set_panel import SetPanel
from photon.ui.duplicates.set_rows import SetList, SetName, SetRow, SetScope
from photon.ui.duplicates.set_specs import SETS
from photon.ui.duplicates.set_words import summary_line
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import keep_focus_elsewhere, make_button
from photon.ui.kit.key_filter import Act, lets_go_of
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.photos.photo_list_page import RefreshedPage, button_row
from photon.ui.photos.thumbnails import Thumbnails

_LATER_MS = 4000  # until sets are asked for again while photos are compared
_ALONE = tr("Nothing of this set is suggested for the bin.")


class DuplicatesPage(RefreshedPage[SetRow]):
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
    kinds = frozenset({"photos", "bin", "duplicates", "marks", "folders"})

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.sets, self.panel = SetList(session, bridge, SETS), SetPanel(session, bridge, thumbnails)
        super().__init__(bridge, self.sets, thumbnails)
        self._session = session
        self._request = LatestRequest(bridge, self)
        self._decided: set[SetName] = set()  # sets whose decisions are being written
        self.last_decided: SetName | None = None  # the set of the last decision, for undo
        self._scope = SetScope()
        self._waiting: int | None = None  # photos that are not compared yet; None until sets were found
        self._compose()
        self.panel.list.doubleClicked.connect(lambda _: self._open())
        self.panel.list.verticalScrollBar().valueChanged.connect(lambda _: thumbnails.only(self._on_screen()))
        self.panel.chosen_changed.connect(self.current_changed)
        self._say()

    def _compose(self) -> None:
        ground = QSplitter()
        ground.addWidget(self.list)
        self.list.show()  # the stack that it stood in hides what leaves it
        ground.addWidget(self.panel)
        ground.setSizes([300, 700])
        ground.setChildrenCollapsible(False)
        self.pages.insertWidget(0, ground)
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
        self.all = make_button(tr("Keep one of each…"), tr("By a rule; shows first what would go"))
        self.all.clicked.connect(lambda: self.all_wanted.emit([row.found for row in self.sets.rows]))
        self.every = make_button(tr("All photos"), tr("Show the duplicates of all photos"))
        self.every.clicked.connect(lambda _: self.show_among())
        self.every.hide()
        keep_focus_elsewhere(self.keep, self.apart, self.compare, self.all, self.every)
        self.head.add_row(button_row(self.keep, self.apart, self.compare, after=(self.every, self.all)))

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        return {
            "duplicates.keep": self.keep_current,
            "duplicates.apart": self.take_apart,
            "duplicates.compare": self.compare_set,
            "duplicates.stays": self.panel.toggle_kept,
            "duplicates.previous": lambda: self.panel.choose(-1),
            "duplicates.next": lambda: self.panel.choose(1),
            "duplicates.other": lambda: self.panel.picture.show_other(is_shown=True),
            "duplicates.difference": self.panel.picture.toggle_difference,
        }

    # -- what is listed ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask which sets there are now."""
        self._request.ask(self._session.duplicates.find_sets(self._scope.among), self._show)

    def show_among(self, photos: Sequence[int] | None = None, whose: str = "", *, holding: int = 0) -> None:
        """Show only sets among some photos, or those that contain one photo.

        Args:
            photos: Photo ids; None for the whole library.
            whose: What these are, such as ``3 selected photos``.
            holding: The photo that each set must contain; 0 for none.
        """
        former, self._scope = self._scope, SetScope(None if photos is None else frozenset(photos), holding, whose)
        self.every.setVisible(photos is not None or holding > 0)
        if self._scope != former:
            self._waiting = None
            self.sets.show_sets([])
        if self.isVisible():
            self.refresh()

    def leave(self, one: SetName) -> None:
        """Remove a set whose decision is being written; the next set takes its place."""
        self.last_decided = one
        self._decided.add(one)
        self.sets.show_rows([row for row in self.sets.rows if row.name != one])

    def settle(self, one: SetName) -> None:
        """Refresh soon, after a decision about a set was written or failed."""
        self._decided.discard(one)
        self._refresh_soon()

    def photos(self) -> list[int]:
        """The photo of the chosen file."""
        row = self.panel.chosen
        return [row.photo] if row is not None else []

    def _show(self, found: FoundSets) -> None:
        wanted = [one for one in found.sets if self._scope.holding in (0, *one.photos)]
        known = {one.name for one in self.sets.rows}
        self._waiting = found.waiting
        self.sets.show_sets([one for one in wanted if SetRow(one).name not in self._decided])
        names = [one.name for one in self.sets.rows]
        if self.last_decided in names and self.last_decided not in known:
            at, self.last_decided = names.index(self.last_decided), None  # undo restored it, so it becomes current
            self.list.go_to(at)
        if found.waiting and self.isVisible():
            self._soon.start(_LATER_MS)

    def _on_screen(self) -> list[int]:
        rows = self.panel.files.rows
        return [*super()._on_screen(), *(rows[at].photo for at in self.panel.list.shown_rows() if at < len(rows))]

    def _all_photos(self) -> list[int]:
        """Return the photos of the set at the cursor."""
        return list(dict.fromkeys(self.current.found.photos)) if self.current is not None else []

    def _say(self) -> None:
        rows = self.sets.rows
        self.panel.show_set(self.current)
        self.pages.setCurrentIndex(0 if rows else 2 if self._waiting == 0 else 1)
        self.head.say(summary_line([row.found for row in rows], self._scope.whose, self._waiting))
        self.keep.setEnabled(self.current is not None and self.current.found.offer)
        self.apart.setEnabled(self.current is not None and self.current.found.may_be_separated)
        self.compare.setEnabled(len(self.current.found.photos) > 1 if self.current is not None else False)
        self.all.setEnabled(any(row.found.offer for row in rows))
        self.keys.setVisible(bool(rows))

    # -- decisions ---------------------------------------------------------------------------------

    def keep_current(self) -> None:
        """Keep the chosen file and those marked to stay; the others go to the bin."""
        row, chosen = self.current, self.panel.chosen
        if row is None or chosen is None:
            return
        if not row.found.offer:
            self.done.emit(_ALONE)
            return
        stays = (chosen.file, *(one.file for one in self.panel.files.rows if one.stays and one is not chosen))
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

    # -- what happens ------------------------------------------------------------------------------

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the photo again when the key for the other picture is let go."""
        if lets_go_of("duplicates.other", event) and not event.isAutoRepeat():
            self.panel.picture.show_other(is_shown=False)
        super().keyReleaseEvent(event)
