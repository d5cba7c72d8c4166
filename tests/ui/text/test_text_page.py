"""The page about text in photos: off stops the reading, and only then text can be deleted."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from photon.library.text.text_settings import READ_TEXT
from photon.ui.kit.bridge import Bridge
from photon.ui.text import text_controller
from photon.ui.text.text_page import TextPage
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key, opened
from tests.ui.fake_session import FakeSession
from tests.ui.written_session import WrittenSession
from tests.vision.kit.fake_text_reader import TEXT_READER


@pytest.fixture
def session(written: WrittenSession) -> WrittenSession:
    return written


def test_text_is_deleted_only_while_none_is_read(qtbot: QtBot, session: WrittenSession, bridge: Bridge) -> None:
    page = TextPage(session, bridge)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.switch.isChecked)
    assert not page.delete_button.isEnabled()
    QTest.keyClick(page.switch, Key.Key_Space)
    qtbot.waitUntil(lambda: session.vocabularies.setting(READ_TEXT).result() is False)
    qtbot.waitUntil(page.delete_button.isEnabled)
    page.delete_button.click()
    qtbot.waitUntil(lambda: session.texts.is_deleted)


@pytest.mark.parametrize("is_there", [True, False])
def test_the_page_is_there_if_a_reader_is_installed(
    qtbot: QtBot, session: FakeSession, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    monkeypatch.setattr(text_controller, "installed_reader", lambda: TEXT_READER if is_there else None)
    window: MainWindow = opened(qtbot, session)
    names: QListWidget = window.settings.list
    assert (
        bool([name for at in range(names.count()) if (name := names.item(at).text()) == "Text in photos"]) == is_there
    )
    window.close()
