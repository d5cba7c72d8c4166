"""Labels show what would turn round or hide the text beside it written out."""

import pytest
from pytestqt.qtbot import QtBot

from photon.ui.kit.labels import make_label, show_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("photo\u202egpj.exe", "photo\\u202egpj.exe"), ("\x1b]0;x\x07", "\\x1b]0;x\\x07"), ("a\0\rb", "a\\x00\\x0db")],
)
def test_names_are_written_out(qtbot: QtBot, text: str, shown: str) -> None:
    label = make_label(text)
    qtbot.addWidget(label)
    assert label.text() == shown
    label.setText("")
    show_text(label, f"{text}\nb")
    assert label.text() == f"{shown}\nb"
    label.hide()
