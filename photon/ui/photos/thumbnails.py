"""Thumbnails in memory: decoded beside the main thread, kept by bytes, never waited for."""

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QRect, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from photon.app.session import Session
from photon.domain.bounded_cache import BoundedCache
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.photos.jpeg_picture import jpeg_picture

MEMORY = 160 * 2**20  # bytes of pixmaps
BATCH = 12  # photos asked for at once: few, so that the first ones show early
IN_FLIGHT = 2  # batches asked for at the same time
STEPS = (96, 128, 176, 232, 304, 400, 528, 700, 1024)  # sides that are decoded; scaling in between is cheap


@dataclass(slots=True)
class _Thumbnail:
    """One thumbnail, the step it was decoded for, when it came, and as it was painted last."""

    pixmap: QPixmap
    step: int
    version: bytes
    arrived: float
    fitted: QPixmap = field(default_factory=QPixmap)
    fitted_for: tuple[QRect, QSize, float] | None = None

    @property
    def size(self) -> int:
        return self.pixmap.width() * self.pixmap.height() * 4 * 2  # one more is as large as it is painted


class Thumbnails(QObject):
    """Gives pixmaps from memory and fetches what was missed; ``arrived`` names photos that now have one."""

    arrived = Signal(list)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._kept: BoundedCache[int, _Thumbnail] = BoundedCache(MEMORY, lambda thumbnail: thumbnail.size)
        self._step = STEPS[2]
        self._wanted: dict[int, bytes] = {}  # photo -> version
        self._asked: dict[int, tuple[bytes, int]] = {}  # photo -> version, step
        self._none: dict[int, bytes] = {}  # photo -> version that has no preview
        self._in_flight = 0
        self._is_closed = False
        # Not a QThreadPool: Python callables handed to one end without the interpreter's lock.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="thumbnails")
        self._timer = single_shot(self, 0, self._ask)

    def show_at(self, pixels: int) -> None:
        """From now on thumbnails are painted with this long side in device pixels."""
        self._step = next((step for step in STEPS if step >= pixels), STEPS[-1])

    def find(self, photo: int, version: bytes) -> QPixmap | None:
        """The thumbnail as far as it is in memory; one that is missing, small or stale is fetched."""
        kept = self._kept.get(photo)
        if kept is None or kept.step < self._step or kept.version != version:
            self._want(photo, version)
        return kept.pixmap if kept is not None else None

    def fit(self, photo: int, part: QRect, size: QSize, ratio: float) -> QPixmap | None:
        """The thumbnail scaled for painting; kept, for scaling 70 of them anew takes 15 ms of each repaint.

        Args:
            photo: The photo.
            part: The part of the thumbnail that is shown, in its pixels.
            size: Size on the screen, in pixels of the layout.
            ratio: Device pixels in a pixel of the layout.

        Returns:
            The part at that size; None where no thumbnail is in memory.
        """
        kept = self._kept.get(photo)
        if kept is None:
            return None
        wanted = (part, size, ratio)
        if kept.fitted_for != wanted:
            kept.fitted, kept.fitted_for = _scaled(kept.pixmap, *wanted), wanted
        return kept.fitted

    def age(self, photo: int) -> float:
        """Seconds since the thumbnail first came; used to fade it in."""
        kept = self._kept.get(photo)
        return time.monotonic() - kept.arrived if kept else 0.0

    def only(self, photos: Iterable[int]) -> None:
        """Forget wishes for all other photos: they were scrolled away."""
        seen = set(photos)
        self._wanted = {photo: version for photo, version in self._wanted.items() if photo in seen}

    def retry(self, photos: Iterable[int] | None) -> None:
        """Ask again for these photos (None: all) although they had no preview: it may be there by now."""
        if photos is None:
            self._none.clear()
            return
        for photo in photos:
            self._none.pop(photo, None)

    def forget(self, photos: Iterable[int]) -> None:
        """Forget the thumbnails of these photos."""
        for photo in photos:
            self._kept.discard(photo)
            for noted in (self._wanted, self._asked, self._none):
                noted.pop(photo, None)

    def clear(self) -> None:
        """Forget everything, e.g. when another library is opened."""
        self._kept.clear()
        self._wanted.clear()
        self._none.clear()

    def close(self) -> None:
        """Wait for the decoding that is going on; it lasts milliseconds."""
        self._is_closed = True
        self._wanted.clear()
        self._timer.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _want(self, photo: int, version: bytes) -> None:
        asked = self._asked.get(photo)
        if self._is_closed or self._none.get(photo) == version or asked == (version, self._step):
            return
        self._wanted[photo] = version
        if self._in_flight < IN_FLIGHT and not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        while self._wanted and self._in_flight < IN_FLIGHT:
            batch = dict(list(self._wanted.items())[:BATCH])
            for photo, version in batch.items():
                del self._wanted[photo]
                self._asked[photo] = (version, self._step)
            self._in_flight += 1
            self._fetch(batch, self._step)

    def _fetch(self, batch: dict[int, bytes], step: int) -> None:
        def decode(previews: Mapping[int, bytes]) -> None:
            if not self._is_closed:
                future = self._pool.submit(decoded, previews, step)
                self._bridge.call(future, lambda images: self._store_batch(batch, step, images), self)

        asked = self._session.previews(list(batch))
        self._bridge.call(asked, decode, self, lambda _: self._store_batch(batch, step, {}))

    def _store_batch(self, batch: dict[int, bytes], step: int, images: Mapping[int, QImage]) -> None:
        self._in_flight -= 1
        now = time.monotonic()
        for photo, version in batch.items():
            if self._asked.get(photo) == (version, step):
                del self._asked[photo]
            if photo in self._session.hiding.away:
                continue
            image = images.get(photo)
            if image is None or image.isNull():
                self._none[photo] = version
                continue
            self._replace(photo, _Thumbnail(QPixmap.fromImage(image), step, version, now))
        self.arrived.emit(list(batch))
        self._ask()

    def _replace(self, photo: int, fresh: _Thumbnail) -> None:
        old = self._kept.get(photo)
        if old is not None:
            fresh.arrived = old.arrived  # a sharper one does not fade in again
        self._kept.store(photo, fresh)


def _scaled(pixmap: QPixmap, part: QRect, size: QSize, ratio: float) -> QPixmap:
    scaled = QPixmap((size.toSizeF() * ratio).toSize())
    painter = QPainter(scaled)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(scaled.rect(), pixmap, part)
    painter.end()
    scaled.setDevicePixelRatio(ratio)
    return scaled


def decoded(previews: Mapping[int, bytes], step: int) -> dict[int, QImage]:
    """Decode previews so that the long side is at most ``step`` pixels; runs beside the main thread."""
    images = {}
    for photo, data in previews.items():
        image = jpeg_picture(data, QSize(step, step))
        images[photo] = image.convertToFormat(QImage.Format.Format_RGB32) if not image.isNull() else image
    return images
