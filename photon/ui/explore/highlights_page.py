"""The page of highlights: the chosen photos, why each was chosen, more and fewer, and what is done with them."""

from collections.abc import Sequence

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from photon.app.explore.highlights import choose_highlights
from photon.domain import Changes
from photon.domain.explore.highlight import Highlight
from photon.language import tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import vbox
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import SpacedTimer
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.photos.photo_list_page import REFRESH_MS, button_row
from photon.ui.widgets.page_header import PageHeader, calm_page

COUNTS = (5, 10, 20, 30, 50, 80, 120, 200)
"""Numbers of highlights to choose from; each choice keeps the photos of the smaller ones."""
_USUAL = COUNTS.index(20)


class HighlightsPage(Page):
    """Shows the highlights of some photos."""

    grid: PhotoGrid
    topic = "explore"
    takes_tags = takes_captions = takes_moves = True

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._among, self._step = context, list[int](), _USUAL
        self._reasons: dict[int, str] = {}
        self._unsure = frozenset[int]()
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("Highlights"))
        self.grid = self.selectable = PhotoGrid(PhotoGridModel(context.session, context.bridge, self))
        self.head, self.why, self.pages = PageHeader(tr("Highlights")), make_label(wraps=True), QStackedWidget()
        self._request = LatestRequest(context.bridge, self)
        self._soon = SpacedTimer(self, REFRESH_MS, self.refresh)
        self.more = make_button(tr("More"), clicked=lambda: self._change(1))
        self.fewer = make_button(tr("Fewer"), clicked=lambda: self._change(-1))
        hint = tr("Choose other photos in place of the selected ones; Photon remembers it")
        self.leave_out = make_button(tr("Leave out"), hint, context.action("not-highlighted").trigger)
        self.album = make_button(tr("Make album…"), clicked=self._make_album)
        self.slides = make_button(tr("Slideshow"), clicked=context.action("slideshow").trigger)
        self.export = make_button(tr("Export…"), clicked=context.action("export").trigger)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        self.pages.addWidget(self.grid)
        explanation = tr("Neither videos nor rejected photos are chosen, nor what you left out.")
        self.pages.addWidget(calm_page("sparkle", tr("There is nothing to choose from"), explanation))
        parts = (self.more, self.fewer, self.leave_out)
        self.head.add_row(button_row(*parts, after=(self.album, self.slides, self.export)))
        edges = (tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT)
        vbox(self.head, (self.pages, 1), self.why, to=self, margins=edges, spacing=tokens.SPACE)
        self.hand_keyboard_to(self.grid)

    def _connect(self) -> None:
        marks, grid = self._context.part(MarkCommands), self.grid
        self.head.left.connect(self.closed)
        grid.opened.connect(self._open)
        grid.rated.connect(marks.rate)
        grid.favoured.connect(marks.favour)
        grid.selectionModel().currentChanged.connect(lambda *_: self._explain())
        self._context.bridge.changed.connect(self._hear)

    def show_among(self, photos: Sequence[int], unsure: Sequence[int] = ()) -> None:
        """Choose among other photos; those that only may match, ``unsure``, come last."""
        self._among, self._step, self._reasons, self._unsure = list(photos), _USUAL, {}, frozenset(unsure)
        self.grid.grid_model.show_photos([])
        self.why.clear()
        words = tr_n("Choosing from {count:,} photo…", "Choosing from {count:,} photos…", len(photos))
        self.head.say(words)
        self.pages.setCurrentIndex(0)
        self.refresh()

    def refresh(self) -> None:
        """Choose again, unless an answer is awaited."""
        if self._request.is_awaited:
            self._soon.request()
            return
        questions = self._context.session.work.questions
        chosen = questions.ask(choose_highlights, self._among, COUNTS[self._step], self._unsure)
        self._request.ask(chosen, self._show)

    def photos(self) -> list[int]:
        """Return the selected photos, or the one at the cursor."""
        return self.grid.targets()

    def point_at(self, photo: int) -> None:
        """Make the photo that was last shown in the loupe the current one."""
        self.grid.come_back(photo)

    def _change(self, steps: int) -> None:
        self._step = min(max(self._step + steps, 0), len(COUNTS) - 1)
        self._request.forget()
        self.refresh()
        self._say()

    def _show(self, found: Sequence[Highlight]) -> None:
        self._reasons = {one.photo: one.reason for one in found}
        self.grid.grid_model.show_photos(list(self._reasons))
        if found and not self.grid.current():
            self.grid.go_to(found[0].photo)
        self.pages.setCurrentIndex(0 if found else 1)
        self._say()
        self._explain()

    def _say(self) -> None:
        count = len(self._reasons)
        words = tr_n("{count:,} of {all:,} photos", "{count:,} of {all:,} photos", count, all=len(self._among))
        if unsure := len(self._unsure.intersection(self._reasons)):
            words = f"{words} · {tr_n('{count:,} may match', '{count:,} may match', unsure)}"
        if count < min(COUNTS[self._step], len(self._among)) and not self._request.is_awaited:
            words += " · " + tr("the others are much like these, blurred, rejected, left out or videos")
        self.head.say(words if count else "")
        if self._request.is_awaited:  # a disabled button hands its focus to the next one: More would become Fewer
            return
        has_all = count < COUNTS[self._step] or count == len(self._among)
        allowed = {self.more: not has_all and self._step < len(COUNTS) - 1}
        allowed[self.fewer] = self._step > 0 and count > COUNTS[0]
        if any(button.hasFocus() and not can for button, can in allowed.items()):
            self.grid.setFocus()
        for button, can in allowed.items():
            button.setEnabled(can)
        for part in (self.leave_out, self.album, self.slides, self.export):
            part.setEnabled(count > 0)

    def _explain(self) -> None:
        reason = self._reasons.get(self.grid.current() or 0, "")
        self.why.setText(tr("Why this photo: {reason}", reason=reason) if reason else "")

    def _make_album(self) -> None:
        if len(self.grid.selected()) < 2:
            self.grid.selectAll()
        self._context.action("new-album").trigger()

    def _open(self, photo: int) -> None:
        shown = list(self._reasons)
        self.opened.emit(shown, shown.index(photo)) if photo in shown else self.opened.emit([photo], 0)

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self._among = [photo for photo in self._among if photo not in changes.gone]
            self._reasons = {photo: why for photo, why in self._reasons.items() if photo not in changes.gone}
            self.grid.grid_model.show_photos(list(self._reasons))
        if changes.kinds & {"marks", "photos"}:
            self.grid.grid_model.outdate(changes.photos or None)
        if changes.gone or changes.kinds & {"marks", "photos", "stacks", "hidden"}:
            self._refresh_soon()

    def _refresh_soon(self) -> None:
        if self.isVisible():
            self._soon.request()

    def showEvent(self, event: QShowEvent) -> None:
        """Choose again after what changed while the page was hidden."""
        super().showEvent(event)
        self._refresh_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing while the page is hidden."""
        super().hideEvent(event)
        self._soon.stop()
