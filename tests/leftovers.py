"""Threads, timers of Qt, and windows that a test leaves behind, which would disturb the next tests."""

import gc
import sys
import threading
import time
from collections.abc import Set
from typing import Any

import pytest

PATIENCE_SECONDS = 20.0
"""A stopped thread may take this long to end on a busy machine; if none is left, there is no wait."""


def running_threads() -> frozenset[threading.Thread]:
    """Return threads that Python started; those of Qt and of C++ libraries belong to their owners."""
    return frozenset(one for one in threading.enumerate() if not isinstance(one, threading._DummyThread))


def leftover_threads(before: Set[threading.Thread]) -> list[str]:
    """Return names of threads that were started since, and do not end."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (left := running_threads() - before) and time.monotonic() < until:
        gc.collect()  # the threads of a pool end when it is deleted, and some objects are in cycles
        time.sleep(0.02)
    return sorted(one.name for one in left)


def delete_widgets() -> list[str]:
    """Carry out deletions that wait for an event loop, and name the remaining top-level widgets."""
    application = _application()
    if application is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return sorted(f"{type(one).__name__} {one.objectName()}".strip() for one in application.topLevelWidgets())


def active_timers() -> list[str]:
    """Return timers of Qt that would still fire, with the type of their owner."""
    if _application() is None:
        return []
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [one for one in gc.get_objects() if type(one) is QTimer and isValid(one) and one.isActive()]
    return sorted(f"{type(one.parent()).__name__}, {one.interval()} ms" for one in timers)


def outlives_tests(request: pytest.FixtureRequest) -> bool:
    """Return whether a test uses a fixture shared by its whole module, which may start threads in between."""
    definitions = request._pyfuncitem._fixtureinfo.name2fixturedefs.values()
    return any(found[-1].scope in {"class", "module", "package"} and not found[-1]._autouse for found in definitions)


def _application() -> Any:
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets is not None else None
