"""The one icon family (Phosphor, from qtawesome) in the colours of the theme."""

import functools
import json
import sys
from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel
from shiboken6 import isValid

from photon.domain import PhotonError
from photon.language import tr
from photon.resource_files import resource
from photon.ui.kit.theme import Theme, theme

Wearer = QAction | QAbstractButton


_SIZE = 0.875 * 1.15  # of the font, relative to an icon: Phosphor leaves a wide margin around its icons


@functools.cache
def _family() -> str:
    """Load the font and return its name.

    Only qtawesome's files are used. To import it would create every class of Qt: 15 MB, and a tenth of the start.
    """
    number = QFontDatabase.addApplicationFontFromData(_font_file("phosphor-*.ttf").read_bytes())
    return QFontDatabase.applicationFontFamilies(number)[0]


@functools.cache
def letters() -> dict[str, str]:
    """Return the letter of the font by the name of an icon."""
    codes: dict[str, str] = json.loads(_font_file("phosphor-charmap-*.json").read_text("ascii"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


def _font_file(pattern: str) -> Path:
    """Find a file of qtawesome's fonts; ``importlib.metadata`` would know its folder, but is slow to import.

    Raises:
        PhotonError: It is not installed.
    """
    found = (file for place in sys.path for file in (Path(place) / "qtawesome" / "fonts").glob(pattern))
    file = next(found, None)
    if file is None:
        raise PhotonError(
            tr("Photon's installation is incomplete: the package {name} is missing.", name="qtawesome"),
            tr("Reinstall Photon."),
        )
    return file


class _Wardrobe(QObject):
    """Records which object shows which icon, and sets it again when the colours change."""

    def __init__(self, in_use: Theme) -> None:
        super().__init__(in_use)
        self.worn: WeakKeyDictionary[Wearer, tuple[str, str]] = WeakKeyDictionary()
        in_use.changed.connect(self.dress_all)

    def dress_all(self) -> None:
        for wearer, (name, role) in list(self.worn.items()):
            if isValid(wearer):
                wearer.setIcon(icon(name, role))


class _KeptIcon(QIconEngine):
    """An icon that caches its pixels: drawing its letter takes 0.3 ms, for each button and each repaint."""

    def __init__(self, letter: str, colour: QColor, accent: QColor, faded: QColor) -> None:
        super().__init__()
        self._parts = (letter, colour, accent, faded)
        self._pixmaps: dict[tuple[int, int, QIcon.Mode, QIcon.State], QPixmap] = {}

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a pixmap; ``size`` is in pixels of the screen."""
        key = (size.width(), size.height(), mode, state)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._drawn(size, mode, state)
        return self._pixmaps[key]

    def _drawn(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        letter, colour, accent, faded = self._parts
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        is_plain = mode == QIcon.Mode.Normal and state == QIcon.State.Off
        font = QFont(_family())
        font.setPixelSize(max(1, round(_SIZE * size.height())))
        painter = QPainter(made)
        painter.setPen(faded if mode == QIcon.Mode.Disabled else colour if is_plain else accent)
        painter.setFont(font)
        painter.drawText(QRect(QPoint(0, 0), size), Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon into a rectangle."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))

    def clone(self) -> QIconEngine:
        """Return a copy of the icon."""
        return _KeptIcon(*self._parts)


def icon(name: str, role: str = "quiet") -> QIcon:
    """Return a Phosphor icon, e.g. ``icon("star")``; accent colour when on or under the mouse, faded when disabled.

    Icons with the same name and colours share one object and its pixels.

    Args:
        name: Name in the Phosphor family without its prefix.
        role: Token of its colour, such as ``quiet`` or ``accent``, or a colour as ``#rrggbb``.
    """
    in_use = theme()
    colour = role if role.startswith("#") else str(getattr(in_use.colours, role))
    key = (name, colour, in_use.colours.accent, in_use.colours.suggestion)
    icons = _icons.setdefault(in_use, {})
    if key not in icons:
        icons[key] = QIcon(_KeptIcon(letters()[name], *map(QColor, key[1:])))
    return icons[key]


def paint_icon(painter: QPainter, rect: QRectF | QRect, name: str, role: str = "quiet") -> None:
    """Paint an icon that fills a square; its pixels are cached: requesting them takes three times as long.

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
"""Both belong to the theme, because pixmaps must not outlive the application."""


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
