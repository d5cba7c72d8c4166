"""What a photo shows, from general to particular, in the details panel: each step is a search."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from photon.app.explore.thing_paths import ThingStep, thing_paths
from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.search.query_language import parse
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.flow_layout import FlowLayout
from photon.ui.widgets.section import AnsweredSection

_THEN = "›"


class ThingSection(AnsweredSection):
    """Names the things of a single photo, one line each: animal › dog › spaniel."""

    renewed_by = frozenset({"topics"})

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._lines: Sequence[tuple[ThingStep, ...]] = ()
        body = QWidget()
        self.flow = FlowLayout(body)
        vbox(self.flow, to=body, margins=(2, 0, tokens.HAIR, 0))
        super().__init__(tr("Things"), body, context.bridge, "Things")

    @property
    def has_content(self) -> bool:
        """Whether a thing is known in the photo."""
        return bool(self._lines)

    def _ask(self) -> None:
        if len(self._photos) == 1:
            asked = self._context.session.store.read(thing_paths, self._photos[0])
            self._request.ask(asked, partial(self._show_lines, self._photos))
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self._show_lines([], ())

    def _show_lines(self, photos: list[int], lines: Sequence[tuple[ThingStep, ...]]) -> None:
        self._shown = photos
        if lines != self._lines:
            self._lines = lines
            self.flow.replace_parts([part for number, line in enumerate(lines) for part in self._parts(number, line)])
        self.setVisible(self._is_wanted)

    def _parts(self, number: int, line: Sequence[ThingStep]) -> list[QWidget]:
        parts: list[QWidget] = [make_label("·")] if number else []
        for at, step in enumerate(line):
            hint = tr("Show the photos of {thing}", thing=line_written_out(step.name))
            button = make_button(line_written_out(step.name), hint, partial(self._search, step), role="link")
            parts += [make_label(_THEN), button] if at else [button]
        return parts

    def _search(self, step: ThingStep) -> None:
        self._context.part(SearchBar).ask_query(parse(step.query).query)
