"""The switches in the preferences for translating queries, and for finding small things."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.library.searches.search_settings import FIND_THINGS, TRANSLATE
from photon.ui.encoders.search_switch import make_things_switch, make_translation_switch
from photon.ui.kit.bridge import Bridge
from tests.fakes import ColourEncoding


def test_the_switch_shows_and_changes_the_setting(qtbot: QtBot, tmp_path: Path) -> None:
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        bridge = Bridge(session)
        shown = make_translation_switch(session, bridge)
        qtbot.addWidget(shown)
        shown.show()
        qtbot.waitUntil(shown.switch.isChecked)
        shown.switch.setFocus()
        qtbot.keyClick(shown.switch, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: session.vocabularies.setting(TRANSLATE).result() is False)
        session.vocabularies.choose(TRANSLATE, True).result()
        qtbot.waitUntil(shown.switch.isChecked)
        bridge.close()


def test_small_things_are_looked_for_once_it_is_switched_on(qtbot: QtBot, tmp_path: Path) -> None:
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        bridge = Bridge(session)
        shown = make_things_switch(session, bridge)
        qtbot.addWidget(shown)
        shown.show()
        assert session.vocabularies.setting(FIND_THINGS).result() is False
        shown.switch.click()
        qtbot.waitUntil(lambda: session.vocabularies.setting(FIND_THINGS).result() is True)
        qtbot.waitUntil(shown.switch.isChecked)
        bridge.close()
