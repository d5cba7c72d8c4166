"""What is related to the selected photo, in the details panel: each line opens as an ordinary answer."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from photon.domain import Changes
from photon.language import tr
from photon.ui.grid.result_history import ResultHistory
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.layouts import vbox
from photon.ui.kit.timers import single_shot
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.section import AnsweredSection

if TYPE_CHECKING:
    from photon.app.explore.related import RelatedLine
    from photon.ui.explore.related_row import RelatedRow
    from photon.ui.map.cover_pictures import CoverPictures

PAUSE_MS = 250
"""How long a photo is selected before its relations are looked for: some 70 ms of a processor among 100,000 photos."""


class RelatedSection(AnsweredSection):
    """Up to four lines of pictures. It asks only while it is unfolded and the panel is on the screen.

    Attributes:
        rows: The lines, in order; they stay, emptied, while the next photo's are awaited, so that nothing jumps.
    """

    renewed_by = frozenset({"people", "photos"})

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._covers: CoverPictures | None = None
        self.rows: list[RelatedRow] = []
        self._is_due = False
        body = QWidget()
        self._column = vbox(to=body, margins=0, spacing=tokens.HAIR)
        super().__init__(tr("Related"), body, context.bridge, "Related")
        self._soon = single_shot(self, PAUSE_MS, self._send)

    @property
    def has_content(self) -> bool:
        """Whether something is related, or is to be looked for once it can be seen."""
        return bool(self.rows) or (self._is_due and not self._is_seen)

    @property
    def _is_seen(self) -> bool:
        panel = self.parentWidget()
        return self.is_open and panel is not None and panel.isVisible()

    def _ask(self) -> None:
        self._is_due = len(self._photos) == 1
        if not (self._is_due and self._is_seen):
            self._show_nothing()
        self._soon.start()

    def _send(self) -> None:
        if self._is_due and self._is_seen:
            self._is_due = False
            asked, photos = self._context.session.explore.related(self._photos[0]), self._photos
            self._request.ask(asked, partial(self._show_lines, photos), lambda _: self._show_nothing())

    def _show_nothing(self) -> None:
        self._show_lines([], ())

    def drop_outdated(self) -> None:
        """Empty what is about the previous photo."""
        if self._shown != self._photos:
            for row in self.rows:
                row.show_line(None)

    def _show_lines(self, photos: list[int], lines: "Sequence[RelatedLine]") -> None:
        self._shown = photos
        for row in self.rows[len(lines) :]:
            row.hide()
            row.deleteLater()
        del self.rows[len(lines) :]
        while len(self.rows) < len(lines):
            self._add_row()
        for row, line in zip(self.rows, lines, strict=True):
            row.show_line(line)
        self.setVisible(self._is_wanted)

    def _add_row(self) -> None:
        from photon.ui.explore.related_row import RelatedRow, make_covers  # with cards and the map's pictures

        self._covers = self._covers or make_covers(self._context)
        self.rows.append(row := RelatedRow(self._covers))
        row.clicked.connect(partial(self._open, row))
        self._column.addWidget(row)

    def _open(self, row: "RelatedRow") -> None:
        if row.line is not None:
            self._context.part(ResultHistory).keep_result()
            self._context.part(SearchBar).ask_query(row.line.query)

    def _hear(self, changes: Changes) -> None:
        super()._hear(changes)
        shown = {cover for row in self.rows if row.line is not None for cover in row.line.covers}
        if changes.gone:  # at once; others may be left
            self._show_nothing()
        if self._photos and (changes.gone or ("photos" in changes.kinds and changes.photos & shown)):
            self._ask()

    def toggle(self) -> None:
        """Fold or unfold; what is seen now is asked for."""
        super().toggle()
        self._send()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what was not asked while the panel was hidden."""
        super().showEvent(event)
        self._soon.start()
