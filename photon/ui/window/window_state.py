"""The window as it was last time: size and place, panels, colours, how photos are shown; kept after each change."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, QTimer

from photon.ui.kit import tokens
from photon.ui.kit.settings import remembered_number, remembered_switch, remembered_word, settings
from photon.ui.kit.theme import theme

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

KEEP_MS = 500  # after a change: a window that is dragged changes many times a second
_TITLE_BAR = QSize(0, 40)  # most desktops put one on top
_CHANGES = frozenset(
    {
        QEvent.Type.Resize,
        QEvent.Type.Move,
        QEvent.Type.WindowStateChange,
        QEvent.Type.ShowToParent,
        QEvent.Type.HideToParent,
    }
)


def recall(window: "MainWindow") -> None:
    """Make the window as it was last time; what is unknown or nonsense is as usual."""
    window.resize(QSize(*tokens.WINDOW).boundedTo(window.screen().availableSize() - _TITLE_BAR))
    geometry = settings().value("window/geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    window.panels.recall()
    window.grid.set_tile(remembered_number("grid/tile", tokens.TILE_USUAL))
    for name, key in (("fill", "grid/filling"), ("names", "grid/names")):
        window.commands[name].setChecked(remembered_switch(key, usual=False))
    scheme = remembered_word("window/colours", "system", ("system", "light", "dark"))
    window.commands[f"scheme-{scheme}"].trigger()
    order = remembered_word("grid/order", "newest", ("newest", "oldest", "name"))
    window.gallery.set_order(order)  # type: ignore[arg-type]


class StateKeeper(QObject):
    """Keeps how a window is, half a second after a change: a process that is killed closes no window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._kept: dict[str, object] = {}
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.save)
        for part in (window, window.sidebar, window.inspector):
            part.installEventFilter(self)
        switches = (window.commands[name].toggled for name in ("fill", "names"))
        for changed in (theme().changed, window.grid.tile_changed, window.gallery.shown, *switches):
            changed.connect(self._keep_soon)

    def save(self) -> None:
        """Write what is not written yet."""
        now = _state(self._window)
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
        """A panel came or went, or the window has another size or place."""
        if event.type() in _CHANGES and self._window.isVisible():
            self._keep_soon()
        return super().eventFilter(watched, event)


def _state(window: "MainWindow") -> dict[str, object]:
    """What is remembered, by the names under which it is."""
    state: dict[str, object] = {
        "window/geometry": window.saveGeometry(),
        "window/colours": theme().scheme,
        "grid/tile": window.grid.tile,
        "grid/filling": window.grid.delegate.is_filling,
        "grid/names": window.grid.delegate.has_names,
    }
    if window.gallery.order != "relevance":
        state["grid/order"] = window.gallery.order
    return state | window.panels.state()
