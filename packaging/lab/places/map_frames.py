"""How long frames of the map take, under real events: wheel, drag and keys, with up to a million photos.

    xvfb-run -a -s "-screen 0 2600x1500x24" python packaging/lab/places/map_frames.py [--size 1440x900]

A frame is the time from an event that is sent until its paint event has ended, on the main thread, while tiles are
drawn on the other one; beside it the processor's time of the main thread, which says more on a busy computer. The
baseline paints all points one by one, without groups and tiles.
"""

import argparse
import sys
import time

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from photon.annotate.places.mercator import project_points
from photon.annotate.places.place_data import STEPS, known_towns
from photon.annotate.places.point_pyramid import PointPyramid
from photon.annotate.places.world_map import WorldMap
from photon.domain.arrays import Doubles
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.ui.map.map_view import MapView
from photon.ui.photos.thumbnails import Thumbnail
from photon.ui.window.application import SWITCH_S

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
STARTS = ((Coordinates(20.0, 0.0), 3.0), (Coordinates(48.0, 8.0), 6.0), (Coordinates(38.72, -9.14), 11.0))


class PlainCovers(QObject):
    """Thumbnails of one colour."""

    arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[int, Thumbnail] = {}

    def find(self, photo: int) -> Thumbnail:
        """Return a thumbnail, one of 360."""
        hue = photo % 360
        if hue not in self._kept:
            pixmap = QPixmap(232, 174)
            pixmap.fill(QColor.fromHsv(hue, 140, 180))
            self._kept[hue] = Thumbnail(pixmap, 232, b"", 0.0)
        return self._kept[hue]


class TimedMap(MapView):
    """A map that notes when it painted."""

    painted = spent = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Paint, and note when that ended."""
        super().paintEvent(event)
        TimedMap.painted, TimedMap.spent = time.perf_counter(), time.thread_time()


class BareMap(QWidget):
    """The baseline: each point is painted."""

    def __init__(self, latitudes: Doubles, longitudes: Doubles) -> None:
        super().__init__()
        self._x, self._y = project_points(latitudes, longitudes)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Paint all points."""
        painter = QPainter(self)
        painter.setBrush(QColor("orange"))
        for x, y in zip((self._x * self.width()).tolist(), (self._y * self.height()).tolist(), strict=True):
            painter.drawEllipse(QPointF(x, y), 3, 3)
        painter.end()


def draw_points(number: int) -> tuple[Doubles, Doubles]:
    """Return points around towns, some of them much more often than others."""
    drawn, towns = np.random.default_rng(38), known_towns()
    weights = 1 / np.arange(1, 2001)
    rows = np.argsort(-towns.populations, kind="stable")[drawn.choice(2000, number, p=weights / weights.sum())]
    spread = drawn.choice([0.003, 0.05, 1.0], number)
    latitudes = towns.latitudes[rows] / STEPS + drawn.normal(0, 1, number) * spread
    longitudes = towns.longitudes[rows] / STEPS + drawn.normal(0, 1, number) * spread
    return np.clip(latitudes, -90, 90), (longitudes + 180) % 360 - 180


def let_run(application: QApplication, seconds: float) -> None:
    """Handle events for some time."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.002)


def frames_of(application: QApplication, view: TimedMap) -> list[tuple[float, float]]:  # noqa: C901 - one after the other
    """Wheel in and out, drag and press arrows at three zooms; return milliseconds by clock and processor."""
    times: list[tuple[float, float]] = []

    def timed(act: object, *given: object) -> None:
        start, spent = time.perf_counter(), time.thread_time()
        act(*given)  # type: ignore[operator]
        while TimedMap.painted < start:
            application.processEvents()
            if time.perf_counter() - start > 1:
                return
        times.append(((TimedMap.painted - start) * 1000, (TimedMap.spent - spent) * 1000))
        let_run(application, 0.004)

    def turn(notches: float) -> None:
        where = QPointF(view.width() / 3, view.height() / 3)
        turned = QPoint(0, round(120 * notches))
        event = QWheelEvent(
            where, view.mapToGlobal(where), QPoint(), turned, Qt.MouseButton.NoButton, NONE,
            Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt's
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    for point, zoom in STARTS:
        view.go_to(point, zoom)
        let_run(application, 1.0)
        middle = QPoint(view.width() // 2, view.height() // 2)
        for right in (6, -9):
            QTest.mousePress(view, LEFT, NONE, middle)
            for step in range(1, 41):
                timed(QTest.mouseMove, view, middle + QPoint(right * step, 2 * step))
            QTest.mouseRelease(view, LEFT, NONE, middle)
        for notches in [0.25] * 24 + [-0.25] * 24:
            timed(turn, notches)
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up) * 3:
            timed(QTest.keyClick, view, key)
    return times


def measure_frames(number: int, width: int, height: int) -> None:  # noqa: PLR0915 - one figure after the other
    """Print all figures."""
    application = QApplication([])
    sys.setswitchinterval(SWITCH_S)  # as Photon does
    latitudes, longitudes = draw_points(number)
    start = time.perf_counter()
    points = PointPyramid(np.arange(1, number + 1), latitudes, longitudes)
    print(f"{number:,} points, {width} x {height}; pyramid {time.perf_counter() - start:.2f} s")
    times = []
    for west in range(-180, 180, 30):
        area = MapArea(-40.0, float(west), 70.0, float(west + 60 if west < 120 else west - 300))
        start = time.perf_counter()
        points.photos_in(area)
        times.append((time.perf_counter() - start) * 1000)
    print(f"photos in an area: {max(times):.1f} ms at most")
    view = TimedMap(PlainCovers())  # type: ignore[arg-type]
    view.resize(width, height)
    view.set_world(WorldMap())
    view.set_points(points)
    start = time.perf_counter()
    view.show()
    while not TimedMap.painted:
        application.processEvents()
    first = TimedMap.painted - start
    while not view._tiles._tiles.weight:  # noqa: SLF001 - what is measured
        application.processEvents()
    print(f"first paint {first * 1000:.0f} ms, with land {(time.perf_counter() - start) * 1000:.0f} ms")
    let_run(application, 2.0)
    for name, found in zip(("clock", "processor"), np.array(frames_of(application, view)).T, strict=True):
        low, high, most = np.percentile(found, [50, 95, 100])
        print(f"{len(found)} frames, {name}: median {low:.1f} ms, p95 {high:.1f} ms, longest {most:.1f} ms")
    view.close_map()
    bare = BareMap(latitudes, longitudes)
    bare.resize(width, height)
    start = time.perf_counter()
    bare.grab()
    print(f"baseline, each point painted: {(time.perf_counter() - start) * 1000:.0f} ms a frame")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--points", type=int, default=1_000_000)
    options.add_argument("--size", default="1440x900")
    given = options.parse_args()
    measure_frames(given.points, *(int(side) for side in given.size.split("x")))
