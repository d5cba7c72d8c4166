"""Sensitive photos are hidden and shown by the keyboard and the mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.ui.kit.bridge import Bridge
from photon.ui.preferences.sensitive_choice import SensitiveChoice
from tests.ui.driving import LEFT, Key
from tests.ui.tagged_session import TaggedSession


@pytest.fixture
def choice(qtbot: QtBot, tagged: TaggedSession) -> Iterator[SensitiveChoice]:
    bridge = Bridge(tagged)  # type: ignore[arg-type]
    made = SensitiveChoice(tagged, bridge)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    bridge.close()


def test_sensitive_photos_are_hidden_and_shown_temporarily(
    qtbot: QtBot, tagged: TaggedSession, choice: SensitiveChoice
) -> None:
    assert not choice.button.isVisible()
    choice.box.setFocus()
    QTest.keyClick(choice.box, Key.Key_Space)
    qtbot.waitUntil(choice.notice.isVisible)
    assert tagged.hiding.is_on
    assert choice.button.text() == "Unlock until Photon closes"
    QTest.mouseClick(choice.button, LEFT)
    qtbot.waitUntil(lambda: choice.button.text() == "Lock")
    assert tagged.hiding.is_unlocked
    QTest.mouseClick(choice.button, LEFT)
    qtbot.waitUntil(lambda: not tagged.hiding.is_unlocked)
    QTest.keyClick(choice.box, Key.Key_Space)
    qtbot.waitUntil(lambda: not choice.notice.isVisible())
    assert not tagged.hiding.is_on
