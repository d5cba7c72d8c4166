"""The page that lists cameras and lenses with numbers of photos; a click shows these."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent

from photon.domain import Changes, Query
from photon.domain.query.filter_choice import FilterGroup
from photon.domain.query.filter_kinds.names import CAMERAS, LENSES
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import SpacedTimer
from photon.ui.search.filter_list import FilterLine, FilterList, lines_of_choices
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.page_header import PageHeader

REFRESH_MS = 500


class CameraPage(Page):
    """Two lists beside each other, the most used cameras and lenses first."""

    topic = "filters"

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.setProperty("role", "panel")
        self.head = PageHeader(tr("Cameras and lenses"))
        self.head.left.connect(self.closed)
        self.cameras, self.lenses = self._make_list(CAMERAS), self._make_list(LENSES)
        columns = [
            (vbox(make_label(one.accessibleName(), "heading"), (one, 1), spacing=tokens.TIGHT), 1)
            for one in (self.cameras, self.lenses)
        ]
        margins = (tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.LOOSE)
        vbox(self.head, (hbox(*columns, spacing=tokens.LOOSE), 1), to=self, margins=margins, spacing=tokens.SPACE)
        self.hand_keyboard_to(self.cameras)
        self._questions = [LatestRequest(context.bridge, self) for _ in columns]
        self._timer = SpacedTimer(self, REFRESH_MS, self.refresh)
        context.bridge.changed.connect(self._hear)

    def _make_list(self, group: FilterGroup) -> FilterList:
        made = FilterList(self)
        made.setAccessibleName(group.title)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for chosen in (made.clicked, made.activated):
            chosen.connect(lambda index: self._show_photos(made.choices.shown[index.row()]))
        return made

    def refresh(self) -> None:
        """Count the photos again."""
        for group, shown, question in zip((CAMERAS, LENSES), (self.cameras, self.lenses), self._questions, strict=True):
            choices = self._context.session.searching.filter_choices(group, Query())
            question.ask(combined(lines_of_choices, choices), partial(shown.choices.show_lines, are_set=()))

    def showEvent(self, event: QShowEvent) -> None:
        """Count when the page is shown."""
        super().showEvent(event)
        self.refresh()

    def _hear(self, changes: Changes) -> None:
        if self.isVisible() and (changes.gone or changes.kinds & {"photos", "folders"}):
            self._timer.request()

    def _show_photos(self, line: FilterLine) -> None:
        bar = self._context.part(SearchBar)
        bar.recall(Query((line.choice.part,)))
        self._context.search(bar.query())
