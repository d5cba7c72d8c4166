"""Backups in the preferences: their state, making one, moving them, and restoring after a restart."""

from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from photon.domain import PhotonError
from photon.library.recovery.restoring import RestorePlan
from photon.ui.kit.bridge import Bridge
from photon.ui.preferences import restart
from photon.ui.preferences.backup_section import SAME_DRIVE, BackupSection, age_of
from photon.ui.preferences.restart import RestoreRequest, take_request
from photon.ui.preferences.restore_dialog import RestoreDialog
from tests.ui.driving import LEFT
from tests.ui.fake_session import FakeSession

NOW = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)


@pytest.fixture
def section(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> BackupSection:
    made = BackupSection(session, bridge)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: bool(made.facts.rows))
    return made


@pytest.fixture
def dialog(qtbot: QtBot, session: FakeSession, bridge: Bridge, section: BackupSection) -> RestoreDialog:
    session.backups.back_up().result()
    made = RestoreDialog(session, bridge, section)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.list.count() == 1)
    return made


def test_the_first_backup_is_made(qtbot: QtBot, session: FakeSession, section: BackupSection) -> None:
    assert section.facts.rows[0] == ("Last backup", "none yet")
    assert section.advice.text() == SAME_DRIVE
    QTest.mouseClick(section.make_button, LEFT)
    qtbot.waitUntil(lambda: len(section.facts.rows) == 3)
    rows = dict(section.facts.rows)
    assert rows["Last backup"].startswith("just now (")
    assert rows["All backups"] == "1 backup, 1.5 MB"
    assert section.message.text().startswith("Backed up: photon-0")
    assert section.make_button.isEnabled()


def test_failures_are_shown_without_terminal_commands(
    qtbot: QtBot, session: FakeSession, section: BackupSection
) -> None:
    session.backups.failure = PhotonError("The folder is not there.", "Try: photon backup settings --folder DIR")
    QTest.mouseClick(section.make_button, LEFT)
    qtbot.waitUntil(lambda: section.message.text() == "The folder is not there.")
    assert section.make_button.isEnabled()


def test_folder_and_limit_are_changed(
    qtbot: QtBot, session: FakeSession, section: BackupSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "drive"))
    QTest.mouseClick(section.folder_button, LEFT)
    qtbot.waitUntil(lambda: dict(section.facts.rows)["Folder"] == str(tmp_path / "drive"))
    assert not section.advice.isVisible()
    assert section.most.value() == 2
    section.most.setValue(5)
    section.most.editingFinished.emit()
    qtbot.waitUntil(lambda: session.backups.state().result().settings.most_bytes == 5_000_000_000)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=50), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_ages(ago: timedelta, words: str) -> None:
    assert age_of(NOW - ago, NOW) == words


def test_a_backup_is_restored_after_describing_the_changes(
    qtbot: QtBot, dialog: RestoreDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []
    monkeypatch.setattr(restart.QApplication, "quit", lambda: left.append(True))
    dialog.list.setCurrentRow(0)
    qtbot.waitUntil(dialog.restore_button.isEnabled)
    assert dict(dialog.changes.rows)["photos"] == "24 in the backup, 28 now: 0 gained, 4 lost"
    assert left == []
    QTest.mouseClick(dialog.restore_button, LEFT)
    request = take_request()
    assert request is not None
    assert request.path.name == "photon-0-0.db.gz"
    assert not request.is_foreign
    assert left == [True]
    assert take_request() is None


def test_a_backup_of_another_library_is_mentioned(
    qtbot: QtBot, session: FakeSession, dialog: RestoreDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restart.QApplication, "quit", lambda: None)
    session.backups.is_foreign = True
    dialog.examine(session.backups.made[0].path)
    qtbot.waitUntil(lambda: bool(dialog.message.text()) and dialog.restore_button.isEnabled())
    assert dialog.message.text().splitlines() == [
        "It is a backup of another photo library.",
        "Unfinished moves that Photon drops: /<b>a.jpg",
        "Folders that Photon does not watch: /secret",
    ]
    assert dialog.message.textFormat() == Qt.TextFormat.PlainText, "names are shown as they are"
    dialog.agree()
    request = take_request()
    assert request is not None
    assert request.is_foreign


def test_an_invalid_file_cannot_be_restored(
    qtbot: QtBot, dialog: RestoreDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "none.gz"), ""))
    QTest.mouseClick(dialog.file_button, LEFT)
    qtbot.waitUntil(lambda: dialog.message.text().startswith("There is no file"))
    assert not dialog.restore_button.isEnabled()
    dialog.agree()
    assert take_request() is None


def test_the_plan_of_the_previous_backup_is_not_confirmed(
    qtbot: QtBot, session: FakeSession, dialog: RestoreDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: dict[str, Future[RestorePlan]] = {"one.gz": Future(), "none.gz": Future()}
    plan = session.backups.examine(session.backups.made[0].path).result()
    monkeypatch.setattr(session.backups, "examine", lambda path: answers[path.name])
    dialog.examine(Path("one.gz"))
    dialog.examine(Path("none.gz"))
    answers["one.gz"].set_result(plan)
    answers["none.gz"].set_exception(PhotonError("There is no file none.gz."))
    qtbot.waitUntil(lambda: dialog.message.text().startswith("There is no file"))
    assert not dialog.restore_button.isEnabled()


def test_a_request_is_kept_until_it_is_performed(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setattr(restart.QApplication, "quit", lambda: None)
    for name in ("a", "b"):
        restart.restart_with(RestoreRequest(Path(name)))
    assert take_request() == RestoreRequest(Path("b"))
