"""The pages of preferences about folders, files, look, privacy, library and Photon itself."""

import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from photon import __version__
from photon.domain import Folder
from photon.domain.encoders.caption_server import CaptionServer
from photon.ui.help import self_test_dialog
from photon.ui.help.help_controller import HelpController
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.settings import remember_in, remembered_word, settings
from photon.ui.kit.theme import theme
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.preferences import folders_page
from photon.ui.preferences.about_page import NOT_STATED, AboutPage
from photon.ui.preferences.files_page import FilesPage
from photon.ui.preferences.folders_page import FoldersPage, state_of
from photon.ui.preferences.library_page import LibraryPage
from photon.ui.preferences.preferences_controller import PreferencesController
from photon.ui.preferences.privacy_page import NO_SERVER, PrivacyPage, server_text
from photon.ui.tags.tag_controller import TagController
from photon.ui.widgets.window_scale import SCALE_KEY, chosen_scale
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key
from tests.ui.fake_session import FakeSession


def shown(qtbot: QtBot, page: QWidget) -> None:
    """Show a page with the space that the smallest window leaves."""
    qtbot.addWidget(page)
    page.resize(824, 651)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()


# -- folders -------------------------------------------------------------------------------------------


@pytest.fixture
def folders(qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str) -> FoldersPage:
    session.work.add_folder(folder).result()
    page = FoldersPage(session, bridge)  # type: ignore[arg-type]
    shown(qtbot, page)
    qtbot.waitUntil(lambda: len(page.panels) == 1)
    return page


def test_a_folder_is_removed_after_a_question_about_its_metadata(
    qtbot: QtBot, folders: FoldersPage, session: FakeSession
) -> None:
    panel = folders.panels[0]
    assert panel.state.text() == "24 photos."
    panel.remove.setFocus()
    QTest.keyClick(panel.remove, Key.Key_Space)
    assert "24 photos will no longer be shown" in panel.question.text()
    assert "Tags, captions and ratings of their photos are kept" in panel.question.text()
    assert panel.decline.hasFocus()
    QTest.keyClick(panel.decline, Key.Key_Escape)
    assert not panel.question.isVisible()
    assert panel.remove.hasFocus()
    QTest.mouseClick(panel.remove, LEFT)
    QTest.mouseClick(panel.agree, LEFT)
    qtbot.waitUntil(lambda: not folders.panels)
    assert session.browsing.folders().result() == []
    assert folders.message.isVisible()


def test_the_question_stays_while_other_things_change(
    qtbot: QtBot, folders: FoldersPage, session: FakeSession, tmp_path: Path
) -> None:
    QTest.mouseClick(folders.panels[0].remove, LEFT)
    (tmp_path / "other").mkdir()
    session.work.add_folder(str(tmp_path / "other")).result()
    qtbot.waitUntil(lambda: len(folders.panels) == 2)
    assert folders.panels[0].question.isVisible()


def test_a_folder_is_added_with_the_dialog(
    qtbot: QtBot, folders: FoldersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "more").mkdir()
    monkeypatch.setattr(folders_page, "choose_folder", lambda _: str(tmp_path / "more"))
    QTest.mouseClick(folders.add_button, LEFT)
    qtbot.waitUntil(lambda: [panel.folder.path for panel in folders.panels][1:] == [str(tmp_path / "more")])


def test_a_folder_that_came_from_elsewhere_is_watched_on_request(
    qtbot: QtBot, folders: FoldersPage, session: FakeSession, tmp_path: Path
) -> None:
    assert not folders.panels[0].switch_on.isVisible()
    (tmp_path / "off").mkdir()
    session._folders.append(Folder(7, str(tmp_path / "off"), offline=True, is_off=True))
    folders.refresh()
    qtbot.waitUntil(lambda: len(folders.panels) == 2)
    panel = folders.panels[1]
    assert panel.state.text() == "0 photos · off: it came with a backup or from another computer."
    asked = []
    session.add_folder = lambda path: asked.append(path) or session.browsing.folders()  # type: ignore[assignment,method-assign]
    QTest.mouseClick(panel.switch_on, LEFT)
    assert asked == [str(tmp_path / "off")]


def test_an_offline_drive_and_missing_photos_are_shown(
    qtbot: QtBot, folders: FoldersPage, session: FakeSession, folder: str
) -> None:
    session.take_offline(folder)
    session.lose(1, 7).result()
    qtbot.waitUntil(lambda: "7 missing" in folders.panels[0].state.text())
    assert "offline: the drive or share is not connected" in state_of(folders.panels[0].folder)


def test_names_to_skip_are_added_and_removed_by_keyboard(
    qtbot: QtBot, folders: FoldersPage, session: FakeSession
) -> None:
    assert not folders.skip_button.isEnabled()
    assert not folders.patterns.isVisible()
    folders.pattern.setFocus()
    QTest.keyClicks(folders.pattern, "proofs*")
    QTest.keyClick(folders.pattern, Key.Key_Return)
    qtbot.waitUntil(lambda: folders.patterns.count() == 1)
    assert session.watched.skips().result() == ["proofs*"]
    assert folders.pattern.text() == ""
    folders.patterns.setFocus()
    folders.patterns.setCurrentRow(0)
    assert folders.unskip_button.isEnabled()
    QTest.keyClick(folders.patterns, Key.Key_Delete)
    qtbot.waitUntil(lambda: not folders.patterns.isVisible())
    assert session.watched.skips().result() == []


# -- library, privacy, files, about --------------------------------------------------------------------


def test_the_library_page_shows_its_size_and_opens_the_health_page(
    qtbot: QtBot, session: FakeSession, bridge: Bridge
) -> None:
    page = LibraryPage(session, bridge)  # type: ignore[arg-type]
    shown(qtbot, page)
    qtbot.waitUntil(lambda: len(page.sizes.rows) > 1)
    assert ("Tags, captions, ratings", "1.5 MB") in page.sizes.rows
    assert "0 bytes" not in [size for _, size in page.sizes.rows]
    QTest.mouseClick(page.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == str(session.store.directory)
    with qtbot.waitSignal(page.health_wanted):
        QTest.mouseClick(page.health_button, LEFT)


def test_privacy_names_the_stored_data_and_its_recipients(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> None:
    page = PrivacyPage(session, bridge)  # type: ignore[arg-type]
    shown(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.places.rows))
    assert str(session.store.directory) in [place for _, place in page.places.rows]
    qtbot.waitUntil(lambda: page.network.rows[-1:] == [("Captioning server", NO_SERVER)])


@pytest.mark.parametrize(("is_anywhere", "said"), [(False, "on this computer"), (True, "may be on another computer")])
def test_a_captioning_server_is_named(is_anywhere: bool, said: str) -> None:
    text = server_text(CaptionServer("http://localhost:11434/v1", "llava", is_anywhere=is_anywhere))
    assert text.startswith("http://localhost:11434/v1 (llava)")
    assert text.endswith(said)


def test_the_settings_for_saving_metadata_are_stored(qtbot: QtBot, session: FakeSession) -> None:
    page = FilesPage()
    shown(qtbot, page)
    page.choice.place.setFocus()
    QTest.keyClick(page.choice.place, Key.Key_Down)
    assert settings().value("writing/policy") == page.choice.policy != "sidecar"
    again = FilesPage()
    assert again.choice.policy == page.choice.policy
    settings().setValue("writing/policy", "sidecar")
    again.choice.recall()
    assert again.choice.policy == "sidecar"


def test_about_names_the_version_and_licences(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> None:
    page = AboutPage(session, bridge)  # type: ignore[arg-type]
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 2)
    rows = [[page.list.topLevelItem(row).text(column) for column in range(3)] for row in range(2)]  # type: ignore[union-attr]
    assert rows == [["PySide6", "6.11", "LGPL-3.0-only"], ["unknown", "1", NOT_STATED]]
    QTest.mouseClick(page.copy_button, LEFT)
    assert f"Photon {__version__}" in QGuiApplication.clipboard().text()


def test_about_shows_licence_texts_and_checks_the_installation(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: Future[str] = Future()
    monkeypatch.setattr(session.upkeep, "licence_texts", lambda: texts)
    monkeypatch.setattr(self_test_dialog, "self_test_command", lambda: [sys.executable, "-c", "raise SystemExit(0)"])
    page = AboutPage(session, bridge)  # type: ignore[arg-type]
    shown(qtbot, page)
    shown_texts = page.show_texts().text
    assert shown_texts.toPlainText() == "Reading the licences…"
    texts.set_result("click 8\n\nMay be copied.")
    qtbot.waitUntil(lambda: shown_texts.toPlainText() == "click 8\n\nMay be copied.")
    dialog = page.check()
    qtbot.waitUntil(lambda: dialog.message.text() == "Everything works.", timeout=20_000)
    dialog.close()
    with qtbot.waitSignal(page.news_wanted):
        QTest.mouseClick(page.news_button, LEFT)


# -- look ----------------------------------------------------------------------------------------------


def test_colours_are_chosen_in_the_preferences_and_in_the_menu(window: MainWindow) -> None:
    page = window.part(PreferencesController).look.content
    QTest.keyClick(window.grid, Key.Key_Comma, CTRL)
    window.settings.open(window.part(PreferencesController).look)
    window.commands["scheme-light"].trigger()
    assert page.colours.currentData() == "light"
    page.colours.setFocus()
    for _ in page._schemes:
        QTest.keyClick(page.colours, Key.Key_Down)
    assert page.colours.currentData() == theme().scheme == "grey"
    assert window.commands["scheme-grey"].isChecked()
    assert theme().colours.photos == "#606060"
    window.keeper.save()
    assert remembered_word("window/colours", "system", ("grey",)) == "grey"
    theme().choose("dark")


@pytest.mark.usefixtures("motion")
def test_motion_is_reduced_permanently(window: MainWindow) -> None:
    page = window.part(PreferencesController).look.content
    window.settings.open(window.part(PreferencesController).look)
    assert theme().fade_ms > 0
    page.calm.setFocus()
    QTest.keyClick(page.calm, Key.Key_Space)
    assert theme().fade_ms == 0
    assert str(settings().value("window/calm")).lower() == "true"
    QTest.keyClick(page.calm, Key.Key_Space)
    assert theme().fade_ms > 0


def test_display_options_of_the_grid_match_the_menu(window: MainWindow) -> None:
    page = window.part(PreferencesController).look.content
    window.settings.open(window.part(PreferencesController).look)
    box = page.switches[0]
    QTest.keyClick(box, Key.Key_Space)
    assert window.commands["fill"].isChecked() == box.isChecked()
    window.commands["fill"].toggle()
    assert window.commands["fill"].isChecked() == box.isChecked()


@pytest.mark.parametrize(("kept", "factor"), [("125", "1.25"), ("100", None), ("9999", None), ("much", None)])
def test_the_chosen_scale_is_set_while_qt_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str, factor: str | None
) -> None:
    import os

    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    remember_in(tmp_path)
    settings().setValue(SCALE_KEY, kept)
    with chosen_scale(tmp_path):
        assert os.environ.get("QT_SCALE_FACTOR") == factor
    assert "QT_SCALE_FACTOR" not in os.environ
    monkeypatch.setenv("QT_SCALE_FACTOR", "3")
    with chosen_scale(tmp_path):
        assert os.environ["QT_SCALE_FACTOR"] == "3"


# -- all of them ---------------------------------------------------------------------------------------


def test_preferences_open_at_the_list_and_every_page_fits_the_smallest_window(window: MainWindow) -> None:
    window.resize(1024, 700)
    QTest.keyClick(window.grid, Key.Key_Comma, CTRL)
    assert QApplication.focusWidget() is window.settings.list
    for row in range(window.settings.list.count()):
        window.settings.list.setCurrentRow(row)
        page = window.settings.pages.currentWidget()
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= 1024 - window.settings.list.width(), row
        assert page.minimumSizeHint().height() <= 700, row


def test_buttons_open_pages_of_the_window(window: MainWindow) -> None:
    assert "content" not in vars(window.part(PreferencesController).files)  # it is created only when shown
    window.settings.open(window.part(PreferencesController).files)
    QTest.mouseClick(window.part(PreferencesController).files.content.history, LEFT)
    assert window.settings.pages.currentWidget() is window.part(TagController).runs
    window.settings.open(window.part(PreferencesController).files)
    QTest.mouseClick(window.part(PreferencesController).files.content.conflicts, LEFT)
    assert window.part(MetadataController).conflicts.isVisible()


def test_the_help_menu_opens_about(window: MainWindow) -> None:
    window.commands["about"].trigger()
    assert window.part(PreferencesController).about.isVisible()
    window.part(PreferencesController).about.content.news_button.click()
    assert window.part(HelpController).page.isVisible()
    assert "What's new" in window.part(HelpController).page.view.toPlainText()
