"""The saved state of the window: size and position, panels, colours and display of photos; saved after each change."""

from PySide6.QtCore import QByteArray, QEvent, QObject

from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.settings import remembered_number, remembered_switch, remembered_word, settings
from photon.ui.kit.theme import SCHEMES, theme
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.loupe import Loupe
from photon.ui.search.results import Gallery
from photon.ui.search.search_feature import PERIODS
from photon.ui.window.panels import Panels

_SWITCHES = {"fill": "grid/filling", "rows": "grid/rows", "names": "grid/names", "stacked": "grid/stacked"}
_GOES_ON = "marks/goes on"
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

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        window = self._window = context.widget
        self._panels, self._grid, self._gallery = context.part(Panels), context.part(PhotoGrid), context.part(Gallery)
        self._action = context.action
        self._kept: dict[str, object] = {}
        self._timer = single_shot(self, KEEP_MS, self.save)
        self._restore(context.part(Loupe).slideshow.seconds)
        for part in (window, *self._panels.sides):
            part.installEventFilter(self)
        groupings = (f"group-{period}" for period in PERIODS)
        switches = (self._action(name).toggled for name in (*_SWITCHES, *groupings))
        for changed in (theme().changed, self._grid.tile_changed, self._gallery.shown, *switches):
            changed.connect(self._keep_soon)

    def _restore(self, slide_seconds: int) -> None:
        """Restore the window; unknown and wrong values are replaced by the defaults."""
        window = self._window
        geometry = settings().value("window/geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        self._panels.recall()
        self._grid.set_tile(remembered_number("grid/tile", tokens.TILE_USUAL))
        for name, key in _SWITCHES.items():
            self._action(name).setChecked(remembered_switch(key, usual=name == "stacked"))
        self._action("goes-on").setChecked(remembered_switch(_GOES_ON, usual=False))
        self._gallery.set_stacked(self._action("stacked").isChecked())
        scheme = remembered_word("window/colours", "system", tuple(SCHEMES))
        self._action(f"scheme-{scheme}").trigger()
        self._action(f"slide-{slide_seconds}").setChecked(True)
        order = remembered_word("grid/order", "newest", ("newest", "oldest", "name", "sharpest"))
        self._gallery.set_order(order)  # type: ignore[arg-type]
        self._action(f"group-{remembered_word('grid/groups', 'month', tuple(PERIODS))}").trigger()

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
            "grid/stacked": self._gallery.asked.is_stacked,
            "grid/groups": self._gallery.asked.period,
        }
        if not self._window.isFullScreen():  # a window starts as it was before full screen
            state["window/geometry"] = self._window.saveGeometry()
        if self._gallery.asked.order != "relevance":
            state["grid/order"] = self._gallery.asked.order
        return state | self._panels.state()
