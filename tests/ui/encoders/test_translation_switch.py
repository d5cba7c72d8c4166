"""The switch in the preferences for translating queries from other languages."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.library.searches.search_settings import TRANSLATE
from photon.ui.encoders.translation_switch import TranslationSwitch
from photon.ui.kit.bridge import Bridge
from tests.fakes import ColourEncoding


def test_the_switch_shows_and_changes_the_setting(qtbot: QtBot, tmp_path: Path) -> None:
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        bridge = Bridge(session)
        shown = TranslationSwitch(session, bridge)
        qtbot.addWidget(shown)
        shown.show()
        qtbot.waitUntil(shown.switch.isChecked)
        shown.switch.setFocus()
        qtbot.keyClick(shown.switch, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: session.vocabularies.setting(TRANSLATE).result() is False)
        session.vocabularies.choose(TRANSLATE, True).result()
        qtbot.waitUntil(shown.switch.isChecked)
        bridge.close()
