"""Several views of photos that are enlarged and moved in step; with Shift one of them is moved alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from photon.ui.loupe.photo_view import PhotoSpot, PhotoView


@dataclass(slots=True)
class _Apart:
    """How much a view is off the others: enlarged by a factor, moved by shares of the photo."""

    factor: float = 1.0
    x: float = 0.0
    y: float = 0.0


class ZoomStep(QObject):
    """Shows in each view the same part of its photo; what was moved alone keeps its distance.

    Signals:
        moved: The views show another part.

    Attributes:
        views: The views that are shown.
    """

    moved = Signal()

    def __init__(self, views: Sequence[PhotoView], is_alone: Callable[[], bool]) -> None:
        """Follow views.

        Args:
            views: All views that there may be.
            is_alone: Tells whether the person moves one view alone.
        """
        super().__init__()
        self.views = list(views)
        self._is_alone = is_alone
        self._spot: PhotoSpot | None = None  # of a view that is not apart
        self._apart = {id(view): _Apart() for view in views}
        self._alone: dict[int, PhotoSpot] = {}  # of views that were enlarged while the others are fitted
        for view in views:
            view.zoom_chosen.connect(lambda view=view: self._follow(view))
            view.panned.connect(lambda view=view: self._follow(view))
            view.laid_out.connect(lambda view=view: self._show(view))

    def reset(self) -> None:
        """Fit all photos, and forget what was moved alone."""
        self._forget()
        for view in self.views:
            self._show(view)
        self.moved.emit()

    def _follow(self, view: PhotoView) -> None:
        """Show in the other views what the person chose in one."""
        there, apart = view.spot, self._apart[id(view)]
        if there is None and not view.resolution:
            return  # nothing to enlarge has come yet
        if self._is_alone():
            self._part(view, there)
            self.moved.emit()
            return
        self._alone.clear()
        if there is None:
            self._forget()
        else:
            self._spot = PhotoSpot(there.length / apart.factor, there.x - apart.x, there.y - apart.y)
        for other in self.views:
            if other is not view:
                self._show(other)
        self.moved.emit()

    def _show(self, view: PhotoView) -> None:
        apart, spot = self._apart[id(view)], self._spot
        shifted = spot and PhotoSpot(spot.length * apart.factor, spot.x + apart.x, spot.y + apart.y)
        view.show_spot(shifted or self._alone.get(id(view)))

    def _forget(self) -> None:
        self._spot = None
        self._apart = {view: _Apart() for view in self._apart}
        self._alone.clear()

    def _part(self, view: PhotoView, there: PhotoSpot | None) -> None:
        """Note how far a view is off the others now."""
        if there is None:
            self._alone.pop(id(view), None)
            return
        if self._spot is None:
            self._alone[id(view)] = there
            return
        apart = self._apart[id(view)]
        apart.factor = there.length / self._spot.length
        apart.x, apart.y = there.x - self._spot.x, there.y - self._spot.y
