"""Offers to show the report of an error at the next start. Nothing is sent: the user reads it and decides."""

import traceback
from pathlib import Path

from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from photon.app.runtime.crash_reports import mark_seen, new_reports, write_report
from photon.app.software import version_text
from photon.domain import PhotonError
from photon.language import tr
from photon.ui.help.text_dialog import TextDialog

_TITLE = tr("Error report")


def offer_reports(parent: QWidget, directory: Path) -> QMessageBox | None:
    """Ask whether to show the reports of an earlier run, once per report; the window stays usable.

    Args:
        parent: The window.
        directory: Folder of the library.

    Returns:
        The question, or None if there are no reports.
    """
    reports = mark_seen(new_reports(directory))
    if not reports:
        return None
    box = QMessageBox(parent)
    box.setWindowTitle("Photon")
    box.setText(tr("Photon ran into an error last time."))
    box.setInformativeText(
        tr("Your photos are untouched. A report was kept on this computer; nothing was sent. Do you want to read it?")
    )
    show = box.addButton(tr("Show report"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Not now"), QMessageBox.ButtonRole.RejectRole)
    box.buttonClicked.connect(lambda button: show_report(parent, reports[-1]) if button is show else None)
    box.setModal(False)
    box.show()
    return box


def show_report(parent: QWidget, report: Path) -> QDialog:
    """Show a report that can be copied.

    Args:
        parent: The window.
        report: The file.
    """
    try:
        text = report.read_text(encoding="utf-8")
    except OSError as error:
        text = tr("The report couldn't be read: {reason}.", reason=error.strerror or error)

    dialog = TextDialog(parent, _TITLE, tr("The report is in {path}.", path=report), text)
    dialog.show()
    return dialog


def report_fatal(error: Exception, directory: Path) -> PhotonError:
    """Write a report about an error that ends the process.

    Args:
        error: What happened.
        directory: Folder of the library.

    Returns:
        The message to show to the user.
    """
    trace = "".join(traceback.format_exception(error))
    report = write_report(directory, trace, version_text(), is_new=False)
    hint = tr(
        "Your photos are untouched. Start Photon again; if it fails again, reinstall Photon and report this error."
    )
    if report is not None:
        hint = f"{hint} {tr('The report is in {path}.', path=report)}"
    return PhotonError(tr("Photon ran into an error and can't go on: {error!r}.", error=error), hint)
