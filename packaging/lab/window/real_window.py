"""The real window over a library, as the app opens it, for scripts that use it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize

from photon.app.session import Session
from photon.ui.kit.settings import remember_in
from photon.ui.window.application import collect_in_main_thread, make_application
from photon.ui.window.main_window import MainWindow


@contextmanager
def open_window(
    library: Path, size: QSize | None = None, scheme: str = "", *, background: bool = False
) -> Iterator[MainWindow]:
    """Open a library in a window, and close both at the end; its session is ``window.session``.

    Args:
        library: The library; its settings are kept in it.
        size: The size of the window, 1440 × 900 by default.
        scheme: ``light``, ``dark`` or ``grey``; empty for the one in the settings.
        background: Whether folders are watched and photos indexed.
    """
    gc.disable()  # as the app does; see collect_in_main_thread
    application = make_application()
    with Session.open(library, background=background) as session:
        remember_in(session.directory)
        window = MainWindow(session)
        window.resize(size or QSize(1440, 900))
        if scheme:
            window.commands[f"scheme-{scheme}"].trigger()
        window.show()
        window.activateWindow()
        collect_in_main_thread(window)
        yield window
        window.close()
    application.processEvents()
