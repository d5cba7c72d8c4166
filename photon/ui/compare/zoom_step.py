"""Several photo views that are zoomed and panned together; with Shift, one of them moves alone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from photon.quick_dataclass import dataclass
from photon.ui.loupe.photo_view import PhotoSpot, PhotoView


@dataclass(slots=True)
class _Apart:
    """The offset of a view from the others: a zoom factor, and shares of the photo."""

    factor: float = 1.0
    x: float = 0.0
    y: float = 0.0


class ZoomStep(QObject):
    """Shows the same part of the photo in each view; a view that was moved alone keeps its offset.

    Signals:
        moved: The views show another part.

    Attributes:
        views: The views that are shown.
    """

    moved = Signal()

    def __init__(self, views: Sequence[PhotoView], is_alone: Callable[[], bool]) -> None:
        """Synchronize views.

        Args:
            views: All views, shown or not.
            is_alone: Returns whether the user moves one view alone.
        """
        super().__init__()
        self.views = list(views)
        self._is_alone = is_alone
        self._spot: PhotoSpot | None = None  # of a view without an offset
        self._apart = {id(view): _Apart() for view in views}
        self._alone: dict[int, PhotoSpot] = {}  # of views enlarged while the others are fitted
        for view in views:
            view.zoom_chosen.connect(lambda view=view: self._follow(view))
            view.panned.connect(lambda view=view: self._follow(view))
            view.laid_out.connect(lambda view=view: self._show(view))

    def reset(self) -> None:
        """Fit all photos, and forget the offsets."""
        self._forget()
        for view in self.views:
            self._show(view)
        self.moved.emit()

    def _follow(self, view: PhotoView) -> None:
        """Apply what the user chose in one view to the others."""
        there, apart = view.spot, self._apart[id(view)]
        if there is None and not view.resolution:
            return  # no picture to enlarge has arrived yet
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
        """Store the offset of a view from the others."""
        if there is None:
            self._alone.pop(id(view), None)
            return
        if self._spot is None:
            self._alone[id(view)] = there
            return
        apart = self._apart[id(view)]
        apart.factor = there.length / self._spot.length
        apart.x, apart.y = there.x - self._spot.x, there.y - self._spot.y
