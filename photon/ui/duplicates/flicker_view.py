"""Two pictures at one place: while a key is held the other one is shown, so that what differs flickers."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from photon.app.session import Session
from photon.domain.bounded_cache import BoundedCache
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.theme import theme
from photon.ui.photos.jpeg_picture import jpeg_picture

_MEMORY = 24 * 2**20  # bytes of pixmaps: about 20 previews


class FlickerView(QWidget):
    """Shows the preview of a photo, or of another one at the same place.

    Attributes:
        photo: The photo; 0 for none.
        other: The other one; 0 for none.
        is_other_shown: Whether the other one is shown.
    """

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self.photo = self.other = 0
        self.is_other_shown = False
        self._session = session
        self._names: dict[int, str] = {}
        self._kept: BoundedCache[int, QPixmap] = BoundedCache(
            _MEMORY, lambda pixmap: pixmap.width() * pixmap.height() * 4
        )
        self._request = LatestRequest(bridge, self)
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_photos(self, photo: int, other: int, names: Mapping[int, str]) -> None:
        """Show a photo, and have another one ready.

        Args:
            photo: The photo; 0 for none.
            other: The other one; 0 for none.
            names: What they are called.
        """
        self.photo, self.other, self._names, self.is_other_shown = photo, other, dict(names), False
        missing = [one for one in (photo, other) if one and self._kept.get(one) is None]
        if missing:
            self._request.ask(self._session.previews(missing), self._keep_previews)
        self.update()

    def show_other(self, *, is_shown: bool) -> None:
        """Show the other photo, or the photo again."""
        if self.other and is_shown != self.is_other_shown:
            self.is_other_shown = is_shown
            self.update()

    def forget(self, photos: Collection[int]) -> None:
        """Nothing of these photos stays: they were hidden, or their pictures changed."""
        for photo in photos:
            self._kept.discard(photo)
        if {self.photo, self.other} & set(photos):
            self._request.forget()
            self.show_photos(0, 0, {})

    def _keep_previews(self, found: Mapping[int, bytes]) -> None:
        for photo, data in found.items():
            if photo not in self._session.hiding.away:
                self._kept.store(photo, QPixmap.fromImage(jpeg_picture(data)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture as large as there is room, and its name."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("photos"))
        shown = self.other if self.is_other_shown else self.photo
        pixmap = self._kept.get(shown) if shown else None
        if pixmap is None or pixmap.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = self.rect().adjusted(tokens.TIGHT, tokens.TIGHT, -tokens.TIGHT, -tokens.LOOSE)
        # both at the place and size of the photo: a smaller copy fills it, too
        size = pixmap.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(room).center())
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        painter.setPen(theme().colour("text"))
        foot = self.rect().adjusted(tokens.SPACE, 0, -tokens.SPACE, -tokens.HAIR)
        name = painter.fontMetrics().elidedText(self._names.get(shown, ""), Qt.TextElideMode.ElideMiddle, foot.width())
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, name)
