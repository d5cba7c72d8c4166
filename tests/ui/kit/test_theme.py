"""The theme, which can change while the window is open."""

import re
from pathlib import Path

from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

import photon.ui
from photon.ui.kit.icons import letters, wear
from photon.ui.kit.theme import WindowStyle, theme
from photon.ui.kit.tokens import DARK, GREY, LIGHT, STRONG_DARK, STRONG_LIGHT, Colours


def test_choosing_a_scheme_changes_application_and_windows(qtbot: QtBot) -> None:
    in_use = theme()
    in_use.choose("dark")
    window = QWidget()
    qtbot.addWidget(window)
    WindowStyle(window)
    assert DARK.accent in window.styleSheet()
    with qtbot.waitSignal(in_use.changed):
        in_use.choose("light")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert in_use.colours is LIGHT
    assert application.palette().text().color().name() == LIGHT.text
    assert LIGHT.accent in window.styleSheet()
    assert not application.styleSheet()
    in_use.choose("dark")
    assert application.palette().text().color().name() == DARK.text


def test_high_contrast_applies_to_each_scheme_except_the_neutral_one(qtbot: QtBot) -> None:
    in_use = theme()
    in_use.choose("dark")
    with qtbot.waitSignal(in_use.changed):
        in_use.strengthen(True)
    assert in_use.colours is STRONG_DARK
    in_use.choose("light")
    assert in_use.colours is STRONG_LIGHT
    in_use.choose("grey")
    assert in_use.colours is GREY
    in_use.choose("dark")
    in_use.strengthen(False)
    assert in_use.colours is DARK


def test_icons_change_with_the_theme(qtbot: QtBot) -> None:
    theme().choose("dark")
    button = QToolButton()
    qtbot.addWidget(button)
    wear(button, "star", "text")
    before = button.icon().pixmap(18).toImage()
    theme().choose("light")
    after = button.icon().pixmap(18).toImage()
    assert before != after
    theme().choose("dark")


def test_every_named_icon_exists(qtbot: QtBot) -> None:
    known = letters()
    text = "".join(path.read_text() for path in Path(photon.ui.__file__).parent.rglob("*.py"))
    calls = re.findall(r"(?:icon|wear|icon_button|IconLabel|calm_page)\((?:[\w.]+, )?\"([a-z-]+)\"", text)
    calls += re.findall(r"paint_icon(?:_around)?\([^\"]*\"([a-z-]+)\"", text)
    options = re.findall(r"icon_name=\"([a-z-]+)\"", text)
    rows = re.findall(r"\(f?\"[^\"\n]+\", \"([a-z-]+)\", (?:self|lambda)", text)  # of menus
    named = {*calls, *options, *rows} - set(Colours.__slots__)
    assert len(named) > 30
    assert [name for name in named if name not in known] == []
