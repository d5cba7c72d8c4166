"""The page about text in photos: off stops the reading, and only then text can be deleted."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.library.text.text_settings import READ_TEXT
from photon.ui.kit.bridge import Bridge
from photon.ui.text.text_page import TextPage
from tests.ui.driving import Key
from tests.ui.written_session import WrittenSession


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
