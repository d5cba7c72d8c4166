"""The page of the library's health: the findings as text, and a button where something can be repaired."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.app.health.health_check import BUTTONS, TITLES, HealthCheck
from photon.domain import PhotonError, changed
from photon.ui.kit.bridge import Bridge
from photon.ui.preferences.health_page import HealthPage
from photon.ui.preferences.preferences_controller import PreferencesController
from photon.ui.preferences.restart import RepairRequest, take_request
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, Key
from tests.ui.fake_session import FakeSession

TORN = HealthCheck("catalogue", "bad", "catalog.db is damaged (a page is torn).", "Photon saves the rest.", "repair")
AWAY = HealthCheck("folders", "notice", "Not connected: /usb", "Connect the drive.", "rescan")


def shown(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> HealthPage:
    page = HealthPage(session, bridge)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.resize(824, 651)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    qtbot.waitUntil(lambda: page.again_button.isEnabled() and page.rows.keys() == TITLES.keys())
    return page


def test_everything_is_checked_when_the_page_is_shown(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> None:
    page = shown(qtbot, session, bridge)
    qtbot.waitUntil(lambda: page.outcome.text() == "Everything is fine.")
    assert [part for part, row in page.rows.items() if row.isVisible()] == list(TITLES)
    assert not any(row.button.isVisible() for row in page.rows.values())
    assert page.rows["catalogue"].accessibleName() == "Catalogue: Good. Fine."


def test_a_repairable_problem_has_a_button_reachable_by_keyboard(
    qtbot: QtBot, session: FakeSession, bridge: Bridge
) -> None:
    session.health.found = {"folders": AWAY}
    page = shown(qtbot, session, bridge)
    row = page.rows["folders"]
    qtbot.waitUntil(row.button.isVisible)
    assert (row.text.text(), row.meaning.text()) == ("Not connected: /usb", "Connect the drive.")
    assert row.button.text() == BUTTONS["rescan"]
    assert row.button.accessibleName() == "Folders: Rescan folders"
    page.again_button.setFocus()
    QTest.keyClick(page.again_button, Key.Key_Tab)
    assert QApplication.focusWidget() is row.button
    QTest.keyClick(row.button, Key.Key_Space)
    qtbot.waitUntil(lambda: not row.button.isVisible())
    assert session.health.mended == ["rescan"]
    assert row.text.text() == "Fine."


def test_a_damaged_catalogue_is_repaired_after_a_restart(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> None:
    session.health.found = {"catalogue": TORN}
    page = shown(qtbot, session, bridge)
    row = page.rows["catalogue"]
    qtbot.waitUntil(row.button.isVisible)
    assert page.outcome.text() == "1 thing needs attention."
    QTest.mouseClick(row.button, LEFT)
    assert take_request() == RepairRequest()


def test_a_failed_check_shows_the_reason_and_can_be_repeated(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(qtbot, session, bridge)

    def fail() -> None:
        raise PhotonError("The disk reported an error.")

    monkeypatch.setattr(session.health, "examine", lambda: session._do(fail))
    QTest.mouseClick(page.again_button, LEFT)
    qtbot.waitUntil(lambda: page.outcome.text() == "The disk reported an error.")
    assert page.again_button.isEnabled()


@pytest.mark.parametrize(("mending", "wanted"), [("show problems", "problems"), ("open backups", "backups")])
def test_some_buttons_open_other_pages(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, mending: str, wanted: str
) -> None:
    session.health.found = {"problems": HealthCheck("problems", "notice", "3 files.", "", mending)}  # type: ignore[arg-type]
    page = shown(qtbot, session, bridge)
    qtbot.waitUntil(page.rows["problems"].button.isVisible)
    with qtbot.waitSignal(page.problems_wanted if wanted == "problems" else page.backups_wanted):
        QTest.mouseClick(page.rows["problems"].button, LEFT)


# -- in the window -------------------------------------------------------------------------------------


def is_open(window: MainWindow) -> bool:
    page = window.settings.pages.currentWidget()
    return window.settings.isVisible() and page is window.part(PreferencesController).health


def test_a_command_opens_the_page(qtbot: QtBot, window: MainWindow) -> None:
    window.commands["health"].trigger()
    qtbot.waitUntil(lambda: is_open(window))


def test_a_failed_automatic_backup_is_shown_in_the_status_line(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    assert not window.status.health.isVisible()
    session.backups.failure = PhotonError("Photon can't make backups in /usb: its drive is not connected.")
    session.tell(changed("backups"))
    qtbot.waitUntil(window.status.health.isVisible)
    assert window.status.health.text() == "Backup failed"
    assert "not connected" in window.status.health.toolTip()
    QTest.mouseClick(window.status.health, LEFT)
    qtbot.waitUntil(lambda: is_open(window))
    session.backups.failure = None
    session.tell(changed("backups"))
    qtbot.waitUntil(lambda: not window.status.health.isVisible())
