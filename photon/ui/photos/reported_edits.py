"""Edits that are reported once they are written, and can be undone."""

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Signal

from photon.domain import PhotonError
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import combined


class ReportedEdits(QObject):
    """Says in the window what was done.

    Signals:
        made: Brings the number of the step of an edit that was written.
        failed: An edit could not be written.
    """

    made = Signal(int)
    failed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context

    def report(self, done: str, future: Future[Any], *more: Future[str]) -> None:
        """Say what was done once an edit that was just begun is written, or why it failed.

        Args:
            done: What was done.
            future: The edit.
            *more: More sentences, which may be empty.
        """
        context, step = self._context, self._context.session.undoing.last_step()  # asked right behind the edit
        told = combined(lambda _, *texts: " ".join(filter(None, (done, *texts))), future, *more)
        context.bridge.call(told, lambda text: context.say(text, undo=True), self, self._fail)
        context.bridge.call_quietly(combined(lambda _, last: last, future, step), self.made.emit, self, lambda _: None)

    def _fail(self, error: PhotonError) -> None:
        self._context.bridge.report_error(error)
        self.failed.emit()
