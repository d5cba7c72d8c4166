"""Plans of an export, made again when the choices change; planning changes nothing."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Signal

from photon.app.export.exporting import FileExport
from photon.app.export.training_plan import TrainingExport
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import FileChoice, TrainingChoice
from photon.quick_dataclass import dataclass
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot

PAUSE_MS = 250


@dataclass(frozen=True, slots=True, eq=False)
class ExportRequest:
    """What to export, where and how.

    Attributes:
        photos: Ids of the photos.
        folder: The destination.
        choice: The choices of the form.
    """

    photos: Sequence[int]
    folder: str
    choice: FileChoice | TrainingChoice


def plan_export(session: Session, request: ExportRequest) -> Future[Any]:
    """Plan the export on another thread: a FileExport or a TrainingExport."""
    exporting, choice = session.exporting, request.choice
    if isinstance(choice, TrainingChoice):
        return exporting.plan_training(request.photos, request.folder, choice)
    return exporting.plan_files(request.photos, request.folder, choice)


class ExportPlanner(QObject):
    """Plans after a pause in typing, one plan at a time; only the last request counts.

    Signals:
        planned: Brings a FileExport or TrainingExport for the last request.
        refused: Brings the PhotonError that says why it cannot be planned.
        named: Brings a list of the names that the first photos would get.
    """

    planned = Signal(object)
    refused = Signal(object)
    named = Signal(list)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: ExportRequest | None = None
        self._asked: ExportRequest | None = None
        self._plans, self._names = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._pause = single_shot(self, PAUSE_MS, self._plan)

    def want(self, request: ExportRequest) -> None:
        """Plan this request soon, instead of the previous one."""
        self.forget()
        self._wanted = request
        if isinstance(request.choice, FileChoice):
            names = self._session.exporting.examples(request.photos, request.choice)
            self._names.ask(names, self.named.emit, lambda _: None)
        self._pause.start()

    def forget(self) -> None:
        """Drop pending requests: a late plan or name would replace what is shown by then."""
        self._wanted = None
        self._names.forget()
        self._pause.stop()

    def _plan(self) -> None:
        if self._wanted is not None and not self._plans.is_awaited:
            self._asked = self._wanted
            self._plans.ask(plan_export(self._session, self._wanted), self._report, self._refuse)

    def _report(self, export: FileExport | TrainingExport) -> None:
        if self._is_answered():
            self.planned.emit(export)

    def _refuse(self, error: PhotonError) -> None:
        if self._is_answered():
            self.refused.emit(error)

    def _is_answered(self) -> bool:
        """Return whether the answer is for the current request; if not, plan the current request."""
        if self._wanted is not self._asked:
            self._plan()
            return False
        return self._wanted is not None
