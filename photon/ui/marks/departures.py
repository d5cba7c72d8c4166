"""Photos that no longer match the filters after being marked: they leave at the next move, not under the cursor."""

from PySide6.QtCore import QObject, QTimer

from photon.domain import AnyOf, Changes, Filter, Part, Query
from photon.domain.query.filter_kinds.known_kinds import kind_of
from photon.domain.query.filter_kinds.people import asks_for_people
from photon.domain.query.filter_kinds.places import asks_for_places
from photon.domain.query.filter_kinds.states import asks_for_facts
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.loupe.loupe import Loupe
from photon.ui.search.results import Gallery


class Departures(QObject):
    """Requests the photos again when the user moves on after marking, if the filters are about marks.

    Attributes:
        is_due: Whether a photo was marked since the photos were requested.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self.is_due = False
        self._gallery = context.part(Gallery)
        context.bridge.changed.connect(self._hear)
        self._gallery.shown.connect(lambda _: self._settle())
        context.part(PhotoGrid).selectionModel().currentChanged.connect(lambda *_: self.move_on())
        context.part(Loupe).current_changed.connect(lambda _: self.move_on())

    def _hear(self, changes: Changes) -> None:
        parts = (self._gallery.asked.query or Query()).parts
        is_marked = bool(changes.kinds & {"marks", "hidden"}) and any(map(is_about_marks, parts))
        self.is_due |= is_marked or ("facts" in changes.kinds and asks_for_facts(parts))
        self.is_due |= "places" in changes.kinds and asks_for_places(parts)
        self.is_due |= "people" in changes.kinds and asks_for_people(parts)

    def _settle(self) -> None:
        if not self._gallery.state.is_waiting:
            self.is_due = False

    def move_on(self) -> None:
        """Note that the user looks at another photo now."""
        if self.is_due:
            self.is_due = False
            QTimer.singleShot(0, self, self._gallery.renew)


def is_about_marks(part: Part) -> bool:
    """Return whether a part of a query, or one of its alternatives, is a filter about marks."""
    if isinstance(part, AnyOf):
        return any(map(is_about_marks, part.options))
    return isinstance(part, Filter) and kind_of(part).is_about_marks
