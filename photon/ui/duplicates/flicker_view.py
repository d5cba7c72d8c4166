"""Two pictures at one place: while a key is held the other one is shown, so that what differs flickers."""

from collections.abc import Collection, Mapping
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from photon.app.session import Session
from photon.domain.bounded_cache import BoundedCache
from photon.domain.photo.likeness import Likeness
from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.ui.duplicates.picture_difference import GAIN, WHOLE, find_place, scaled_place, subtract_pictures
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.theme import theme
from photon.ui.photos.jpeg_picture import jpeg_picture

_MEMORY = 24 * 2**20  # bytes of pictures: about 20 previews
Shown = Literal["photo", "other", "difference"]


class FlickerView(QWidget):
    """Shows the preview of a photo, of another one at the same place, or their difference.

    Attributes:
        photo: The photo; 0 for none.
        other: The other one; 0 for none.
        shown: What is shown.
    """

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self.photo = self.other = 0
        self._is_held = self._is_subtracting = False
        self._session = session
        self._names: dict[int, str] = {}
        self._kept: BoundedCache[int, QImage] = BoundedCache(_MEMORY, lambda image: image.sizeInBytes())
        self._request, self._likeness_request = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._likeness: Likeness | None = None
        self._place: QRectF | None = None  # of the other picture, in shares of the photo; None until needed
        self._difference = QPixmap()
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self._repaint)

    @property
    def shown(self) -> Shown:
        """What is shown; the other photo as long as its key is held."""
        if self._is_held:
            return "other"
        return "difference" if self._is_subtracting and self.other else "photo"

    def show_photos(self, photo: int, other: int, names: Mapping[int, str]) -> None:
        """Show a photo, and have another one ready.

        Args:
            photo: The photo; 0 for none.
            other: The other one; 0 for none.
            names: What they are called.
        """
        self.photo, self.other, self._names, self._is_held = photo, other, dict(names), False
        self._likeness = None
        missing = [one for one in (photo, other) if one and self._kept.get(one) is None]
        if missing:
            self._request.ask(self._session.browsing.previews(missing), self._keep_previews)
        if photo and other:
            self._likeness_request.ask(self._session.duplicates.likeness(photo, other), self._take_likeness)
        self._repaint()

    def show_other(self, *, is_shown: bool) -> None:
        """Show the other photo, or the photo again."""
        if self.other and is_shown != self._is_held:
            self._is_held = is_shown
            self.update()

    def toggle_difference(self) -> None:
        """Show the difference of the two pictures, from now on, or the photo again."""
        self._is_subtracting = not self._is_subtracting
        self._repaint()

    def forget(self, photos: Collection[int]) -> None:
        """Drop the pictures of these photos."""
        for photo in photos:
            self._kept.discard(photo)
        if {self.photo, self.other} & set(photos):
            self._request.forget()
            self._likeness_request.forget()
            self.show_photos(0, 0, {})

    def _keep_previews(self, found: Mapping[int, bytes]) -> None:
        for photo, data in found.items():
            self._kept.store(photo, jpeg_picture(data))
        self._repaint()

    def _take_likeness(self, likeness: Likeness | None) -> None:
        self._likeness = likeness
        self._repaint()

    def _repaint(self) -> None:
        self._place, self._difference = None, QPixmap()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture as large as there is room, and its name."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("photos"))
        photo, other = self._picture(self.photo), self._picture(self.other)
        shown = other if self.shown == "other" else photo
        if shown is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if photo is None or other is None or self.shown == "photo":
            painter.drawImage(self._fitted(shown), shown)
        elif self.shown == "other":
            self._paint_over(painter, photo, other)
        else:
            place = self._fitted(photo)
            painter.drawPixmap(place, self._subtract(photo, other, place))
        painter.setPen(theme().colour("text"))
        foot = self.rect().adjusted(tokens.SPACE, 0, -tokens.SPACE, -tokens.HAIR)
        name = painter.fontMetrics().elidedText(
            line_written_out(self._title()), Qt.TextElideMode.ElideMiddle, foot.width()
        )
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, name)

    def _picture(self, photo: int) -> QImage | None:
        found = self._kept.get(photo)
        return None if found is None or found.isNull() else found

    def _fitted(self, picture: QImage) -> QRect:
        room = self.rect().adjusted(tokens.TIGHT, tokens.TIGHT, -tokens.TIGHT, -tokens.LOOSE)
        place = QRect(room.topLeft(), picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
        place.moveCenter(room.center())
        return place

    def _place_of(self, photo: QImage, other: QImage) -> QRectF:
        if self._place is None:
            self._place = find_place(photo, other, self._likeness)
        return self._place

    def _paint_over(self, painter: QPainter, photo: QImage, other: QImage) -> None:
        """Paint the other picture where it lies over the photo, so that nothing moves; a smaller copy fills it."""
        place, frame = self._place_of(photo, other), self._fitted(photo)
        if place == WHOLE:  # also two pictures of different shapes that have no place in common
            painter.drawImage(self._fitted(other), other)
            return
        painter.fillRect(frame, theme().colour("panel"))
        painter.save()
        painter.setClipRect(frame)
        painter.drawImage(scaled_place(place, frame.size()).translated(QPointF(frame.topLeft())), other)
        painter.restore()

    def _subtract(self, photo: QImage, other: QImage, place: QRect) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = place.size() * ratio
        if self._difference.size() != size:
            made = subtract_pictures(photo, other, self._place_of(photo, other), size, theme().colour("panel"))
            self._difference = QPixmap.fromImage(made)
        return self._difference

    def _title(self) -> str:
        if self.shown == "difference":
            other = self._names.get(self.other, "")
            return tr("Difference from {other}, {count} times as bright", other=other, count=GAIN)
        return self._names.get(self.other if self.shown == "other" else self.photo, "")
