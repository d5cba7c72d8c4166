"""Names of trips in the headings of photos that are divided by event."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.domain import Changes
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.search.results import Gallery

if TYPE_CHECKING:
    from photon.app.places.trip_list import Trip


class TripNames(QObject):
    """Asks for trips when events are shown for the first time, and again when photos or places have changed."""

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._headings = context, context.part(PhotoGrid).headings
        self._request, self._is_known = LatestRequest(context.bridge, self, is_quiet=True), False
        context.part(Gallery).shown.connect(lambda _: self._ask())
        context.bridge.changed.connect(self._hear)

    def _ask(self) -> None:
        is_by_event = self._context.part(Gallery).asked.period == "event"
        if is_by_event and not self._is_known and not self._request.is_awaited:
            self._is_known = True
            self._request.ask(self._context.session.places.trips(), self._show)

    def _show(self, trips: Sequence["Trip"]) -> None:
        self._headings.name_trips({trip.start: trip.name for trip in trips})

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"places", "photos"}:
            self._is_known = False
            self._ask()
