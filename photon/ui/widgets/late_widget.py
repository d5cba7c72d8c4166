"""Parts of a window that are imported and made when they are first needed, so that the window starts faster.

A function imports and makes each part that the window does not show at once: that of a ``LateWidget`` makes a page of
the preferences, and a ``cached_property`` of a controller makes any other page or dialog. ``import_later`` imports the
remaining modules while the window is idle, so that no one has to wait for them.
"""

import importlib
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from photon.ui.kit.layouts import vbox

W = TypeVar("W", bound=QWidget)
IMPORT_MS = 50  # between two imports, so that keys and clicks are answered at once
MAKE_MS = 150  # between two pages that are made before they are shown


class LateWidget(QWidget, Generic[W]):
    """Builds its content when it is first shown or requested."""

    def __init__(self, make: Callable[[], W]) -> None:
        super().__init__()
        self._make = make

    @cached_property
    def content(self) -> W:
        """The content, built on the first access."""
        made = self._make()
        vbox(made, to=self, margins=0)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Build the content."""
        self.content.show()
        super().showEvent(event)


def make_ahead(pages: QStackedWidget) -> None:
    """Make the late widgets of a stack one by one, with pauses, before they are shown.

    To make and show a page at once would stop the window for up to 50 ms.

    Args:
        pages: The stack; when it is deleted, the rest is not made.
    """
    late = (page for page in map(pages.widget, range(pages.count())) if isinstance(page, LateWidget))

    def make_next() -> None:
        page = next((page for page in late if not is_made(page, "content")), None)
        if page is None:
            timer.deleteLater()
        else:
            page.content.ensurePolished()

    timer = QTimer(pages, interval=MAKE_MS)
    timer.timeout.connect(make_next)
    timer.start()


def is_made(owner: object, name: str) -> bool:
    """Return whether a part that is made on the first access was made; asking does not make it.

    Args:
        owner: What has the part as a ``cached_property``.
        name: The name of the part.
    """
    return name in vars(owner)


def import_later(names: Iterable[str], window: QObject, then: Callable[[], object]) -> None:
    """Import modules one by one, with pauses in which the event loop does what else there is to do.

    Args:
        names: The modules.
        window: Ends this when it is closed.
        then: Called when all are imported.
    """
    left = iter(names)

    def import_next() -> None:
        for name in left:
            if name not in sys.modules:
                importlib.import_module(name)
                return
        timer.stop()
        then()

    timer = QTimer(window, interval=IMPORT_MS)
    timer.timeout.connect(import_next)
    timer.start()
