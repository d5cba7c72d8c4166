"""The size of text and controls, which Qt reads once, when it starts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings

from photon.ui.kit.settings import NAME

SCALE_KEY = "window/scale"
SCALES = (100, 110, 125, 150, 175, 200)
"""Percent; the first is the default."""
_VARIABLE = "QT_SCALE_FACTOR"


@contextmanager
def chosen_scale(library: Path) -> Iterator[None]:
    """Give an application created inside this context the chosen size; a size in the environment takes precedence.

    The environment variable is removed afterwards, so that programs started by Photon keep their own size.
    """
    percent = str(QSettings(str(library / NAME), QSettings.Format.IniFormat).value(SCALE_KEY, ""))
    if _VARIABLE in os.environ or percent not in map(str, SCALES[1:]):
        yield
        return
    os.environ[_VARIABLE] = str(int(percent) / 100)
    try:
        yield
    finally:
        del os.environ[_VARIABLE]
