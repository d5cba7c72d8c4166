"""Settings are stored when they change, because a killed process closes no window."""

from configparser import RawConfigParser
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from photon.ui.kit import tokens
from photon.ui.kit.layouts import vbox
from photon.ui.kit.pages import Page, PageStack
from photon.ui.kit.theme import theme
from photon.ui.tags.review import Review
from photon.ui.window.main_window import MainWindow
from photon.ui.window.panels import Panels
from tests.ui.driving import Key
from tests.ui.fake_session import FakeSession


def kept(session: FakeSession) -> dict[str, str]:
    """Return the content of the file."""
    file = RawConfigParser()
    file.read(Path(session.store.directory, "window.ini"), "utf-8")
    return {f"{part}/{key}": value for part in file.sections() for key, value in file.items(part)}


def test_settings_are_stored_when_they_change(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    qtbot.waitUntil(lambda: kept(session).get("panels/left-shown") == "true")
    window.grid.set_tile(300)
    QTest.keyClick(window, Key.Key_F9)
    window.commands["names"].trigger()
    theme().choose("light")
    window.gallery.set_order("name")
    wanted = {
        "grid/tile": "300",
        "panels/left-shown": "false",
        "grid/names": "true",
        "window/colours": "light",
        "grid/order": "name",
    }
    qtbot.waitUntil(lambda: wanted.items() <= kept(session).items())


def test_photos_are_grouped_by_months_days_or_not_at_all(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    def lengths() -> set[int]:
        return {len(span.start) for span in window.grid.grid_model.spans}

    qtbot.waitUntil(lambda: lengths() == {len("2024-07")})
    window.commands["group-day"].trigger()
    qtbot.waitUntil(lambda: lengths() == {len("2024-07-15")})
    qtbot.waitUntil(lambda: kept(session).get("grid/groups") == "day")
    window.gallery.set_order("name")
    qtbot.waitUntil(lambda: not lengths())
    window.gallery.set_order("oldest")
    qtbot.waitUntil(lambda: lengths() == {len("2024-07-15")})
    window.commands["group-none"].trigger()
    qtbot.waitUntil(lambda: not lengths())
    assert window.grid.grid_model.rowCount() == 24
    assert window.commands["group-none"].isChecked()


def test_size_and_width_of_panels_are_stored(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    qtbot.waitUntil(lambda: "window/geometry" in kept(session))
    before = kept(session)
    window.resize(window.width() - 120, window.height() - 60)
    qtbot.waitUntil(lambda: kept(session)["window/geometry"] != before["window/geometry"])
    sizes = window.panels.sizes()
    window.panels.setSizes([sizes[0] + 60, sizes[1] - 60, sizes[2]])
    qtbot.waitUntil(lambda: kept(session)["panels/left"] == str(window.panels.sizes()[0]) != before["panels/left"])


def test_nothing_is_written_without_changes(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    window.keeper.save()
    file = Path(session.store.directory, "window.ini")
    file.unlink()
    window.keeper.save()
    assert not file.exists()
    window.grid.set_tile(200)
    qtbot.waitUntil(file.exists)


def test_a_folded_section_is_stored_immediately(window: MainWindow, session: FakeSession) -> None:
    window.inspector.facts_section.toggle()
    assert kept(session)["sections/facts"] == "false"
    window.inspector.facts_section.toggle()


def test_the_inspector_is_hidden_if_a_page_would_be_cut_off(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    window.resize(1024, 700)
    assert not window.inspector.isHidden()
    width = window.inspector.width()
    window.pages.enter(window.part(Review).page)
    assert window.inspector.isHidden()
    qtbot.waitUntil(lambda: window.part(Review).page.width() >= window.part(Review).page.least_width)
    window.keeper.save()
    assert kept(session)["panels/right-shown"] == "true"
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.inspector.width() == width)
    window.resize(1024, 700)
    assert window.inspector.isHidden()
    QTest.keyClick(window, Key.Key_F8)  # the user decides
    assert not window.inspector.isHidden()
    window.resize(1040, 700)
    assert not window.inspector.isHidden()
    QTest.keyClick(window, Key.Key_F8)
    window.navigation.show_grid()
    assert window.inspector.isHidden()


def test_longer_texts_on_a_page_hide_the_inspector(qtbot: QtBot, window: MainWindow) -> None:
    window.setMinimumSize(0, 0)
    window.resize(1240, 700)
    window.pages.enter(window.part(Review).page)
    window.part(Review).page.confirm_all.parentWidget().parentWidget().show()
    qtbot.waitUntil(window.inspector.isVisible)
    window.part(Review).page.confirm_all.setText("Confirm the top 100,000, which are 80% to 99% certain")
    qtbot.waitUntil(lambda: not window.inspector.isVisible())
    qtbot.waitUntil(lambda: window.part(Review).page.width() >= window.part(Review).page.minimumSizeHint().width())
    window.part(Review).page.confirm_all.setText("Confirm")
    window.navigation.show_grid()
    qtbot.waitUntil(window.inspector.isVisible)


def test_the_inspector_follows_the_width_of_the_folders(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 700)
    window.pages.enter(window.part(Review).page)
    assert window.inspector.isHidden()
    QTest.keyClick(window, Key.Key_F9)
    qtbot.waitUntil(lambda: not window.inspector.isHidden())
    QTest.keyClick(window, Key.Key_F9)
    qtbot.waitUntil(window.inspector.isHidden)


def test_the_inspector_returns_with_the_grid(window: MainWindow) -> None:
    window.resize(1024, 700)
    window.pages.enter(window.part(Review).page)
    assert window.inspector.isHidden()
    window.navigation.show_grid()
    assert not window.inspector.isHidden()


def test_a_long_button_of_the_left_panel_and_a_wide_page_are_not_cut_off(qtbot: QtBot) -> None:
    left, right, pages, page = QWidget(), QWidget(), PageStack(), Page()
    vbox(QPushButton("A label as long as in a language with long words"), to=left)
    page.setMinimumWidth(600)
    pages.add(page)
    panels = Panels(left, pages, right)
    qtbot.addWidget(panels)
    panels.resize(left.minimumSizeHint().width() + 600 + tokens.INSPECTOR[0] + 2 * panels.handleWidth(), 300)
    panels.setSizes([400, 600, tokens.INSPECTOR[0]])
    panels.show()
    qtbot.waitUntil(lambda: page.width() >= 600)
    assert left.width() >= left.minimumSizeHint().width() > tokens.SIDEBAR[0]
    assert right.isVisible()
