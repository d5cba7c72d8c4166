"""Encoders in the window, with real keys and clicks: confirmation before installing, stable cards, switching over."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from photon.domain import Activity, PhotonError
from photon.domain.encoders.encoder_info import FALLBACK
from photon.ui.encoders.encoder_controller import EncoderController
from photon.ui.encoders.encoder_page import EncoderPage
from photon.ui.encoders.encoder_panel import EncoderPanel
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, Key, opened, search_words
from tests.ui.fake_encoders import STOPPED
from tests.ui.fake_session import FakeSession


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> EncoderPage:
    """Open the page of encoders."""
    made = window.part(EncoderController).page.content
    window.settings.open(made)
    assert made.isVisible()
    qtbot.waitUntil(lambda: len(made.panels) == 3)
    return made


def press(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def shown(panel: EncoderPanel) -> list[str]:
    """Return the visible buttons."""
    return [action for action, button in panel.buttons.items() if button.isVisible()]


def focus(page: EncoderPage) -> object:
    return page.window().focusWidget()


def test_installing_asks_before_anything_is_downloaded(qtbot: QtBot, page: EncoderPage, session: FakeSession) -> None:
    panel, calls = page.panels["clip-b-32"], session.encoders.calls
    assert shown(panel) == ["install", "measure"]
    assert calls == []
    press(panel.buttons["install"])
    qtbot.waitUntil(panel.agree.isVisible)
    assert panel.asking.text() == "Download 605 MB from the internet? Licence of the weights: MIT."
    assert (panel.agree.text(), panel.decline.text()) == ("Download", "Not now")
    press(panel.decline)
    assert shown(panel) == ["install", "measure"]
    assert calls == [("offer", "clip-b-32")]
    press(panel.buttons["install"])
    qtbot.waitUntil(panel.agree.isVisible)
    press(panel.agree)
    qtbot.waitUntil(lambda: shown(panel) == ["stop"])
    assert calls[-1] == ("install", "clip-b-32")
    session.encoders.proceed(0.25, "Downloading, 151 of 605 MB")
    qtbot.waitUntil(lambda: panel.doing.text() == "Downloading, 151 of 605 MB")
    assert panel.progress.value() == 250
    assert not page.panels["siglip2-b-32"].buttons["install"].isEnabled()  # one after the other
    session.encoders.finish()
    qtbot.waitUntil(lambda: "use" in shown(panel))
    assert panel.standing.text() == "Installed"
    assert not panel.progress.isVisible()
    assert page.panels["siglip2-b-32"].buttons["install"].isEnabled()


def test_stopping_is_no_error_but_a_failure_is_reported(qtbot: QtBot, page: EncoderPage, session: FakeSession) -> None:
    panel = page.panels["clip-b-32"]
    session.encoders.refusal = PhotonError("Photon could not reach the network.", "Check the connection.")
    press(panel.buttons["install"])
    qtbot.waitUntil(panel.mistake.isVisible)
    assert panel.mistake.text() == "Photon could not reach the network."
    assert panel.hint.text() == "Check the connection."
    assert not panel.agree.isVisible()
    session.encoders.refusal = None
    press(panel.buttons["install"])
    assert not panel.mistake.isVisible()
    qtbot.waitUntil(panel.agree.isVisible)
    press(panel.agree)
    qtbot.waitUntil(lambda: shown(panel) == ["stop"])
    press(panel.buttons["stop"])
    qtbot.waitUntil(lambda: panel.hint.text() == str(STOPPED))
    assert not panel.mistake.isVisible()
    press(panel.buttons["install"])
    qtbot.waitUntil(panel.agree.isVisible)
    press(panel.agree)
    qtbot.waitUntil(lambda: shown(panel) == ["stop"])
    session.encoders.finish(PhotonError("The disk is full.", "Free 605 MB."))
    qtbot.waitUntil(panel.mistake.isVisible)
    assert panel.mistake.text() == "The disk is full."
    assert not page.window().notice.isVisible()  # type: ignore[attr-defined]


def test_another_encoder_takes_over_and_the_current_search_is_repeated(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: bool(session.queries) and window.gallery.state.strong > 0)
    qtbot.waitUntil(lambda: not window.gallery.renewal.is_asking)
    session.encoders.put_there("siglip2-b-32")
    window.settings.open(window.part(EncoderController).page)
    page = window.part(EncoderController).page.content
    qtbot.waitUntil(lambda: "siglip2-b-32" in page.panels and "use" in shown(page.panels["siglip2-b-32"]))
    panel = page.panels["siglip2-b-32"]
    press(panel.buttons["use"])
    qtbot.waitUntil(lambda: shown(panel) == ["pause", "keep"])
    session.tell(Activity("upgrading", 6, 24, 2.0))
    words = "Preparing SigLIP 2 B/32: 6 of 24 photos · less than a minute left · Starter answers until then"
    qtbot.waitUntil(lambda: window.status.doing.text() == words)
    assert panel.standing.text() == "Preparing: 6 of 24 photos · less than a minute left · Starter answers until then"
    assert panel.progress.value() == 250
    press(panel.buttons["pause"])
    qtbot.waitUntil(lambda: shown(panel) == ["resume", "keep"])
    press(panel.buttons["resume"])
    qtbot.waitUntil(lambda: shown(panel) == ["pause", "keep"])
    QTest.keyClick(panel.buttons["pause"], Key.Key_Escape)
    assert not page.isVisible()
    asked = len(session.queries)
    session.encoders.take_over()
    session.tell(Activity())
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.words.text() == "Now searching with SigLIP 2 B/32."
    qtbot.waitUntil(lambda: len(session.queries) > asked)
    assert session.queries[-1].words == "red"


def test_the_switch_can_be_cancelled(qtbot: QtBot, page: EncoderPage, session: FakeSession) -> None:
    session.encoders.put_there("clip-b-32", role="coming", searchable=10)
    panel = page.panels["clip-b-32"]
    qtbot.waitUntil(lambda: shown(panel) == ["pause", "keep"])
    press(panel.buttons["keep"])
    qtbot.waitUntil(lambda: shown(panel) == ["use", "measure", "drop", "remove"])
    assert session.encoders.calls == [("use", FALLBACK)]
    assert panel.standing.text() == "Installed · 10 of 24 photos indexed"
    press(panel.buttons["drop"])
    assert panel.asking.text().startswith("Delete the index of 10 photos made with CLIP B/32?")
    press(panel.agree)
    qtbot.waitUntil(lambda: shown(panel) == ["use", "measure", "remove"])


def test_removing_asks_with_the_safe_answer_focused(qtbot: QtBot, page: EncoderPage, session: FakeSession) -> None:
    session.encoders.put(FALLBACK, role="", searchable=24)
    session.encoders.put_there("clip-b-32", role="answering")
    panel = page.panels["clip-b-32"]
    qtbot.waitUntil(lambda: shown(panel) == ["measure", "remove"])
    assert shown(page.panels[FALLBACK]) == ["use", "drop"]  # it cannot be removed
    panel.buttons["remove"].setFocus()
    QTest.keyClick(panel.buttons["remove"], Key.Key_Return)
    assert panel.asking.text() == (
        "Remove CLIP B/32 from this computer? This frees 1.2 GB. Its index of 24 photos is deleted too;"
        " the photos stay. Photon then searches with the starter model."
    )
    assert focus(page) is panel.decline
    QTest.keyClick(panel.decline, Key.Key_Return)
    assert focus(page) is panel.buttons["remove"]
    assert session.encoders.calls == []
    press(panel.buttons["remove"])
    press(panel.agree)
    qtbot.waitUntil(lambda: shown(panel) == ["install", "measure"])
    assert session.encoders.calls == [("remove", "clip-b-32")]
    qtbot.waitUntil(lambda: page.panels[FALLBACK].standing.text() == "In use")


def test_the_list_keeps_the_focus_if_one_leaves_before_all_cards_are_there(qtbot: QtBot, window: MainWindow) -> None:
    settings, page = window.settings, window.part(EncoderController).page.content
    settings.open(page)
    row = settings.list.currentRow()
    settings.list.setFocus()
    QTest.keyClick(settings.list, Key.Key_Down)
    assert not page.isVisible()
    assert len(page.panels) < 3
    settings.list.setCurrentRow(row)
    qtbot.waitUntil(lambda: len(page.panels) == 3)
    QApplication.processEvents()
    assert focus(page) is settings.list


def test_everything_is_reachable_by_keyboard_and_photos_are_not_changed(
    qtbot: QtBot, window: MainWindow, page: EncoderPage, session: FakeSession
) -> None:
    panel = page.panels["clip-b-32"]
    qtbot.waitUntil(lambda: focus(page) is panel.buttons["install"])  # once all cards are there
    QTest.keyClick(panel.buttons["install"], Key.Key_5)  # this would rate the photos behind
    reached = set()
    for _ in range(12):
        reached.add(focus(page))
        QTest.keyClick(focus(page), Key.Key_Tab)  # type: ignore[call-overload]
    wanted = {page.file.choose_file, page.file.choose_folder, page.panels["siglip2-b-32"].buttons["measure"]}
    assert wanted | {window.settings.back, window.settings.list} <= reached
    panel.buttons["install"].setFocus()
    QTest.keyClick(panel.buttons["install"], Key.Key_Space)
    qtbot.waitUntil(panel.agree.isVisible)
    assert focus(page) is panel.agree
    QTest.keyClick(panel.agree, Key.Key_Escape)  # declined, and the page stays
    assert focus(page) is panel.buttons["install"]
    assert page.isVisible()
    QTest.keyClick(panel.buttons["install"], Key.Key_Return)
    qtbot.waitUntil(panel.agree.isVisible)
    QTest.keyClick(panel.agree, Key.Key_Return)
    qtbot.waitUntil(lambda: shown(panel) == ["stop"])
    assert focus(page) is panel.buttons["stop"]
    QTest.keyClick(panel.buttons["stop"], Key.Key_Escape)
    assert not page.isVisible()
    assert window.grid.hasFocus()
    assert not session._done  # no mark was set


def test_a_refresh_keeps_position_and_focus(qtbot: QtBot, window: MainWindow, page: EncoderPage) -> None:
    window.resize(1024, 700)
    QApplication.processEvents()
    session: FakeSession = window.session  # type: ignore[assignment]
    button = page.panels["siglip2-b-32"].buttons["measure"]
    button.setFocus()
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() - 3)
    at = bar.value()
    assert at > 0
    session.encoders.put("siglip2-b-32", searchable=0, photos=25)
    qtbot.waitUntil(lambda: page.panels["siglip2-b-32"].state.photos == 25)
    assert bar.value() == at
    assert button.hasFocus()


def test_an_encoder_is_loaded_from_a_file(
    qtbot: QtBot, page: EncoderPage, session: FakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "mine.pt"
    weights.touch()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(weights), ""))
    file = page.file
    press(file.choose_file)
    QTest.keyClick(file.form.architecture, Key.Key_Escape)
    assert not file.form.isVisible()
    assert file.choose_file.hasFocus()
    QTest.keyClick(file.choose_file, Key.Key_Return)
    assert file.form.isVisible()
    qtbot.waitUntil(
        lambda: (
            page.viewport().rect().contains(file.form.install.mapTo(page.viewport(), file.form.install.rect().center()))
        )
    )
    assert not file.form.install.isEnabled()  # a file does not contain its architecture
    QTest.keyClicks(file.form.architecture, "b-32")
    completer = file.form.architecture.completer()
    assert [completer.completionModel().index(row, 0).data() for row in range(2)] == ["ViT-B-32", "ViT-B-32-256"]
    completer.popup().hide()
    page.window().activateWindow()  # otherwise a popup takes the focus
    QApplication.processEvents()  # when the popup closes, the line gets the focus, which must not happen later
    qtbot.waitUntil(file.form.architecture.hasFocus)
    file.form.architecture.setText("ViT-B-32")
    assert file.form.name.placeholderText() == "vit-b-32"
    QTest.keyClick(file.form.architecture, Key.Key_Return)
    QTest.keyClick(file.form.architecture, Key.Key_Return)  # pressing it twice has no further effect
    qtbot.waitUntil(file.stop.isVisible)
    assert sum(call[0] == "file" for call in session.encoders.calls) == 1
    assert focus(page) is file.stop  # with any other focus the page would jump
    assert session.encoders.calls[0] == ("file", str(weights), "ViT-B-32", "")
    session.encoders.finish(PhotonError("mine.pt does not fit ViT-B-32.", "It looks like ViT-B-16."))
    qtbot.waitUntil(file.mistake.isVisible)
    assert file.form.isVisible()  # so that the input can be corrected
    assert focus(page) is file.form.architecture
    assert file.hint.text() == "It looks like ViT-B-16."
    file.form.architecture.setText("ViT-B-16")
    press(file.form.install)
    qtbot.waitUntil(file.stop.isVisible)
    press(file.stop)
    qtbot.waitUntil(lambda: file.hint.text() == str(STOPPED))
    assert not file.mistake.isVisible()  # the user requested it
    press(file.form.install)
    qtbot.waitUntil(file.stop.isVisible)
    session.encoders.finish()
    qtbot.waitUntil(lambda: "vit-b-16" in page.panels)
    assert file.hint.text() == "Installed vit-b-16."
    assert file.choose_file.isVisible()
    use = page.panels["vit-b-16"].buttons["use"]
    qtbot.waitUntil(lambda: focus(page) is use)  # the next step
    qtbot.waitUntil(lambda: page.viewport().rect().contains(use.mapTo(page.viewport(), use.rect().center())))


def test_a_speed_is_measured_and_shown(qtbot: QtBot, page: EncoderPage, session: FakeSession) -> None:
    panel = page.panels["clip-b-32"]
    press(panel.buttons["measure"])
    qtbot.waitUntil(lambda: shown(panel) == ["stop"])
    session.encoders.finish()
    qtbot.waitUntil(lambda: "about 30 photos per second here" in panel.facts.text())
    assert shown(panel) == ["install"]


def test_a_stronger_encoder_is_offered_once(qtbot: QtBot, session: FakeSession, folder: str) -> None:
    session.per_folder = 49
    session.work.add_folder(folder).result()
    window = opened(qtbot, session)
    qtbot.waitUntil(lambda: window.status.counts.photos == 49 and bool(window.part(EncoderController).states))
    assert not window.part(EncoderController).offer.isVisible()
    session.tell(Activity("embedding", 1, 50))
    session.arrive(1, folder, first=49)
    qtbot.waitUntil(lambda: window.status.counts.photos == 50)
    assert not window.part(EncoderController).offer.isVisible()  # not while photos are being processed
    session.tell(Activity())
    offer = window.part(EncoderController).offer
    qtbot.waitUntil(offer.isVisible)
    assert "CLIP B/32: 605 MB download, MIT licence." in offer.show_button.toolTip()
    assert offer.show_button.width() >= offer.show_button.sizeHint().width()
    assert session.encoders.calls == []
    press(offer.close_button)
    assert not offer.isVisible()
    window.close()
    again = opened(qtbot, session)
    qtbot.waitUntil(lambda: again.status.counts.photos == 50 and bool(again.part(EncoderController).states))
    session.tell(Activity())
    QTest.qWait(150)
    assert not again.part(EncoderController).offer.isVisible()
    again.close()


def test_the_offer_opens_the_page_and_is_never_made_next_to_another_encoder(
    qtbot: QtBot, session: FakeSession, folder: str
) -> None:
    session.per_folder = 60
    session.encoders.put_there("siglip2-b-32")
    session.work.add_folder(folder).result()
    window = opened(qtbot, session)
    qtbot.waitUntil(lambda: window.status.counts.photos == 60 and bool(window.part(EncoderController).states))
    assert not window.part(EncoderController).offer.isVisible()
    session.encoders.put("siglip2-b-32", installed=False)
    qtbot.waitUntil(window.part(EncoderController).offer.isVisible)
    QTest.mouseClick(window.part(EncoderController).offer.show_button, Qt.MouseButton.LeftButton)
    assert window.part(EncoderController).page.isVisible()
    assert not window.part(EncoderController).offer.isVisible()
    window.close()
