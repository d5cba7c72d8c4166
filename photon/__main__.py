"""Starts Photon: the window without arguments, else the command line."""

import multiprocessing
import sys
from pathlib import Path


def main() -> None:
    """Entry point of ``photon`` and ``python -m photon``."""
    multiprocessing.freeze_support()
    from photon.cli import run

    sys.exit(run(sys.argv[1:], open_window))


def window() -> None:
    """Entry point of ``photon-window``: started by a double click, an argument is a folder."""
    multiprocessing.freeze_support()
    from photon.cli import run

    sys.exit(run(["window", "--", *sys.argv[1:2]], open_window))


def open_window(library: Path | None, folder: str | None) -> int:
    """Open the window, or bring the one that is open to the front; returns its exit code."""
    from photon.app.session import Session
    from photon.ui import run

    return run(lambda: Session.open(library), library, folder)


if __name__ == "__main__":
    main()
