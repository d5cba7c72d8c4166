"""Restoring or repairing the catalogue while no library is open: the offer, the progress, the outcome."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog

from photon.app.backups.reason_texts import left_off_lines
from photon.app.backups.restoring import plan_restore, restore
from photon.app.health.catalog_repair import plan_sentences
from photon.domain import PhotonError
from photon.language import tr
from photon.library.db.database_errors import LostCatalog
from photon.library.recovery.foreign_work import SWITCH_ON
from photon.library.recovery.repairing import RepairPlan, drop_repair, plan_repair, repair_catalog
from photon.library.recovery.restoring import RestoreOutcome
from photon.ui.kit.theme import WindowStyle
from photon.ui.preferences.restart import RepairRequest, Request, RestoreRequest

T = TypeVar("T")

_LOOK_MS = 50


def act_in_window(directory: Path, request: Request) -> bool:
    """Restore a backup or repair the catalogue, and show the outcome; return whether it succeeded."""
    more: list[str] = []
    try:
        if isinstance(request, RepairRequest):
            done, kept = tr("The catalogue was repaired."), _repair(directory, request)
        else:
            outcome = _restore(directory, request)
            done, kept = tr("The backup was restored."), outcome.kept
            more = [*left_off_lines(outcome.plan), *([] if outcome.plan.is_own else [SWITCH_ON])]
    except PhotonError as error:
        make_box(error.message, error.hint).exec()
        return False
    kept_line = tr("The previous catalogue is kept as {file}.", file=kept) if kept else ""
    make_box(done, "\n".join(filter(None, [kept_line, *more]))).exec()
    return True


def offer_way_out(directory: Path, error: LostCatalog) -> Request | None:
    """Ask what to do about a lost catalogue; return None if the user declines or nothing is possible."""
    plan = _planned(directory) if error.is_damaged else None
    can_repair = plan is not None and plan.read > 0
    if not can_repair and error.backup is None:
        make_box(error.message, error.hint).exec()
        return None
    more = _examined(directory, error.backup) if error.backup is not None and not can_repair else []
    box = make_box(error.message, "\n".join((_question(error, plan), *more)))
    role = QMessageBox.ButtonRole.AcceptRole
    repair = box.addButton(tr("Repair"), role) if can_repair else None
    agree = box.addButton(tr("Restore"), role) if error.backup is not None else None
    decline = box.addButton(tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(repair or agree or decline)
    box.setEscapeButton(decline)
    box.exec()
    pressed = box.clickedButton()
    if repair is not None and pressed is repair:
        return RepairRequest(plan)
    drop_repair(directory)
    return RestoreRequest(error.backup) if error.backup is not None and pressed is agree else None


def _question(error: LostCatalog, plan: RepairPlan | None) -> str:
    """Describe what of the catalogue can be saved, which backup there is, and that nothing is deleted."""
    sentences = plan_sentences(plan) if plan is not None else []
    if plan is not None and plan.read:
        sentences.append(tr("Repair it? The damaged catalogue is kept."))
    if error.made is not None and not (plan is not None and plan.read):
        made = error.made.astimezone()
        sentences.append(
            tr(
                "Restore the newest backup, from {day} at {time}? What is there now is kept.",
                day=f"{made:%Y-%m-%d}",
                time=f"{made:%H:%M}",
            )
        )
    return "\n".join(sentences)


def _planned(directory: Path) -> RepairPlan | None:
    with suppress(PhotonError):
        return _waited_for(tr("Reading what can be saved…"), partial(plan_repair, directory))
    return None


def _examined(directory: Path, backup: Path) -> list[str]:
    with suppress(PhotonError):
        return left_off_lines(_waited_for(tr("Checking…"), partial(plan_restore, directory, backup)))
    return []


def _repair(directory: Path, request: RepairRequest) -> Path | None:
    """Repair the catalogue; return where the damaged one is kept.

    Raises:
        PhotonError: The catalogue could not be repaired.
    """
    return _waited_for(tr("Repairing the catalogue…"), partial(repair_catalog, directory, request.plan)).kept


def _restore(directory: Path, request: RestoreRequest) -> RestoreOutcome:
    """Restore a backup.

    Raises:
        PhotonError: The backup could not be restored.
    """
    act = partial(restore, directory, request.path, allow_foreign=request.is_foreign)
    return _waited_for(tr("Restoring the backup…"), act)


def _waited_for(text: str, act: Callable[[], T]) -> T:
    """Run ``act`` on another thread while a dialog shows the progress.

    Raises:
        PhotonError: ``act`` raised it.
    """
    sign, loop, timer = QProgressDialog(), QEventLoop(), QTimer(interval=_LOOK_MS)
    WindowStyle(sign)
    sign.setWindowTitle("Photon")
    sign.setLabelText(text)
    sign.setCancelButton(None)
    sign.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
    sign.setRange(0, 0)
    ends_with_window = QApplication.quitOnLastWindowClosed()
    QApplication.setQuitOnLastWindowClosed(False)
    try:
        with ThreadPoolExecutor(1, "photon-restoring") as pool:
            future = pool.submit(act)
            timer.timeout.connect(lambda: loop.quit() if future.done() else None)
            timer.start()
            sign.show()
            loop.exec()
        return future.result()
    finally:
        sign.close()
        QApplication.setQuitOnLastWindowClosed(ends_with_window)


def make_box(text: str, more: str) -> QMessageBox:
    """Make a message box that belongs to no window."""
    box = QMessageBox()
    WindowStyle(box)
    box.setWindowTitle("Photon")
    box.setTextFormat(Qt.TextFormat.PlainText)  # it may contain names that somebody else chose
    box.setText(text)
    box.setInformativeText(more)
    return box
