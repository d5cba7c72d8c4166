"""Captions in the preferences, with real settings, keys and clicks; a server that answers and fails."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.annotate.captions.caption_facts import USUAL
from photon.domain import PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.library.captions.caption_settings import DRAFT
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.captions.caption_settings import CaptionSettings
from photon.ui.kit.bridge import Bridge
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key
from tests.ui.written_session import WrittenSession


@pytest.fixture
def session(written: WrittenSession) -> WrittenSession:
    return written


@pytest.fixture
def page(qtbot: QtBot, session: WrittenSession, bridge: Bridge) -> CaptionSettings:
    made = CaptionSettings(session, bridge)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(760, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def template(session: WrittenSession) -> str:
    found: str = session.captions.template().result()
    return found


def test_automatic_drafting_is_switched(qtbot: QtBot, page: CaptionSettings, session: WrittenSession) -> None:
    assert not page.switch.isChecked()
    page.switch.setFocus()
    QTest.keyClick(page.switch, Key.Key_Space)
    qtbot.waitUntil(lambda: session.vocabularies.setting(DRAFT).result() is True)
    session.vocabularies.choose(DRAFT, False).result()
    qtbot.waitUntil(lambda: not page.switch.isChecked())


def test_a_template_is_previewed_while_it_is_typed_and_saved(
    qtbot: QtBot, page: CaptionSettings, session: WrittenSession
) -> None:
    editor = page.template
    assert editor.line.text() == USUAL
    assert not editor.usual.isVisible()
    assert [shown.toPlainText() for shown in editor.examples] == [
        "A dog runs along the beach. With Anna and Ben. Ericeira, Portugal, July 2023.",
        "A dog runs along the beach, July 2023.",
        "A dog runs along the beach",
    ]
    editor.line.setFocus()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "{sentence}[ in {plaec}]")
    assert editor.line.mistakes
    assert editor.mistakes.isVisible()
    for _ in range(8):
        QTest.keyClick(editor.line, Key.Key_Backspace)
    QTest.keyClicks(editor.line, "{year}]")
    assert not editor.line.mistakes
    assert not editor.mistakes.isVisible()
    assert editor.examples[1].toPlainText() == "A dog runs along the beach in 2023"
    assert template(session) == USUAL
    QTest.keyClick(editor.line, Key.Key_Return)
    qtbot.waitUntil(lambda: template(session) == "{sentence}[ in {year}]")
    QTest.mouseClick(editor.usual, LEFT)
    qtbot.waitUntil(lambda: template(session) == USUAL)
    assert editor.line.text() == USUAL
    editor.line.end(False)
    editor.insert.menu().actions()[1].trigger()
    assert editor.line.text() == f"{USUAL}{{people}}"
    qtbot.waitUntil(editor.line.hasFocus)


def test_an_answer_from_before_the_last_choice_is_ignored(
    qtbot: QtBot, page: CaptionSettings, session: WrittenSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: Future[str] = Future()
    with monkeypatch.context() as patched:
        patched.setattr(session.captions, "template", lambda: late)
        page.refresh()
    editor = page.template
    editor.line.setFocus()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "{sentence}")
    QTest.keyClick(editor.line, Key.Key_Return)
    qtbot.waitUntil(lambda: template(session) == "{sentence}")
    late.set_result(USUAL)
    heard: list[str] = []
    bridge.call(late, heard.append, page)  # answers arrive in their order
    qtbot.waitUntil(lambda: bool(heard))
    assert editor.line.text() == "{sentence}"
    assert editor.usual.isVisible()


def test_a_much_too_long_template_is_refused(page: CaptionSettings, session: WrittenSession) -> None:
    assert page.template.line.text() == USUAL
    with pytest.raises(PhotonError, match="the maximum is 2,000"):
        session.captions.use_template("x" * 3000).result()
    assert template(session) == USUAL


def test_a_server_is_tested_chosen_and_removed(
    qtbot: QtBot, page: CaptionSettings, session: WrittenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[CaptionServer, Future[list[str]]]] = []

    def try_out(server: CaptionServer) -> Future[list[str]]:
        tried.append((server, Future()))
        return tried[-1][1]

    monkeypatch.setattr(session.caption_servers, "try_out", try_out)
    form = page.server
    assert page.own.isChecked()
    assert not form.isVisible()
    QTest.mouseClick(page.other, LEFT, pos=QPoint(10, page.other.height() // 2))
    assert form.isVisible()
    assert not form.use_button.isEnabled()
    QTest.mouseClick(form.try_button, LEFT)
    assert not form.try_button.isEnabled()
    tried[0][1].set_exception(PhotonError("Nobody answers there.", "Start it."))
    qtbot.waitUntil(lambda: form.state.text() == "Nobody answers there. Start it.")
    QTest.mouseClick(form.try_button, LEFT)
    assert tried[1][0] == CaptionServer("http://localhost:11434/v1", "")
    tried[1][1].set_result(["llava", "qwen2.5vl"])
    qtbot.waitUntil(lambda: form.state.text() == "Connected. Available models: llava, qwen2.5vl")
    QTest.keyClicks(form.network, "llava")
    QTest.mouseClick(form.use_button, LEFT)
    chosen = CaptionServer("http://localhost:11434/v1", "llava")
    qtbot.waitUntil(lambda: session.caption_servers.chosen().result() == chosen)
    qtbot.waitUntil(lambda: form.state.text() == "Now drafting captions with llava.")
    form.address.setText("http://93.184.216.34/v1")
    QTest.mouseClick(form.use_button, LEFT)
    qtbot.waitUntil(lambda: form.state.property("role") == "danger")
    assert session.caption_servers.chosen().result() == chosen
    assert not form.warning.isVisible()
    form.away.setFocus()
    QTest.keyClick(form.away, Key.Key_Space)
    assert form.warning.isVisible()
    QTest.mouseClick(page.own, LEFT, pos=QPoint(10, page.own.height() // 2))
    qtbot.waitUntil(lambda: session.caption_servers.chosen().result() is None)
    assert not form.isVisible()


def pages(window: MainWindow) -> list[str]:
    listed = window.settings.list
    return [listed.item(row).text() for row in range(listed.count())]


def test_the_page_is_in_the_preferences(qtbot: QtBot, written_window: MainWindow) -> None:
    QTest.keyClick(written_window, Key.Key_Comma, CTRL)
    written_window.settings.list.setCurrentRow(pages(written_window).index("Captions"))
    qtbot.waitUntil(written_window.part(CaptionController).preferences.content.template.line.isVisible)
