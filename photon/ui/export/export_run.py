"""A running export: planned once more, carried out on other threads, and stopped at the user's request."""

from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from photon.app.export.exporting import FileExport
from photon.app.export.training_plan import TrainingExport
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import Exported, TableChoice
from photon.language import tr
from photon.ui.export.export_planner import ExportRequest, plan_export
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.progress_row import Job, ProgressRow


class ExportRun(QObject):
    """Runs one export at a time.

    Signals:
        finished: Brings an Exported.
        failed: Brings the PhotonError that ended it.

    Attributes:
        row: Shows the progress.
    """

    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self._job: Job | None = None
        self.row = ProgressRow()

    def begin(self, request: ExportRequest) -> None:
        """Export files or a training set."""
        self._begin_job()
        self._bridge.call(plan_export(self._session, request), self._carry_out, self, self._fail)

    def begin_table(self, photos: list[int], place: str, choice: TableChoice) -> None:
        """Write a table of these photos to a file."""
        job = self._begin_job()
        self._await(self._session.exporting.write_table(photos, place, choice, job.report, job.is_stopped))

    def stop(self) -> bool:
        """Stop after the files in progress.

        Returns:
            False if no export is running.
        """
        if self._job is None:
            return False
        self._job.stop()
        return True

    def _begin_job(self) -> Job:
        self._job = job = self.row.begin(tr("Exporting"), "photo")
        return job

    def _carry_out(self, export: FileExport | TrainingExport) -> None:
        exporting, job = self._session.exporting, self._job
        if job is None:
            return
        if isinstance(export, TrainingExport):
            self._await(exporting.write_training(export, job.report, job.is_stopped))
        else:
            self._await(exporting.write_files(export, job.report, job.is_stopped))

    def _await(self, done: "Future[Exported]") -> None:
        self._bridge.call(done, self._finish, self, self._fail)

    def _finish(self, done: Exported) -> None:
        self._end()
        self.finished.emit(done)

    def _fail(self, error: PhotonError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self.row.end()
        self._job = None
