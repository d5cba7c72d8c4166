"""The colour scheme in use: follows the system unless the person chose one."""

from typing import Literal, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QStyle, QWidget
from shiboken6 import isValid

from photon.ui.kit import tokens
from photon.ui.kit.stylesheet import stylesheet
from photon.ui.kit.tokens import DARK, GREY, LIGHT, STRONG_DARK, STRONG_LIGHT, Colours

Scheme = Literal["system", "dark", "light", "grey"]
W = TypeVar("W", bound=QWidget)


class Theme(QObject):
    """Holds the colours in use and applies them to the application and its windows.

    ``changed`` is emitted after new colours were applied. Widgets that paint themselves connect to it.

    Attributes:
        is_calm: Whether nothing fades or glides.
        is_strong: Whether colours have high contrast.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.scheme: Scheme = "system"
        self.is_calm = False
        self.is_strong = _wants_contrast()
        self.colours: Colours = _colours_of("system", is_strong=self.is_strong)
        application.setStyle("Fusion")
        application.setFont(figures_font(application.font(), tokens.TEXT))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(lambda _: self.strengthen(_wants_contrast()))
        application.setPalette(palette(self.colours))

    @property
    def fade_ms(self) -> int:
        """How long things that come fade in or glide; 0 where motion is reduced, by Photon or by the desktop."""
        desktop = self._application.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        return 0 if self.is_calm or desktop == 0 else tokens.FADE_MS

    def choose(self, scheme: Scheme) -> None:
        """Use this scheme from now on; ``system`` follows the desktop."""
        self.scheme = scheme
        self._apply_colours(_colours_of(scheme, is_strong=self.is_strong))

    def strengthen(self, is_strong: bool) -> None:  # noqa: FBT001 - as the desktop says it
        """Use colours of high contrast from now on, or no longer; as a rule the desktop decides."""
        self.is_strong = is_strong
        self.choose(self.scheme)

    def colour(self, name: str) -> QColor:
        """A token of the scheme in use by its name, e.g. ``accent``."""
        return QColor(cast("str", getattr(self.colours, name)))

    def _follow_system(self) -> None:
        if self.scheme == "system":
            self.choose("system")

    def _apply_colours(self, colours: Colours) -> None:
        if colours is self.colours:
            return
        self.colours = colours
        self._application.setPalette(palette(colours))
        self.changed.emit()


class WindowStyle(QObject):
    """Keeps the style sheet of a window, and so of all that is in it or belongs to it, in the colours in use.

    The sheet belongs to the window and not to the application, because with one for the application Qt styles a
    widget and all in it again whenever it gets a parent: that was over half of the time that the window takes to
    build. Make this when the window holds its widgets.

    Args:
        window: A widget without a parent. It owns this object.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        theme().changed.connect(self._apply)
        self._apply()

    def _apply(self) -> None:
        self._window.setStyleSheet(stylesheet(theme().colours))


def theme() -> Theme:
    """The one theme of this process; needs a QApplication."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("the theme needs a QApplication")
    global _in_use  # noqa: PLW0603 - asked some 200 times for each picture of the window, and to search takes 0.03 ms
    if _in_use is None or not isValid(_in_use) or _in_use.parent() is not application:
        _in_use = Theme(application)
    return _in_use


_in_use: Theme | None = None


def dress(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the stylesheet goes by, and let the widget and the labels in it look accordingly."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        for part in (widget, *widget.findChildren(QLabel)):
            part.style().unpolish(part)
            part.style().polish(part)


def figures_font(font: QFont, pixels: int) -> QFont:
    """The font in this size, with figures that are all as wide, so that counting numbers stand still."""
    font = QFont(font)
    font.setPixelSize(pixels)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def palette(colours: Colours) -> QPalette:
    """The scheme for what the stylesheet does not reach: tooltips, selections, file dialogs."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in {
        roles.Window: colours.panel,
        roles.WindowText: colours.text,
        roles.Base: colours.photos,
        roles.AlternateBase: colours.raised,
        roles.Text: colours.text,
        roles.PlaceholderText: colours.quiet,
        roles.Button: colours.raised,
        roles.ButtonText: colours.text,
        roles.BrightText: colours.danger,
        roles.ToolTipBase: colours.raised,
        roles.ToolTipText: colours.text,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.on_accent,
        roles.Link: colours.accent,
        roles.Accent: colours.accent,
        roles.Mid: colours.line,
        roles.Light: colours.hover,
    }.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.suggestion))
    return made


def _colours_of(scheme: Scheme, *, is_strong: bool) -> Colours:
    """The colours of a scheme, stronger ones where the desktop wants high contrast; neutral grey judges photos."""
    if scheme == "grey":
        return GREY
    # Unknown counts as dark: photos look best on it, and it is what most photo programs show.
    is_light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
    if scheme == "light" or (scheme == "system" and is_light):
        return STRONG_LIGHT if is_strong else LIGHT
    return STRONG_DARK if is_strong else DARK


def _wants_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt before 6.10
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def with_role(widget: W, role: str) -> W:
    """Give a new widget a role of the style sheet.

    Returns:
        The widget.
    """
    widget.setProperty("role", role)
    return widget
