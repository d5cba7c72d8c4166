"""A person as a chip: over a face in the loupe, and in the details."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.theme import theme
from photon.ui.people.face_crops import FaceCrops, paint_face

HEIGHT = 30
_LONGEST, _EDGE, _PICTURE = 190, 9, 24  # pixels


class NameChip(QAbstractButton):
    """Solid for a confirmed person, dashed for a suggestion, quiet for a face without a name.

    Attributes:
        face: What it shows.
        faces: All faces that it stands for.

    Signals:
        menu_wanted: Brings the place of a menu on the screen.
    """

    menu_wanted = Signal(QPoint)

    def __init__(self, face: PhotoFace, parent: QWidget, crops: FaceCrops | None = None) -> None:
        """Make a chip; with crops, it shows the face, too."""
        super().__init__(parent)
        self.face, self.faces, self._crops = face, list[FaceKey](), crops
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if crops else Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT)
        theme().changed.connect(self.update)
        if crops is not None:
            crops.arrived.connect(self.update)

    def show_face(self, face: PhotoFace, faces: list[FaceKey], *, is_short: bool = False) -> None:
        """Show a face, or all faces of one person; with ``is_short``, one without a name only as a picture."""
        self.face, self.faces = face, faces
        name = line_written_out(face.name) or ("" if is_short else tr("Who is this?"))
        name = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _LONGEST)
        self.setText(f"{name} · {len(faces):,}" if len(faces) > 1 else name)
        is_suggested = face.state == "suggested"
        full = face.name or tr("Face without a name")
        self.setAccessibleName(", ".join([full, tr("suggested")]) if is_suggested else full)
        hint = tr("Click to confirm; the menu has more") if is_suggested else ""
        self.setToolTip("\n".join(part for part in (line_written_out(full), hint) if part))
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of picture and text."""
        picture = _PICTURE + tokens.HAIR if self._crops else 0
        text = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _EDGE + 1 if self.text() else tokens.HAIR
        return QSize(picture + text, HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint ground, outline, face and name: on a photo, the ground is solid, so that the name is always legible."""
        painter, in_use = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_suggested, has_focus, is_lit = self.face.state == "suggested", self.hasFocus(), self.underMouse()
        ring = tokens.FOCUS_RING if has_focus else 1
        pen = QPen(in_use.colour("accent" if has_focus else "suggestion" if is_suggested else "line"), ring)
        if is_suggested and not has_focus:
            pen.setDashPattern((3.0, 2.5))
        painter.setPen(pen)
        is_bare = self._crops is not None and self.face.state != "confirmed" and not is_lit
        ground = "hover" if is_lit else "raised" if self._crops else "panel"
        painter.setBrush(Qt.BrushStyle.NoBrush if is_bare else in_use.colour(ground))
        edge = ring / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), tokens.RADIUS, tokens.RADIUS)
        left = _EDGE
        if self._crops is not None:
            place = QRectF(tokens.HAIR, (HEIGHT - _PICTURE) / 2, _PICTURE, _PICTURE)
            paint_face(painter, place, self._crops.find(self.face.key), is_round=True)
            left = _PICTURE + 2 * tokens.HAIR + 2
        painter.setPen(in_use.colour("text" if self.face.state == "confirmed" or is_lit else "quiet"))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), flags, self.text())

    def event(self, event: QEvent) -> bool:
        """Claim Enter and Space before the loupe and the window do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _presses(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it on Enter, too."""
        if _presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Request the menu."""
        self.menu_wanted.emit(event.globalPos())


def _presses(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
