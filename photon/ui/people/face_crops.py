"""Faces cut out of previews and frames: decoded on another thread, kept within a limit, never waited for."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from photon.app.people.face_frames import ShownIn, face_frames
from photon.domain import Changes, Region
from photon.domain.bounded_cache import BoundedCache
from photon.domain.people.face import FaceKey
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.icons import paint_icon_around
from photon.ui.kit.latest_request import combined
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot
from photon.ui.photos.jpeg_picture import jpeg_picture

_MEMORY = 96 * 2**20  # bytes of pixmaps
_MOST = 300  # pixels: enough for the largest tile on a screen of 150 %
_BATCH, _WAITING = 16, 400  # photos per request; faces that wait, the ones scrolled away first forgotten
_AROUND = 0.3  # of the longer side of the box, beyond it on each side: hair and chin tell people apart


class FaceCrops(QObject):
    """Returns crops from memory and requests missing ones; ``arrived`` reports that there are more."""

    arrived = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._session, self._bridge = context.session, context.bridge
        self._kept: BoundedCache[FaceKey, QPixmap] = BoundedCache(
            _MEMORY, lambda crop: 4 * crop.width() * crop.height()
        )
        self._wanted: dict[FaceKey, None] = {}
        self._asked: set[FaceKey] = set()  # until their photo changes: not every photo has a preview
        self._is_asking = False
        # Not a QThreadPool: Python callables passed to one are destroyed without the interpreter's lock.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="faces")
        self._timer = single_shot(self, 0, self._ask)
        context.bridge.changed.connect(self._hear)
        context.news.closing.connect(lambda: self._pool.shutdown(wait=True, cancel_futures=True))

    def find(self, face: FaceKey | None) -> QPixmap | None:
        """Return the square crop of a face, if it is in memory."""
        kept = self._kept.get(face) if face is not None else None
        if face is not None and kept is None and face not in self._asked:
            self._wanted.pop(face, None)
            self._wanted[face] = None
            self._timer.start()
        return kept

    def _ask(self) -> None:
        """Request the faces that were wanted last, which are on the screen."""
        recent = list(self._wanted)[-_WAITING:]
        self._wanted = dict.fromkeys(recent)
        if self._is_asking or not recent:
            return
        photos = list(dict.fromkeys(face.photo for face in reversed(recent)))[:_BATCH]
        faces = [face for face in recent if face.photo in photos]
        for face in faces:
            del self._wanted[face]
        self._asked.update(faces)
        self._is_asking = True

        def cut(pictures: Mapping[ShownIn, bytes]) -> None:
            made = self._pool.submit(cut_faces, pictures, faces)
            self._bridge.call_quietly(made, self._store, self, lambda _: self._store({}))

        asked = combined(
            lambda previews, frames: {(photo, 0.0): jpeg for photo, jpeg in previews.items()} | frames,
            self._session.browsing.previews(photos),
            self._session.store.read(face_frames, faces),
        )
        self._bridge.call_quietly(asked, cut, self, lambda _: self._store({}))

    def _store(self, crops: Mapping[FaceKey, QImage]) -> None:
        self._is_asking = False
        for face, crop in crops.items():
            if face in self._asked:  # it may have been forgotten
                self._kept.store(face, QPixmap.fromImage(crop))
                self._asked.discard(face)
        self.arrived.emit()
        self._ask()

    def _hear(self, changes: Changes) -> None:
        if changes.gone or "photos" in changes.kinds:
            self._forget(changes.gone or changes.photos)

    def _forget(self, photos: Iterable[int]) -> None:
        gone = set(photos)
        for face in [face for face in self._kept if not gone or face.photo in gone]:
            self._kept.discard(face)
        self._asked = {face for face in self._asked if gone and face.photo not in gone}
        self.arrived.emit()


def cut_faces(pictures: Mapping[ShownIn, bytes], faces: Sequence[FaceKey]) -> dict[FaceKey, QImage]:
    """Cut squares around faces out of the pictures that show them; runs on another thread."""
    drawn = {place: jpeg_picture(data) for place, data in pictures.items()}
    found = ((face, face.region, drawn.get((face.photo, face.region.seconds))) for face in faces)
    return {face: _cut(picture, box) for face, box, picture in found if picture and not picture.isNull()}


def _cut(picture: QImage, box: Region) -> QImage:
    width, height = picture.width(), picture.height()
    wanted = (1 + 2 * _AROUND) * max(box.width * width, box.height * height)
    side = max(1, min(round(wanted), width, height))
    left = round((box.x + box.width / 2) * width - side / 2)
    top = round((box.y + box.height / 2) * height - side / 2)
    crop = picture.copy(min(max(left, 0), width - side), min(max(top, 0), height - side), side, side)
    smooth = Qt.TransformationMode.SmoothTransformation
    return crop.scaledToWidth(_MOST, smooth) if side > _MOST else crop


def paint_face(painter: QPainter, place: QRectF, crop: QPixmap | None, *, is_round: bool) -> None:
    """Paint a face in a square; a sign stands for one that has not arrived."""
    shape = QPainterPath()
    radius = place.width() / 2 if is_round else tokens.RADIUS
    shape.addRoundedRect(place, radius, radius)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillPath(shape, theme().colour("raised"))
    if crop is None:
        paint_icon_around(painter, place.center(), round(place.width() / 3), "user", "suggestion")
    else:
        painter.setClipPath(shape)
        painter.drawPixmap(place, crop, QRectF(crop.rect()))
    painter.restore()
