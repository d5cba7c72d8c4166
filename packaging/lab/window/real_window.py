"""The real window over a library, as the app opens it, for scripts that use it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize

from photon.app.session import Session
from photon.ui.kit.settings import remember_in
from photon.ui.kit.timers import single_shot, start_once_sent
from photon.ui.window.application import (
    SETTLED_MS,
    WARM_UP_MS,
    begin_work,
    collect_in_main_thread,
    import_rest,
    make_application,
)
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
        background: Whether folders are watched and photos indexed, and what is needed later is prepared.
    """
    gc.disable()  # as the app does; see collect_in_main_thread
    application = make_application()
    with Session.open(library, background=False) as session:
        remember_in(session.store.directory)
        window = MainWindow(session)
        window.resize(size or QSize(1440, 900))
        if scheme:
            window.commands[f"scheme-{scheme}"].trigger()
        window.show()
        window.activateWindow()
        collect_in_main_thread(window)
        if background:
            start_once_sent(window.gallery.shown, single_shot(window, WARM_UP_MS, partial(begin_work, window, session)))
            single_shot(window, SETTLED_MS, partial(import_rest, window)).start()
        yield window
        window.close()
    application.processEvents()
