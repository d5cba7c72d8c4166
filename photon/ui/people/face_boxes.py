"""Faces over the photo in the loupe: the one under the pointer or all, named in place, drawn where one is missing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from photon.app.people import person_edits
from photon.domain import Changes, Region
from photon.domain.people.face import PhotoFace
from photon.language import tr
from photon.library.people.faces import faces_of  # not the use cases, which most people never start
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.loupe.loupe import Loupe
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.people.name_chip import HEIGHT, NameChip
from photon.ui.people.name_line import NameLine
from photon.ui.people.person_acts import PersonActs

_MOST = 150  # boxes at once; the largest faces come first
_FEW = 12  # faces up to which those without a name are labelled, too
_GROWN, _LINE_WIDTH = 3, 220  # pixels
_LEAST = 0.008  # share of a photo: 32 pixels, the smallest face that Photon uses, of 4,000


class FaceBoxes(QWidget):
    """Paints boxes over the view, and leaves the mouse to it; the names are buttons of their own.

    Attributes:
        faces: The faces of the photo, the largest first.
        chips: Their names, in the same order.
        is_on: Whether all are shown; otherwise that under the pointer is.
    """

    def __init__(self, view: PhotoView) -> None:
        super().__init__(view)
        self._view, self.is_on, self.hovered = view, False, -1
        self.faces: list[PhotoFace] = []
        self.chips: list[NameChip] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.placed.connect(self.place)
        view.pointer_moved.connect(self._follow_pointer)

    def show_faces(self, faces: Sequence[PhotoFace], connect: Callable[[NameChip], None]) -> None:
        """Show the faces of a photo; ``connect`` is called with each new name."""
        self.faces = sorted(faces, key=lambda face: -face.key.region.width * face.key.region.height)[:_MOST]
        self.hovered = -1
        while len(self.chips) > len(self.faces):
            self.chips.pop().deleteLater()
        while len(self.chips) < len(self.faces):
            self.chips.append(NameChip(self.faces[len(self.chips)], self._view))
            connect(self.chips[-1])
        for chip, face in zip(self.chips, self.faces, strict=True):
            chip.show_face(face, [face.key])
        self.place()

    def toggle(self) -> None:
        """Show all boxes, or only that under the pointer."""
        self.is_on = not self.is_on
        self.place()

    def box(self, region: Region) -> QRectF:
        """Return where a region of the photo is in the view."""
        photo = self._view.photo_rect()
        left, top = photo.x() + region.x * photo.width(), photo.y() + region.y * photo.height()
        return QRectF(left, top, region.width * photo.width(), region.height * photo.height())

    def place(self) -> None:
        """Move boxes and names with the photo; names that would cover others wait for the pointer."""
        self.setGeometry(self._view.rect())
        self.setVisible(bool(self.faces) and (self.is_on or self.hovered >= 0))
        taken: list[QRect] = []
        for at, (chip, face) in enumerate(zip(self.chips, self.faces, strict=True)):
            rect = self.label_rect(self.box(face.key.region), chip.sizeHint().width())
            is_wanted = self.is_on and (face.state != "unknown" or len(self.faces) <= _FEW)
            is_shown = at == self.hovered or (is_wanted and not any(rect.intersects(other) for other in taken))
            chip.setGeometry(rect)
            chip.setVisible(is_shown)
            if is_shown:
                taken.append(rect)
        self.update()

    def label_rect(self, box: QRectF, width: int) -> QRect:
        """Return the place of a name below a box, within the view."""
        left = min(max(box.center().x() - width / 2, 4.0), max(4.0, self._view.width() - width - 4.0))
        below = box.bottom() + _GROWN + 2
        top = below if below + HEIGHT <= self._view.height() else box.bottom() - HEIGHT - 2
        return QRect(round(left), round(max(top, 4.0)), width, HEIGHT)

    def _follow_pointer(self) -> None:
        place = QPointF(self._view.mapFromGlobal(QCursor.pos()))
        self.hover_at(place)

    def hover_at(self, place: QPointF) -> None:
        """Show the face at a place of the view; the name below it belongs to it, too."""
        chip = self.chips[self.hovered].geometry() if self.hovered >= 0 else QRect()
        if QRectF(chip.adjusted(-4, -8, 4, 4)).contains(place):
            return
        found = [at for at, face in enumerate(self.faces) if self.box(face.key.region).contains(place)]
        hovered = found[-1] if found else -1  # the smallest
        if hovered != self.hovered:
            self.hovered = hovered
            self.place()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the boxes: dark around bright, so that one of the two is visible on any photo."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, face in enumerate(self.faces):
            if not self.is_on and at != self.hovered:
                continue
            box = self.box(face.key.region).adjusted(-_GROWN, -_GROWN, _GROWN, _GROWN)
            bright = QColor(tokens.DARK.accent if at == self.hovered else "#ffffff")
            bright.setAlpha(170 if face.state == "unknown" and at != self.hovered else 255)
            style = Qt.PenStyle.DashLine if face.state == "suggested" else Qt.PenStyle.SolidLine
            for pen in (QPen(QColor(0, 0, 0, 110), 3), QPen(bright, 1.5, style)):
                painter.setPen(pen)
                painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)


class LoupeFaces(QObject):
    """Asks for the faces of the photo in the loupe, and names them.

    Attributes:
        boxes: What is painted over the photo.
        line: The line in which a face is named.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._loupe, self._acts = context, context.part(Loupe), context.part(PersonActs)
        self.boxes = FaceBoxes(self._loupe.view)
        self.line = NameLine(context, self._loupe.view, tr("Who is this?"))
        self.line.hide()
        self._named: PhotoFace | Region | None = None
        self._request = LatestRequest(context.bridge, self, is_quiet=True)
        self._loupe.current_changed.connect(self._show_photo)
        self._loupe.view.placed.connect(self._place_line)
        self._loupe.crop.offer(tr("Name this face"), "user-plus", self.begin_drawn, least=_LEAST)
        self.line.named.connect(self._name)
        self.line.given_up.connect(self.end)
        self.line.left.connect(self.line.hide)
        context.bridge.changed.connect(self._hear)

    def toggle(self) -> None:
        """Show the people in the photo, or hide them."""
        if not self._loupe.isVisible():
            self._context.say(tr("Open a photo first, then show the people in it."))
        elif not self.boxes.faces and not self.boxes.is_on:
            self._context.say(tr("Photon found no faces in this photo. To draw one, press Ctrl and drag."))
        else:
            self.boxes.toggle()

    def draw(self) -> None:
        """Let the user draw a face that Photon did not find."""
        if self._loupe.isVisible():
            self._loupe.crop.begin(is_offered=True)
        else:
            self._context.say(tr("Open a photo first, then draw a face in it."))

    def _show_photo(self, photo: int) -> None:
        self._named = None
        self.line.hide()
        self.boxes.show_faces((), self._connect)
        self._request.forget()
        self._ask(photo)

    def _ask(self, photo: int) -> None:
        if photo:
            asked = self._context.session.store.read(faces_of, [photo])
            self._request.ask(asked, lambda found: self._show_faces(found.get(photo, ())))

    def _show_faces(self, faces: Sequence[PhotoFace]) -> None:
        """Show faces, but none of frames of a video, which is shown by another picture."""
        self.boxes.show_faces([face for face in faces if not face.key.region.seconds], self._connect)

    def _hear(self, changes: Changes) -> None:
        photo = self._loupe.current or 0
        if photo in changes.gone:
            self._show_photo(0)
        elif photo and changes.kinds & {"people", "photos"} and photo in (changes.photos or {photo}):
            self._ask(photo)

    def _connect(self, chip: NameChip) -> None:
        chip.clicked.connect(lambda: self.begin(chip.face))
        chip.menu_wanted.connect(lambda place: self._acts.open_menu(self._acts.face_rows(chip.face), place))

    # -- naming ------------------------------------------------------------------------------------

    def begin(self, face: PhotoFace) -> None:
        """Let the user type whose face it is."""
        self._begin(face, face.name)

    def begin_drawn(self, region: Region) -> None:
        """Let the user type whose face is in a region that was drawn."""
        self._begin(region, "")

    def _begin(self, named: PhotoFace | Region, name: str) -> None:
        self._named = named
        self._place_line()
        self.line.show()
        self.line.raise_()
        self.line.setFocus()
        self.line.show_name(name)

    def _place_line(self) -> None:
        if self._named is not None:
            region = self._named if isinstance(self._named, Region) else self._named.key.region
            self.line.setGeometry(self.boxes.label_rect(self.boxes.box(region), _LINE_WIDTH))

    def _name(self, name: str, person: str) -> None:
        named, photo = self._named, self._loupe.current
        self.end()
        if isinstance(named, Region) and photo:
            done = tr("Added {name} to the photo.", name=name)
            self._acts.edit(done, person_edits.draw_face, photo, named, name, person)
        elif isinstance(named, PhotoFace):
            known = named.person if name == named.name else person
            self._acts.name_faces([named.key], name, known)

    def end(self) -> None:
        """Stop naming; the loupe gets the keyboard again."""
        self._named = None
        self.line.hide()
        self._loupe.setFocus()
