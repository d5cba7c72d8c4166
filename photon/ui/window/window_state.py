"""The saved state of the window: size and position, panels, colours and display of photos; saved after each change."""

from PySide6.QtCore import QByteArray, QEvent, QObject
from PySide6.QtWidgets import QMainWindow

from photon.ui.keys.command_table import GROUPINGS, PERIODS, SCHEMES
from photon.ui.kit import tokens
from photon.ui.kit.settings import remembered_number, remembered_switch, remembered_word, settings
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot
from photon.ui.window.commands import WindowCommands
from photon.ui.window.navigation import Navigation
from photon.ui.window.panels import Panels

_SWITCHES = {"fill": "grid/filling", "rows": "grid/rows", "names": "grid/names", "stacked": "grid/stacked"}
KEEP_MS = 500  # delay after a change: a window that is dragged changes many times a second
_CHANGES = frozenset(
    {
        QEvent.Type.Resize,
        QEvent.Type.Move,
        QEvent.Type.WindowStateChange,
        QEvent.Type.ShowToParent,
        QEvent.Type.HideToParent,
    }
)


class StateKeeper(QObject):
    """Restores the window, and saves it half a second after a change, because a killed process closes no window."""

    def __init__(self, window: QMainWindow, panels: Panels, navigation: Navigation, commands: WindowCommands) -> None:
        super().__init__(window)
        self._window, self._panels = window, panels
        self._grid, self._gallery = navigation.grid, navigation.gallery
        self._slideshow = navigation.loupe.slideshow
        self._kept: dict[str, object] = {}
        self._timer = single_shot(self, KEEP_MS, self.save)
        self._restore(commands)
        for part in (window, *panels.sides):
            part.installEventFilter(self)
        switches = (commands[name].toggled for name in (*_SWITCHES, *GROUPINGS))
        for changed in (theme().changed, self._grid.tile_changed, self._gallery.shown, *switches):
            changed.connect(self._keep_soon)

    def _restore(self, commands: WindowCommands) -> None:
        """Restore the window; unknown and wrong values are replaced by the defaults."""
        window = self._window
        geometry = settings().value("window/geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        self._panels.recall()
        self._grid.set_tile(remembered_number("grid/tile", tokens.TILE_USUAL))
        for name, key in _SWITCHES.items():
            commands[name].setChecked(remembered_switch(key, usual=name == "stacked"))
        self._gallery.is_stacked = commands["stacked"].isChecked()
        scheme = remembered_word("window/colours", "system", tuple(SCHEMES))
        commands[f"scheme-{scheme}"].trigger()
        commands[f"slide-{self._slideshow.seconds}"].setChecked(True)
        order = remembered_word("grid/order", "newest", ("newest", "oldest", "name", "sharpest"))
        self._gallery.set_order(order)  # type: ignore[arg-type]
        commands[f"group-{remembered_word('grid/groups', 'month', tuple(PERIODS))}"].trigger()

    def save(self) -> None:
        """Save the values that have changed."""
        now = self._state()
        fresh = {name: value for name, value in now.items() if self._kept.get(name) != value}
        if fresh:
            kept = settings()
            for name, value in fresh.items():
                kept.setValue(name, value)
            kept.sync()
        self._kept = now

    def _keep_soon(self, *_: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save soon after a panel appears or disappears, or the window changes its size or position."""
        if event.type() in _CHANGES and self._window.isVisible():
            self._keep_soon()
        return super().eventFilter(watched, event)

    def _state(self) -> dict[str, object]:
        """Return the values to save, by their keys in the settings."""
        state: dict[str, object] = {
            "window/colours": theme().scheme,
            "grid/tile": self._grid.tile,
            "grid/filling": self._grid.delegate.is_filling,
            "grid/rows": self._grid.has_rows,
            "grid/names": self._grid.delegate.has_names,
            "grid/stacked": self._gallery.is_stacked,
            "grid/groups": self._gallery.period,
        }
        if not self._window.isFullScreen():  # a window starts as it was before full screen
            state["window/geometry"] = self._window.saveGeometry()
        if self._gallery.order != "relevance":
            state["grid/order"] = self._gallery.order
        return state | self._panels.state()
