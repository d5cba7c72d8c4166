"""The one icon family (Phosphor, through qtawesome) in the colours of the theme."""

import functools
from pathlib import Path
from weakref import WeakKeyDictionary

import qtawesome
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QAction, QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel
from shiboken6 import isValid

from photon.resource_files import resource
from photon.ui.kit.theme import Theme, theme

Wearer = QAction | QAbstractButton


_FAMILY = "ph"


@functools.cache
def _family() -> qtawesome.IconicFont:
    """Load Phosphor only: ``qtawesome.icon`` reads eleven more families, 4 MB that Photon never shows."""
    folder = Path(qtawesome.__file__).parent / "fonts"
    font, names = next(folder.glob("phosphor-*.ttf")), next(folder.glob("phosphor-charmap-*.json"))
    return qtawesome.IconicFont((_FAMILY, font.name, names.name))


class _Wardrobe(QObject):
    """Remembers which object shows which icon, and sets it again when the colours change."""

    def __init__(self, in_use: Theme) -> None:
        super().__init__(in_use)
        self.worn: WeakKeyDictionary[Wearer, tuple[str, str]] = WeakKeyDictionary()
        in_use.changed.connect(self.dress_all)

    def dress_all(self) -> None:
        for wearer, (name, role) in list(self.worn.items()):
            if isValid(wearer):
                wearer.setIcon(icon(name, role))


class _KeptIcon(QIconEngine):
    """An icon that caches its pixels: rendering its glyph takes 0.3 ms, for each button and each repaint."""

    def __init__(self, rendered: QIcon) -> None:
        super().__init__()
        self._rendered = rendered
        self._pixmaps: dict[tuple[int, int, QIcon.Mode, QIcon.State], QPixmap] = {}

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a pixmap; ``size`` is in pixels of the screen."""
        key = (size.width(), size.height(), mode, state)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._rendered.pixmap(size, 1.0, mode, state)
        return self._pixmaps[key]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon into a rectangle."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))

    def clone(self) -> QIconEngine:
        """Return a copy of the icon."""
        return _KeptIcon(self._rendered)


def icon(name: str, role: str = "quiet") -> QIcon:
    """Return a Phosphor icon, e.g. ``icon("star")``; accent colour when on, faded when disabled.

    All that show the same icon in the same colours share it and its pixels.

    Args:
        name: Name in the Phosphor family without its prefix.
        role: Token of its colour, e.g. ``quiet`` or ``accent``, or a colour as ``#rrggbb``.
    """
    in_use = theme()
    colour = role if role.startswith("#") else in_use.colour(role).name()
    accent, faded = in_use.colour("accent").name(), in_use.colour("suggestion").name()
    icons = _icons.setdefault(in_use, {})
    key = (name, colour, accent, faded)
    if key not in icons:
        made = _family().icon(
            f"{_FAMILY}.{name}",
            color=QColor(colour),
            scale_factor=1.15,  # Phosphor leaves a wide margin around its icons
            color_on=QColor(accent),
            color_disabled=QColor(faded),
        )
        if not isinstance(made, QIcon):
            raise TypeError(f"no icon {name}")
        icons[key] = QIcon(_KeptIcon(made))
    return icons[key]


def paint_icon(painter: QPainter, rect: QRectF | QRect, name: str, role: str = "quiet") -> None:
    """Paint an icon that fills a square; its pixels are kept: asking an icon for them takes three times as long.

    Args:
        painter: Painter of a widget or pixmap.
        rect: The square.
        name: As for ``icon``.
        role: As for ``icon``.
    """
    in_use, ratio, side = theme(), painter.device().devicePixelRatioF(), round(rect.width())
    pixmaps = _pixmaps.setdefault(in_use, {})
    key = (name, role if role.startswith("#") else in_use.colour(role).name(), side, ratio)
    if key not in pixmaps:
        pixmaps[key] = icon(name, role).pixmap(QSize(side, side), ratio)
    painter.drawPixmap(QPointF(rect.topLeft()), pixmaps[key])


def paint_icon_around(painter: QPainter, middle: QPointF, side: int, name: str, role: str = "quiet") -> None:
    """Paint an icon around a point; see ``paint_icon``."""
    paint_icon(painter, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), name, role)


_icons: WeakKeyDictionary[Theme, dict[tuple[str, str, str, str], QIcon]] = WeakKeyDictionary()
_pixmaps: WeakKeyDictionary[Theme, dict[tuple[str, str, int, float], QPixmap]] = WeakKeyDictionary()
"""Both go with the theme, because pixmaps must not outlive the application."""


def make_emblem() -> QLabel:
    """Make a label with Photon's own icon."""
    label = QLabel()
    label.setPixmap(QIcon(str(resource("icons/photon.svg"))).pixmap(QSize(56, 56)))
    return label


def wear(wearer: Wearer, name: str, role: str = "quiet") -> None:
    """Give a button or an action an icon that follows the theme."""
    in_use = theme()
    wardrobe = in_use.findChild(_Wardrobe)
    if not isinstance(wardrobe, _Wardrobe):
        wardrobe = _Wardrobe(in_use)
    wardrobe.worn[wearer] = (name, role)
    wearer.setIcon(icon(name, role))
