"""Sensitive photos are hidden and shown by the keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.ui.kit.bridge import Bridge
from photon.ui.preferences.sensitive_choice import SensitiveChoice
from tests.ui.driving import Key
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


def test_sensitive_photos_are_hidden_and_shown_again(
    qtbot: QtBot, tagged: TaggedSession, choice: SensitiveChoice
) -> None:
    choice.box.setFocus()
    QTest.keyClick(choice.box, Key.Key_Space)
    qtbot.waitUntil(choice.notice.isVisible)
    assert tagged.hiding.is_on
    QTest.keyClick(choice.box, Key.Key_Space)
    qtbot.waitUntil(lambda: not choice.notice.isVisible())
    assert not tagged.hiding.is_on
