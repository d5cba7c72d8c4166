"""Dialogs for reports: the self-test's table, crash reports, licence texts."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from photon.app.runtime.crash_reports import new_reports, write_report
from photon.ui.help.crash_report_dialog import offer_reports, report_fatal, show_report
from photon.ui.help.damage_box import describe_damage, show_damage
from photon.ui.help.self_test_dialog import SelfTestDialog
from photon.ui.help.text_dialog import TextDialog

ROWS = r"""
print('{"name": "JPEG", "outcome": "works", "seconds": 0.25, "detail": "Pillow 13"}')
print('a warning of a library')
print('{"name": "Window", "outcome": "%s", "seconds": 1.5, "detail": "libEGL.so.1 is missing"}', flush=True)
raise SystemExit(%d)
"""


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def check(parent: QWidget, qtbot: QtBot, program: str) -> SelfTestDialog:
    dialog = SelfTestDialog(parent, [sys.executable, "-c", program])
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.process.state() is QProcess.ProcessState.NotRunning, timeout=20_000)
    return dialog


def test_the_table_of_the_self_test_is_shown_and_copied(parent: QWidget, qtbot: QtBot) -> None:
    dialog = check(parent, qtbot, ROWS % ("works", 0))
    qtbot.waitUntil(lambda: dialog.message.text() == "Everything works.")
    assert dialog.list.topLevelItemCount() == 2
    assert [dialog.list.topLevelItem(0).text(column) for column in range(4)] == ["JPEG", "works", "0.25", "Pillow 13"]
    dialog.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Photon ")
    assert "JPEG\tworks\t0.25\tPillow 13\nWindow\tworks" in copied


def test_failures_are_shown(parent: QWidget, qtbot: QtBot) -> None:
    dialog = check(parent, qtbot, ROWS % ("failed", 1))
    qtbot.waitUntil(lambda: dialog.message.text().startswith("Not everything"))
    assert dialog.list.topLevelItem(1).text(1) == "failed"


@pytest.mark.parametrize("program", ["import os; os.abort()", "raise SystemExit(1)"])
def test_a_crash_of_the_self_test_is_reported(parent: QWidget, qtbot: QtBot, program: str) -> None:
    dialog = check(parent, qtbot, program)
    qtbot.waitUntil(lambda: dialog.message.text().startswith("The check ended early"))


def test_a_missing_program_is_reported(parent: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = SelfTestDialog(parent, [str(tmp_path / "gone")])
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.message.text().startswith("The check ended early"))


def test_closing_the_dialog_ends_the_process(parent: QWidget, qtbot: QtBot) -> None:
    dialog = SelfTestDialog(parent, [sys.executable, "-c", "import time; time.sleep(60)"])
    dialog.show()
    qtbot.waitUntil(lambda: dialog.process.state() is QProcess.ProcessState.Running, timeout=20_000)
    process = dialog.process
    with qtbot.waitSignal(process.finished):
        dialog.close()


def test_a_report_is_offered_once_and_shown(parent: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    assert offer_reports(parent, tmp_path) is None
    write_report(tmp_path, "Traceback: the sky fell", "Photon 1.2.3")
    box = offer_reports(parent, tmp_path)
    assert box is not None
    assert "nothing was sent" in box.informativeText()
    show = next(button for button in box.buttons() if box.buttonRole(button) is QMessageBox.ButtonRole.AcceptRole)
    show.click()
    dialogs = parent.findChildren(TextDialog)
    assert len(dialogs) == 1
    assert "the sky fell" in dialogs[0].text.toPlainText()
    dialogs[0].copy()
    assert "the sky fell" in QGuiApplication.clipboard().text()
    assert offer_reports(parent, tmp_path) is None


def test_a_declined_report_stays_a_file(parent: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    write_report(tmp_path, "trace", "Photon 1.2.3")
    box = offer_reports(parent, tmp_path)
    assert box is not None
    next(button for button in box.buttons() if box.buttonRole(button) is QMessageBox.ButtonRole.RejectRole).click()
    assert parent.findChildren(TextDialog) == []
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1


def test_a_missing_report_is_explained(parent: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = show_report(parent, tmp_path / "crash-1.txt")
    assert isinstance(dialog, TextDialog)
    assert "couldn't be read" in dialog.text.toPlainText()


def test_a_fatal_error_leaves_a_report_that_was_shown(tmp_path: Path) -> None:
    told = report_fatal(RuntimeError("the sky fell"), tmp_path)
    assert "the sky fell" in told.message
    (report,) = tmp_path.glob("crash-*.txt")
    assert str(report) in told.hint
    assert new_reports(tmp_path) == []
    assert "RuntimeError: the sky fell" in report.read_text("utf-8")


def test_a_damaged_installation_is_reported(parent: QWidget, qtbot: QtBot) -> None:
    assert describe_damage([]) is None
    assert show_damage(parent, []) is None
    box = show_damage(parent, [f"PySide6/Qt/plugin-{number}.so" for number in range(7)])
    assert box is not None
    assert "plugin-4.so" in box.text()
    assert "plugin-5.so" not in box.text()
    assert "Your photos and your library are untouched" in box.informativeText()
    assert not box.isModal()
