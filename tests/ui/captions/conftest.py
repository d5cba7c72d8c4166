"""The form for title and caption, shown alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from photon.ui.captions.caption_form import CaptionForm
from photon.ui.captions.caption_section import CaptionSection
from photon.ui.kit.bridge import Bridge
from tests.ui.written_session import WrittenSession


@pytest.fixture
def photos(session: WrittenSession, folder: str) -> list[int]:
    session.arrive(4, folder)
    return [1, 2, 3, 4]


@pytest.fixture
def section(qtbot: QtBot, session: WrittenSession, bridge: Bridge) -> Iterator[CaptionSection]:
    window = QWidget()
    qtbot.addWidget(window)
    made = CaptionSection(session, bridge, window)  # type: ignore[arg-type]
    made.form.setParent(window)
    elsewhere = QLineEdit(window)
    elsewhere.setObjectName("elsewhere")
    made.left.connect(elsewhere.setFocus)
    made.form.resize(300, 400)
    window.resize(300, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    window.close()


def show(qtbot: QtBot, section: CaptionSection, *photos: int) -> CaptionForm:
    section.show_photos(photos)
    qtbot.waitUntil(lambda: section._shown == tuple(photos) and section._values is not None)
    return section.form
