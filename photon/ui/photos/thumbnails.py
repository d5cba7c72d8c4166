"""Thumbnails in memory: decoded on other threads, limited by size, never waited for."""

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field

from PySide6.QtCore import QObject, QRect, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from photon.app.session import Session
from photon.domain.bounded_cache import BoundedCache
from photon.quick_dataclass import dataclass
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.photos.jpeg_picture import jpeg_picture

MEMORY = 160 * 2**20  # bytes of pixmaps
BATCH = 12  # photos per request: few, so that the first ones appear early
IN_FLIGHT = 2  # number of requests at the same time
STEPS = (96, 128, 176, 232, 304, 400, 528, 700, 1024)  # sizes that are decoded; scaling in between is cheap


@dataclass(slots=True)
class Thumbnail:
    """A thumbnail in memory, and the scaled copy that was painted last.

    Attributes:
        pixmap: The decoded thumbnail.
        step: The size it was decoded for, one of ``STEPS``.
        version: Version of the photo, as on its card, and the moment of a video.
        arrived: When the photo's first thumbnail arrived, on the monotonic clock in seconds.
    """

    pixmap: QPixmap
    step: int
    version: bytes
    arrived: float
    _fitted: QPixmap = field(default_factory=QPixmap)
    _fitted_for: tuple[int, int, float, bool] | None = None

    @property
    def size(self) -> int:
        """Its bytes in memory."""
        return self.pixmap.width() * self.pixmap.height() * 4 * 2  # the scaled copy counts as much again

    def age(self) -> float:
        """Return the time in seconds since it first arrived, for fading it in."""
        return time.monotonic() - self.arrived

    def fit(self, width: int, height: int, ratio: float, *, is_filling: bool) -> QPixmap:
        """Return it scaled for painting; the last copy is kept, because scaling 70 takes 15 ms of each repaint.

        Args:
            width: Width on the screen, in device-independent pixels.
            height: Height on the screen, in device-independent pixels.
            ratio: Device pixels per device-independent pixel.
            is_filling: Whether the photo is cropped to this shape, instead of shown whole.
        """
        wanted = (width, height, ratio, is_filling)
        if self._fitted_for != wanted:
            part = _central_part(self.pixmap, width, height) if is_filling else self.pixmap.rect()
            self._fitted, self._fitted_for = _scaled(self.pixmap, part, QSize(width, height), ratio), wanted
        return self._fitted


class Thumbnails(QObject):
    """Returns pixmaps from memory and requests missing ones; ``arrived`` brings the photos that now have one.

    Attributes:
        moments: When in videos the frames are that stand for them, in seconds, by photo; the others have their poster.
    """

    arrived = Signal(list)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self.moments: Mapping[int, float] = {}
        self._kept: BoundedCache[int, Thumbnail] = BoundedCache(MEMORY, lambda thumbnail: thumbnail.size)
        self._step = STEPS[2]
        self._wanted: dict[int, bytes] = {}  # photo -> version
        self._asked: dict[int, tuple[bytes, int]] = {}  # photo -> version, step
        self._none: dict[int, bytes] = {}  # photo -> version without a preview
        self._in_flight = 0
        self._is_closed = False
        # Not a QThreadPool: Python callables passed to one are destroyed without the interpreter's lock.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="thumbnails")
        self._timer = single_shot(self, 0, self._ask)

    def show_at(self, pixels: int) -> None:
        """Set the long side in device pixels at which thumbnails are painted from now on."""
        self._step = next((step for step in STEPS if step >= pixels), STEPS[-1])

    def find(self, photo: int, version: bytes) -> Thumbnail | None:
        """Return the thumbnail in memory, if any; one that is missing, too small or outdated is requested."""
        if photo in self.moments:
            version += b"@%f" % self.moments[photo]
        kept = self._kept.get(photo)
        if kept is None or kept.step < self._step or kept.version != version:
            self._want(photo, version)
        return kept

    def only(self, photos: Iterable[int]) -> None:
        """Drop the requests for all other photos, which were scrolled away."""
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
        """Drop the thumbnails of these photos."""
        for photo in photos:
            self._kept.discard(photo)
            for noted in (self._wanted, self._asked, self._none):
                noted.pop(photo, None)

    def clear(self) -> None:
        """Drop everything, for example when another library is opened."""
        self._kept.clear()
        self._wanted.clear()
        self._none.clear()

    def close(self) -> None:
        """Wait for the decoding in progress, which takes milliseconds."""
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

        moments = {photo: self.moments[photo] for photo in batch if photo in self.moments}
        asked = self._session.browsing.previews(list(batch), moments)
        self._bridge.call(asked, decode, self, lambda _: self._store_batch(batch, step, {}))

    def _store_batch(self, batch: dict[int, bytes], step: int, images: Mapping[int, QImage]) -> None:
        self._in_flight -= 1
        now = time.monotonic()
        for photo, version in batch.items():
            asked = self._asked.get(photo)
            if asked is None:  # it was forgotten
                continue
            if asked == (version, step):
                del self._asked[photo]
            image = images.get(photo)
            if image is None or image.isNull():
                self._none[photo] = version
                continue
            self._replace(photo, Thumbnail(QPixmap.fromImage(image), step, version, now))
        self.arrived.emit(list(batch))
        self._ask()

    def _replace(self, photo: int, fresh: Thumbnail) -> None:
        old = self._kept.get(photo)
        if old is not None:
            fresh.arrived = old.arrived  # a sharper one is not faded in again
        self._kept.store(photo, fresh)


def _central_part(pixmap: QPixmap, width: int, height: int) -> QRect:
    """Return the central part of a thumbnail that has this shape, in its pixels."""
    whole = pixmap.rect()
    side = min(whole.width(), whole.height())
    part = QRect(0, 0, side, round(side * height / max(1, width)))
    part.moveCenter(whole.center())
    return part


def _scaled(pixmap: QPixmap, part: QRect, size: QSize, ratio: float) -> QPixmap:
    scaled = QPixmap((size.toSizeF() * ratio).toSize())
    painter = QPainter(scaled)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(scaled.rect(), pixmap, part)
    painter.end()
    scaled.setDevicePixelRatio(ratio)
    return scaled


def decoded(previews: Mapping[int, bytes], step: int) -> dict[int, QImage]:
    """Decode previews so that the long side is at most ``step`` pixels; runs on another thread."""
    images = {}
    for photo, data in previews.items():
        image = jpeg_picture(data, QSize(step, step))
        images[photo] = image.convertToFormat(QImage.Format.Format_RGB32) if not image.isNull() else image
    return images
