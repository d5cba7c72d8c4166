"""The check of this installation: runs ``photon self-test`` in a separate process and shows its table."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from photon.app.software import self_test_command, version_text
from photon.language import number, tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icons import icon
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox

_RUNNING = tr("Photon tries everything that it needs, with photos that are drawn for it. This takes half a minute.")
_ALL_WORK = tr("Everything works.")
_SOME_FAIL = tr("Not everything that Photon needs works on this computer.")
_REINSTALL = tr("Reinstall Photon. If that doesn't help, report this table.")
_ENDED = tr("The check ended early; what it had tried is above.")
_ICONS = {"works": ("check", "accent"), "missing": ("minus", "quiet"), "failed": ("x", "danger")}
_WORDS = {"works": tr("works"), "missing": tr("missing"), "failed": tr("failed")}
_END_MS = 3000


class SelfTestDialog(QDialog):
    """Shows each result as it arrives. A crash affects only the separate process."""

    def __init__(self, parent: QWidget, command: Sequence[str] | None = None) -> None:
        """Create the dialog and start the test.

        Args:
            parent: The page that opens it.
            command: Program and arguments; None for ``self_test_command()``.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Check this installation"))
        self.message, self.list = make_label(_RUNNING, wraps=True), QTreeWidget()
        self.copy_button = make_button(tr("Copy"), tr("Copy the table, for a report"), self.copy, icon_name="copy")
        self.close_button = make_button(tr("Close"), clicked=self.close)
        self._rows: list[tuple[str, str, str, str]] = []
        self._unread = b""
        self._compose()
        program, *arguments = command or self_test_command()
        self.process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONIOENCODING", "utf-8")
        self.process.setProcessEnvironment(environment)
        self.process.readyReadStandardOutput.connect(self._read)
        self.process.finished.connect(self._finish)
        self.process.errorOccurred.connect(self._fail)
        self.process.start(program, arguments)

    def _compose(self) -> None:
        self.list.setHeaderLabels([tr("Tried"), tr("Result"), tr("Seconds"), tr("Details")])
        self.list.setAccessibleName(tr("What was tried"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        for column in range(3):
            self.list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        versions = make_label(version_text(), "quiet", wraps=True, is_selectable=True)
        buttons = hbox(None, self.copy_button, self.close_button, spacing=tokens.TIGHT)
        vbox(self.message, (self.list, 1), versions, buttons, to=self, margins=tokens.LOOSE, spacing=tokens.SPACE)
        self.resize(760, 480)
        self.finished.connect(self._end)

    def table(self) -> str:
        """Return the results as text for a report."""
        rows = ("\t".join(row) for row in self._rows)
        return "\n".join((version_text(), *rows, self.message.text()))

    def copy(self) -> None:
        """Copy the table to the clipboard."""
        QGuiApplication.clipboard().setText(self.table())

    def _read(self) -> None:
        self._unread += bytes(self.process.readAllStandardOutput().data())
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            try:
                row = json.loads(line)
                self._add(str(row["name"]), str(row["outcome"]), float(row["seconds"]), str(row["detail"]))
            except (ValueError, KeyError, TypeError):
                continue  # not a row, but a warning of a library

    def _add(self, name: str, outcome: str, seconds: float, detail: str) -> None:
        words = (name, _WORDS.get(outcome, outcome), number(seconds, 2), detail)
        self._rows.append(words)
        item = QTreeWidgetItem(list(words))
        item.setIcon(0, icon(*_ICONS.get(outcome, _ICONS["failed"])))
        item.setToolTip(3, detail)
        self.list.addTopLevelItem(item)
        self.list.scrollToItem(item)

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        if status is QProcess.ExitStatus.NormalExit and code == 0:
            show_text(self.message, _ALL_WORK)
        else:
            self._tell_failure()

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # after any other error the process finishes
            self._tell_failure()

    def _tell_failure(self) -> None:
        has_failed = any(row[1] == _WORDS["failed"] for row in self._rows)
        show_text(self.message, f"{_SOME_FAIL if has_failed else _ENDED} {_REINSTALL}")

    def _end(self) -> None:
        """Kill the process, which must not outlive the dialog."""
        if self.process.state() is not QProcess.ProcessState.NotRunning:
            self.process.kill()
            self.process.waitForFinished(_END_MS)
        self.deleteLater()
