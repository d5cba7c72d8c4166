"""How many of the photos in the grid are picked, rejected and neither, counted again after every change."""

from PySide6.QtCore import QObject

from photon.domain import Changes
from photon.domain.photo.marks import FlagCounts
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import OUTDATED_MS, LatestRequest
from photon.ui.kit.timers import SpacedTimer, single_shot
from photon.ui.search.results import Gallery


class FlagTally(QObject):
    """Counts the flags of the photos shown."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        bridge, photos = context.bridge, context.part(PhotoGrid).grid_model
        self._session, self._photos, self._counted = context.session, photos, context.news.flags_counted
        self._latest = LatestRequest(bridge, self, is_quiet=True)
        self._timer = single_shot(self, OUTDATED_MS, self._count)
        self._later = SpacedTimer(self, OUTDATED_MS, self._count)
        self._gallery = context.part(Gallery)
        self._asked = self._gallery.asked
        photos.settled.connect(lambda _: self._follow())
        bridge.changed.connect(self._hear)

    def _hear(self, changes: Changes) -> None:
        if "marks" in changes.kinds:
            self._soon()
        elif "photos" in changes.kinds:
            self._later.request()

    def _follow(self) -> None:
        """Count the photos of another question at once, and those of the same one less often while they change."""
        before, self._asked = self._asked, self._gallery.asked
        (self._later.request if self._asked == before else self._soon)()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _count(self) -> None:
        if self._latest.is_awaited:
            self._timer.start()  # a count of a million photos takes a while
            return
        photos = self._photos.ids
        if photos:
            self._latest.ask(self._session.browsing.count_flags(photos), self._counted.emit)
        else:
            self._latest.forget()
            self._counted.emit(FlagCounts())
