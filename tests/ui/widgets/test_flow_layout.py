"""Widgets side by side, in as many lines as the width requires."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from photon.ui.widgets.flow_layout import GAP, FlowLayout

_windows: list[QWidget] = []  # otherwise Python would delete them


@pytest.fixture(autouse=True)
def forget_windows() -> Iterator[None]:
    yield
    _windows.clear()


def shown(qtbot: QtBot, width: int, *, wants_one_line: bool = False) -> tuple[FlowLayout, list[QPushButton]]:
    window = QWidget()
    qtbot.addWidget(window)
    flow = FlowLayout(window, wants_one_line=wants_one_line)
    buttons = [QPushButton(text) for text in ("Confirm", "Yes", "No")]
    flow.replace_parts(buttons)
    flow.resize(width, 10)
    window.show()
    _windows.append(window)
    return flow, buttons


def test_widgets_that_do_not_fit_are_in_another_line(qtbot: QtBot) -> None:
    flow, (confirm, yes, no) = shown(qtbot, 1000)
    assert (confirm.y(), yes.y(), no.y()) == (0, 0, 0)
    assert yes.x() == confirm.width() + GAP
    flow.resize(confirm.width() + GAP + yes.width(), flow.height())
    assert confirm.y() == yes.y() < no.y()
    assert no.x() == 0
    assert flow.height() == no.geometry().bottom() + 1


def test_changed_texts_and_hidden_parts_change_the_lines(qtbot: QtBot) -> None:
    flow, (confirm, yes, no) = shown(qtbot, 1000)
    confirm.setText("Confirm the top 16 of these photos")
    qtbot.waitUntil(lambda: yes.x() == confirm.sizeHint().width() + GAP)
    confirm.hide()
    qtbot.waitUntil(lambda: yes.x() == 0)
    flow.hide()
    confirm.show()
    flow.show()
    assert yes.x() == confirm.width() + GAP
    assert no.y() == 0


def test_it_requests_one_line_or_any_width(qtbot: QtBot) -> None:
    flow, _ = shown(qtbot, 1000)
    assert flow.minimumSizeHint().width() == 0
    flow, buttons = shown(qtbot, 1000, wants_one_line=True)
    assert flow.minimumSizeHint().width() >= sum(button.sizeHint().width() for button in buttons)
