"""Faces and people as tiles in one list, with lines of text between them: rows, model, delegate and view."""

from collections.abc import Hashable
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photon.domain.people.face import FaceKey
from photon.domain.unseen_characters import line_written_out
from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.icons import paint_icon_around
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.theme import figures_font, theme
from photon.ui.people.face_crops import FaceCrops, paint_face
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.row_spec import RowSpec
from photon.ui.photos.thumbnails import Thumbnails

_INSET = 7  # pixels around the picture of a tile: half of the gap, and the ring
_TEXT, _LINE, _TICK = 20, 44, 22
_WIDEST_TEXT = 4  # pixels beside the text of a tile
TileKind = Literal["tile", "text", "line", "fold"]


@dataclass(frozen=True, slots=True)
class Tile:
    """A face or a person, or a line of text over the whole width.

    Attributes:
        key: What it is known by when others are listed.
        kind: A tile; a heading; a line that can be moved; a line that folds what follows.
        face: The face to show; None for none.
        name: Text below the picture, or of the line.
        detail: Quiet text below it.
        thing: What it stands for.
        spoken: Text for screen readers and tooltips; empty for name and detail.
        sign: Icon at the lower right corner.
        is_round: Whether it is a person.
        is_suggested: Whether nobody confirmed it, so that its outline is dashed.
        is_ticked: Whether answers for all are about it, too; None if it can't be chosen.
    """

    key: Hashable
    kind: TileKind = "tile"
    face: FaceKey | None = None
    name: str = ""
    detail: str = ""
    thing: object = None
    spoken: str = ""
    sign: str = ""
    is_round: bool = False
    is_suggested: bool = False
    is_ticked: bool | None = None

    @property
    def photo(self) -> int:
        """The photo of the face; 0 without one."""
        return self.face.photo if self.face is not None else 0

    @property
    def full_text(self) -> str:
        """The text for screen readers."""
        return self.spoken or ", ".join(part for part in (self.name, self.detail) if part)


def tile_spec(title: str, keys_hint: str, keys_page: str, *instead: tuple[str, ...]) -> RowSpec[Tile]:
    """Declare a list of tiles; see ``RowSpec``."""
    return RowSpec(
        title, lambda _: (), lambda tile: line_written_out(tile.full_text) if tile.kind == "tile" else "",
        lambda tile, _: tile.full_text, QSize(), lambda tile: (tile.photo,), lambda tile: tile.key, keys_hint,
        keys_page, instead, batch=100_000, opens=False, takes_many=True, card=lambda _: None,
    )  # fmt: skip


class TileRows(PhotoRows[Tile]):
    """The model: lines of text can't be selected, except to fold."""

    def tiles_before(self, row: int) -> int:
        """Return how many tiles are above a row."""
        return sum(tile.kind == "tile" for tile in self.rows[:row])

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        is_usable = index.isValid() and self.rows[index.row()].kind in ("tile", "fold")
        return super().flags(index) if is_usable else Qt.ItemFlag.NoItemFlags


class TileDelegate(QStyledItemDelegate):
    """Paints tiles, as many beside each other as fill the width.

    Attributes:
        side: Approximate width of a tile in pixels.
        texts: Lines of text below a picture.
    """

    def __init__(self, rows: TileRows, crops: FaceCrops, view: QListView) -> None:
        super().__init__(view)
        self._rows, self._crops, self._view = rows, crops, view
        self.side, self.texts = 124, 0

    @property
    def columns(self) -> int:
        """How many tiles are beside each other."""
        return max(1, round(self._view.viewport().width() / self.side))

    def sizeHint(self, _: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size of a row."""
        width = self._view.viewport().width() - 1
        if self._rows.rows[index.row()].kind != "tile":
            return QSize(width, _LINE)
        side = min(width // self.columns, round(1.4 * self.side))
        return QSize(side, side + self.texts * _TEXT)

    def picture(self, rect: QRect) -> QRectF:
        """Return the place of the picture in a tile."""
        side = rect.width() - 2 * _INSET
        return QRectF(rect.left() + _INSET, rect.top() + _INSET, side, side)

    def tick(self, rect: QRect) -> QRectF:
        """Return the place of the tick in a tile."""
        return QRectF(self.picture(rect).right() - _TICK - 3, rect.top() + _INSET + 3, _TICK, _TICK)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row."""
        tile = self._rows.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if tile.kind != "tile":
            self._paint_line(painter, tile, rect, has_focus=bool(state & QStyle.StateFlag.State_Selected))
        else:
            self._paint_tile(painter, tile, rect, state)
        painter.restore()

    def _paint_tile(self, painter: QPainter, tile: Tile, rect: QRect, state: QStyle.StateFlag) -> None:
        place, in_use = self.picture(rect), theme()
        painter.setOpacity(0.4 if tile.is_ticked is False else 1.0)
        paint_face(painter, place, self._crops.find(tile.face), is_round=tile.is_round)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(in_use.colour("accent"), tokens.SELECTION_RING))
            self._outline(painter, place.adjusted(-1, -1, 1, 1), tile)
        elif tile.is_suggested:
            painter.setPen(QPen(in_use.colour("suggestion"), 1.5, Qt.PenStyle.DashLine))
            self._outline(painter, place, tile)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(in_use.colour("text"), 1))
            self._outline(painter, place.adjusted(-4, -4, 4, 4), tile)
        if tile.is_ticked is not None:
            self._paint_tick(painter, self.tick(rect), is_on=tile.is_ticked)
        if tile.sign:
            middle = place.bottomRight() - QPoint(*(2 * (round(place.width() * (0.13 if tile.is_round else 0.1)),)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(in_use.colour("panel"))
            painter.drawEllipse(middle, 12, 12)
            paint_icon_around(painter, middle, 16, tile.sign, "accent" if tile.sign == "heart-fill" else "text")
        self._paint_texts(painter, tile, QRect(rect.left(), round(place.bottom()) + 4, rect.width(), _TEXT))

    def _outline(self, painter: QPainter, place: QRectF, tile: Tile) -> None:
        radius = place.width() / 2 if tile.is_round else tokens.RADIUS
        painter.drawRoundedRect(place, radius, radius)

    def _paint_tick(self, painter: QPainter, place: QRectF, *, is_on: bool) -> None:
        painter.setPen(QPen(theme().colour("on_accent" if is_on else "text"), 1.5))
        painter.setBrush(theme().colour("accent" if is_on else "panel"))
        painter.drawEllipse(place)
        if is_on:
            paint_icon_around(painter, place.center(), 14, "check-bold", "on_accent")

    def _paint_texts(self, painter: QPainter, tile: Tile, line: QRect) -> None:
        for text, role, size in ((tile.name, "text", tokens.TEXT), (tile.detail, "quiet", tokens.SMALL)):
            painter.setFont(figures_font(self._view.font(), size))
            painter.setPen(theme().colour(role))
            room = line.width() - 2 * _WIDEST_TEXT
            shown = painter.fontMetrics().elidedText(line_written_out(text), Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
            line = line.translated(0, _TEXT - 1)

    def _paint_line(self, painter: QPainter, tile: Tile, rect: QRect, *, has_focus: bool) -> None:
        in_use, is_line = theme(), tile.kind == "line"
        place = rect.adjusted(_INSET, 0, -_INSET, 0)
        font = figures_font(self._view.font(), tokens.TEXT if is_line else tokens.HEADING)
        painter.setFont(font)
        painter.setPen(in_use.colour("accent" if has_focus or is_line else "text"))
        if tile.sign:
            paint_icon_around(painter, QRectF(place.left(), place.top(), 18, place.height()).center(), 18, tile.sign)
            place.setLeft(place.left() + 26)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, flags, tile.name)
        end = painter.boundingRect(place, flags, tile.name).right() + tokens.SPACE
        if tile.detail:
            painter.setFont(figures_font(self._view.font(), tokens.TEXT))
            painter.setPen(in_use.colour("quiet"))
            painter.drawText(place.adjusted(end - place.left(), 0, 0, 0), flags, tile.detail)
        elif is_line:
            painter.fillRect(QRect(end, place.center().y(), place.right() - end, 2), in_use.colour("accent"))


class TileGrid(PhotoList):
    """Tiles in lines that fill the width.

    Signals:
        ticked: Brings the Tile whose tick was clicked.
        line_moved: Brings how many tiles the line was dragged below.
    """

    ticked = Signal(object)
    line_moved = Signal(int)

    def __init__(self, rows: TileRows, context: WindowContext) -> None:
        super().__init__(rows, context.part(Thumbnails))
        self._tile_rows, crops = rows, context.part(FaceCrops)
        self.tiles = TileDelegate(rows, crops, self)
        self.setItemDelegate(self.tiles)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or tiles would change their size
        self.setObjectName("photos")
        self._is_dragging = False
        crops.arrived.connect(self.viewport().update)

    @property
    def selected_tiles(self) -> list[Tile]:
        """The selected tiles, from the top."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._tile_rows.rows[row] for row in rows if self._tile_rows.rows[row].kind == "tile"]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick a tile, grab the line, or select."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        tile = self._tile_rows.rows[index.row()] if index.isValid() else None
        is_left = event.button() == Qt.MouseButton.LeftButton
        if tile is not None and is_left and self._is_on_tick(tile, index, point):
            self.ticked.emit(tile)
        elif tile is not None and is_left and tile.kind == "line":
            self._is_dragging = True
        else:
            super().mousePressEvent(event)
            if tile is None:
                self.clearSelection()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line, or select."""
        index = self.indexAt(event.position().toPoint())
        if not self._is_dragging:
            is_line = index.isValid() and self._tile_rows.rows[index.row()].kind == "line"
            shape = Qt.CursorShape.SplitVCursor if is_line else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            super().mouseMoveEvent(event)
        elif index.isValid() and self._tile_rows.rows[index.row()].kind == "tile":
            above = self._tile_rows.tiles_before(index.row() + 1)
            self.line_moved.emit(round(above / self.tiles.columns) * self.tiles.columns)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Release the line."""
        if self._is_dragging:
            self._is_dragging = False
        else:
            super().mouseReleaseEvent(event)

    def _is_on_tick(self, tile: Tile, index: QModelIndex | QPersistentModelIndex, point: QPoint) -> bool:
        return tile.is_ticked is not None and self.tiles.tick(self.visualRect(index)).contains(point.toPointF())
