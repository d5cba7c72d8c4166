"""Several photo views that are zoomed and panned together; with Shift, one of them moves alone.

Where the same face is known in several views, zooming at the face brings it into the middle of each of them.
"""

import math
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from photon.domain import Region
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
        self._faces: dict[int, tuple[float, float]] = {}  # the middle of the same face in views
        self._sides: dict[int, float] = {}  # of these faces: what is at most so far from the middle is the face
        self._is_on_face = False
        for view in views:
            view.zoom_chosen.connect(lambda view=view: self._follow(view, is_zoomed=True))
            view.panned.connect(lambda view=view: self._follow(view))
            view.laid_out.connect(lambda view=view: self._show(view))

    def reset(self) -> None:
        """Fit all photos, and forget the offsets."""
        self._forget()
        for view in self.views:
            self._show(view)
        self.moved.emit()

    def know_faces(self, faces: Mapping[PhotoView, Region]) -> None:
        """Note where the same face is in views; if it is looked at, it is followed into views with other photos."""
        before, self._faces = self._faces, {id(view): _middle(region) for view, region in faces.items()}
        self._sides = {id(view): max(region.width, region.height) for view, region in faces.items()}
        if self._is_on_face and before != self._faces:
            self._align()
            for view in self.views:
                self._show(view)

    def toggle_actual(self, view: PhotoView) -> None:
        """Switch a view, and the others with it, between actual size at the face, if one is known, and whole photos."""
        face = self._faces.get(id(view))
        view.toggle_actual(None)
        if face is not None and view.spot is not None:
            view.show_spot(PhotoSpot(view.spot.length, *face))
            self._follow(view, is_zoomed=True)

    def _follow(self, view: PhotoView, *, is_zoomed: bool = False) -> None:
        """Apply what the user chose in one view to the others."""
        there = view.spot
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
            if is_zoomed and not self._is_on_face and self._is_near_face(view, there):
                self._align()
            apart = self._apart[id(view)]
            self._spot = PhotoSpot(there.length / apart.factor, there.x - apart.x, there.y - apart.y)
        for other in self.views:
            if other is not view:
                self._show(other)
        self.moved.emit()

    def _show(self, view: PhotoView) -> None:
        apart, spot = self._apart[id(view)], self._spot
        shifted = spot and PhotoSpot(spot.length * apart.factor, spot.x + apart.x, spot.y + apart.y)
        view.show_spot(shifted or self._alone.get(id(view)))

    def _is_near_face(self, view: PhotoView, there: PhotoSpot) -> bool:
        x, y = self._faces.get(id(view), (math.inf, math.inf))
        return max(abs(there.x - x), abs(there.y - y)) <= self._sides.get(id(view), 0.0)

    def _align(self) -> None:
        """Bring the face into the middle of each view; one without it moves as far as the others on average."""
        if self._faces:
            self._is_on_face = True
            usual = tuple(sum(values) / len(values) for values in zip(*self._faces.values(), strict=True))
            for view, apart in self._apart.items():
                apart.x, apart.y = self._faces.get(view, usual)

    def _forget(self) -> None:
        self._spot, self._is_on_face = None, False
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


def _middle(region: Region) -> tuple[float, float]:
    return region.x + region.width / 2, region.y + region.height / 2
