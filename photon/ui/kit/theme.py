"""The colour scheme in use: the system's unless the user chose one."""

from typing import Literal, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QStyle, QWidget
from shiboken6 import isValid

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.settings import remembered_switch
from photon.ui.kit.stylesheet import stylesheet
from photon.ui.kit.tokens import DARK, GREY, LIGHT, STRONG_DARK, STRONG_LIGHT, Colours

W = TypeVar("W", bound=QWidget)
CALM_KEY = "window/calm"
Scheme = Literal["system", "dark", "light", "grey"]
SCHEMES: dict[Scheme, str] = {
    "system": tr("Match system"),
    "light": tr("Light"),
    "dark": tr("Dark"),
    "grey": tr("Neutral grey"),
}


class Theme(QObject):
    """The colours in use, applied to the application and its windows.

    ``changed`` is emitted after new colours have been applied. Widgets that paint themselves connect to it.

    Attributes:
        is_calm: Whether motion is reduced: nothing fades or slides.
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
        """Duration of fades and slides in milliseconds; 0 if Photon or the desktop reduces motion."""
        desktop = self._application.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        return 0 if self.is_calm or desktop == 0 else tokens.FADE_MS

    def choose(self, scheme: Scheme) -> None:
        """Use this scheme; ``system`` follows the desktop."""
        self.scheme = scheme
        self._apply_colours(_colours_of(scheme, is_strong=self.is_strong))

    def strengthen(self, is_strong: bool) -> None:  # noqa: FBT001 - as the desktop says it
        """Switch high contrast on or off; by default the desktop decides."""
        self.is_strong = is_strong
        self.choose(self.scheme)

    def colour(self, name: str) -> QColor:
        """Return a colour of the scheme in use by its token, such as ``accent``."""
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
    """Keeps the style sheet of a window and everything in it in the colours in use.

    The sheet belongs to the window, not to the application. With an application style sheet, Qt styles a widget and
    its children again whenever it gets a parent, which took over half of the time to build the window. Create this
    object after the window's widgets.

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
    """Return the theme of this process; needs a QApplication."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("the theme needs a QApplication")
    global _in_use  # noqa: PLW0603 - asked some 200 times for each picture of the window, and to search takes 0.03 ms
    if _in_use is None or not isValid(_in_use) or _in_use.parent() is not application:
        _in_use = Theme(application)
    return _in_use


_in_use: Theme | None = None


def recall_motion() -> None:
    """Apply the stored choice about animations."""
    theme().is_calm = remembered_switch(CALM_KEY, usual=False)


def dress(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the stylesheet uses, and restyle the widget and the labels in it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        for part in (widget, *widget.findChildren(QLabel)):
            part.style().unpolish(part)
            part.style().polish(part)


def figures_font(font: QFont, pixels: int) -> QFont:
    """Return the font in this size with digits of equal width, so that changing numbers do not move."""
    font = QFont(font)
    font.setPixelSize(pixels)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def palette(colours: Colours) -> QPalette:
    """Return the scheme as a palette, for what the stylesheet does not reach: tooltips, selections, file dialogs."""
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
    """Return the colours of a scheme; with high contrast if the desktop wants it, except for neutral grey."""
    if scheme == "grey":
        return GREY
    # Unknown counts as dark: photos look best on a dark background, and most photo programs use one.
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
    """Give a new widget a role of the stylesheet.

    Returns:
        The widget.
    """
    widget.setProperty("role", role)
    return widget
