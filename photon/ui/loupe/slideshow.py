"""The slideshow: shows one photo after the other, each for a chosen number of seconds."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from photon.ui.kit.settings import remembered_number, settings
from photon.ui.kit.timers import single_shot

INTERVALS = (2, 3, 5, 10, 20, 30)
"""Seconds per slide to choose from."""
USUAL = 5
_KEY = "loupe/slide-seconds"


class Slideshow(QObject):
    """Requests the next photo at a fixed interval while it runs; ``toggled`` brings whether it runs.

    Attributes:
        seconds: How long each photo is shown.
        is_running: Whether it runs.
    """

    toggled = Signal(bool)

    def __init__(self, show_next: Callable[[], object], parent: QObject) -> None:
        """Create it stopped.

        Args:
            show_next: Shows the next photo or stays; it is called again after the same time.
            parent: Its owner.
        """
        super().__init__(parent)
        self._show_next = show_next
        remembered = remembered_number(_KEY, USUAL)
        self.seconds = remembered if remembered in INTERVALS else USUAL
        self.is_running = False
        self.timer = single_shot(self, 1000 * self.seconds, self._go_on)

    def choose(self, seconds: int) -> None:
        """Show each photo this long, and store the setting."""
        self.seconds = seconds
        settings().setValue(_KEY, seconds)
        self.timer.setInterval(1000 * seconds)  # restarts the timer if it runs

    def toggle(self) -> None:
        """Start or stop."""
        self._run(is_running=not self.is_running)

    def stop(self) -> None:
        """Stop the slideshow."""
        self._run(is_running=False)

    def count_anew(self) -> None:
        """Restart the time, so that a photo just shown stays as long as every other."""
        if self.is_running:
            self.timer.start()

    def _run(self, *, is_running: bool) -> None:
        if is_running != self.is_running:
            self.is_running = is_running
            (self.timer.start if is_running else self.timer.stop)()
            self.toggled.emit(is_running)

    def _go_on(self) -> None:
        self.timer.start()
        self._show_next()
