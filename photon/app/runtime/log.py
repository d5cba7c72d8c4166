"""The log: a small file beside the library, for bugs and for details that users need not see."""

import contextlib
import logging
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from photon.library.db import permissions

NAME = "photon.log"
_BYTES, _KEPT = 500_000, 1


class _PrivateFile(RotatingFileHandler):
    """Log files that only their owner may read."""

    def _open(self) -> TextIOWrapper:
        permissions.make_file(Path(self.baseFilename))
        return super()._open()

    def close(self) -> None:
        """Close the file; what a full disk has no room for is lost, which is no reason to report a bug."""
        with contextlib.suppress(OSError):
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Ignore errors: a full or read-only disk must not fill the terminal with messages about logging."""


def keep_log(directory: Path) -> logging.Handler:
    """Write Photon's log messages to ``photon.log`` in ``directory`` until ``drop_log``; nothing goes to stderr."""
    handler = _PrivateFile(directory / NAME, maxBytes=_BYTES, backupCount=_KEPT, delay=True, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.raiseExceptions = False  # if logging fails, as on a full disk, don't print a traceback
    logger = logging.getLogger("photon")
    logger.addHandler(handler)
    logger.propagate = False
    return handler


def drop_log(handler: logging.Handler) -> None:
    """Stop logging to the file and close it."""
    logging.getLogger("photon").removeHandler(handler)
    handler.close()
