"""Floor 5: the window. Importing this package loads no Qt; ``run`` does."""

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photon.app.session import Session


def run(
    session_factory: "Callable[[], Session]",
    library: Path | None = None,
    folder: str | None = None,
    *,
    show: bool = True,
) -> int:
    """Open the window and return its exit code when it is closed.

    Args:
        session_factory: Opens the library, without work in the background, which starts once the photos are shown;
            called once the window's process is the only one.
        library: Folder of the library, None for the platform's; tells two libraries' windows apart.
        folder: Folder to be added, e.g. from "Open with Photon".
        show: False draws the window once without showing it, to try it.
    """
    _import_plainly()
    from photon.ui.window.application import open_window

    return open_window(session_factory, library, folder, show=show)


def _import_plainly() -> None:
    """Take PySide6's own import function away again.

    It reads the source of every module that is imported after PySide6, for the switches of ``__feature__``, which
    Photon does not use: a fifth of the start.
    """
    import PySide6.QtCore  # noqa: F401 - puts the function there

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
