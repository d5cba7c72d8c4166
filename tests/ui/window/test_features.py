"""A feature that is only declared is everywhere in the window: in menus, keys, lists, panels and pages."""

from collections.abc import Iterator, Sequence, Set

import pytest
from make_key_guide import key_guide
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from photon.ui.export.export_controller import ExportController
from photon.ui.keys import command_table
from photon.ui.keys.command_table import TOOLS, Command, MenuPlace, PageCommands, take_in
from photon.ui.kit.context import WindowContext
from photon.ui.kit.pages import Page
from photon.ui.kit.window_feature import Entry, WindowFeature
from photon.ui.marks.mark_keys import MarkKeys
from photon.ui.marks.turn_commands import TurnCommands
from photon.ui.shortcuts.shortcut_feature import ShortcutController
from photon.ui.widgets.section import DetailsSection, Section
from photon.ui.window import commands, main_window
from photon.ui.window.features import FEATURES
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import ALT, CTRL, Key, entries, opened
from tests.ui.fake_session import FakeSession


class CameraDetails:
    """Fills a section of the details."""

    def __init__(self) -> None:
        self.label = QLabel("Camera")
        self.shown: list[int] = []

    def show_photos(self, photos: Sequence[int]) -> None:
        self.shown = list(photos)

    def drop_outdated(self) -> None:
        pass

    def forget(self, photos: Set[int]) -> None:
        pass


class CameraPage(Page):
    """A page of its own."""

    topic = "look"


class CameraController(QObject):
    """Lists photos by camera."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self.context, self.page, self.details = context, CameraPage(), CameraDetails()
        context.pages.add(self.page)
        context.settings.add_page("Cameras", "camera", QLabel("Cameras"))
        self.section = Section("Cameras", QListWidget())
        self.details_section = DetailsSection("Camera", self.details.label, self.details)

    def open(self) -> None:
        self.context.pages.enter(self.page)


CAMERAS = WindowFeature(
    CameraController,
    {MenuPlace(TOOLS, 9): {"cameras": Command("Cameras…", ("Ctrl+Alt+C",), "camera", CameraController.open)}},
    (PageCommands("cameras", "Cameras", {"next": Command("Next camera", ("Right",))}),),
    entries=(Entry("cameras", "By camera", "camera", CameraController.open, "look"),),
    shows={"side": lambda cameras: cameras.section, "details": lambda cameras: cameras.details_section},
)


@pytest.fixture
def with_cameras(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The list of features has one more line."""
    for module in (commands, main_window):
        monkeypatch.setattr(module, "FEATURES", (*FEATURES, CAMERAS))
    kept = {name: dict(getattr(command_table, name)) for name in ("COMMANDS", "PAGE_COMMANDS", "ALL_COMMANDS", "PAGES")}
    places = list(command_table._PLACES)
    take_in(CAMERAS.commands, CAMERAS.pages)
    yield
    for name, before in kept.items():
        table = getattr(command_table, name)
        table.clear()
        table.update(before)
    command_table._PLACES[:] = places


@pytest.mark.usefixtures("with_cameras")
def test_a_declared_feature_is_everywhere(qtbot: QtBot, session: FakeSession, folder: str) -> None:
    session.work.add_folder(folder).result()
    window = opened(qtbot, session)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 24)
    cameras = window.part(CameraController)

    (menu,) = (action.menu() for action in window.top_bar.main_menu.actions() if action.text() == "Tools")
    assert [action.text() for action in entries(menu)][-1] == "Cameras…"
    QTest.keyClick(window.grid, Key.Key_C, CTRL | ALT)
    assert window.pages.current is cameras.page

    assert {"cameras", "cameras.next"} <= set(window.part(ShortcutController).content.tree.shown)
    window.top_bar.find_command()
    QTest.keyClicks(window.top_bar.command_list.field, "camer")
    assert window.top_bar.command_list.shown[-1].text(0) == "Tools › Cameras…"
    window.top_bar.command_list.leave()
    assert "| Ctrl+Alt+C | Cameras… |" in key_guide()
    assert "| Right | Next camera |" in key_guide()

    assert cameras.section in window.sidebar.column.findChildren(Section)
    lines = window.sidebar.entries
    assert [entry.name for entry in lines.lines.lines.things][-1] == "By camera"
    assert [lines.thing_at(one) for one in lines.selectedIndexes()] == [CAMERAS.entries[0]], "while its page is shown"
    assert "Cameras" in [window.settings.list.item(row).text() for row in range(window.settings.list.count())]

    window.navigation.show_grid()
    photo = window.grid.grid_model.ids[3]
    window.grid.go_to(photo)
    qtbot.waitUntil(lambda: cameras.details.shown == [photo])
    qtbot.waitUntil(cameras.details.label.isVisible)
    window.close()


def test_controllers_are_made_when_they_are_needed(window: MainWindow) -> None:
    made = {kind for kind in window.parts._parts if kind in {one.controller for one in FEATURES}}
    assert {one.controller for one in FEATURES if not one.is_late} <= made
    assert TurnCommands not in made
    window.commands["rotate-left"].trigger()
    assert window.toast.words.text() == "Select photos first, then rotate them."
    assert TurnCommands in window.parts._parts
    assert window.part(TurnCommands) is window.part(TurnCommands)
    assert window.part(ExportController).dialog is None


def test_a_feature_is_named_once() -> None:
    names = [name for one in FEATURES for commands in one.commands.values() for name in commands]
    assert len(names) == len(set(names))
    assert {name for name in names if command_table.COMMANDS[name].run is None} == set()
    keys = [entry.key for one in FEATURES for entry in one.entries]
    assert keys == ["everything", "explore", "people", "map", "favourites", "albums", "duplicates", "bin"]


def test_a_switch_passes_whether_it_is_on(window: MainWindow) -> None:
    assert not window.part(MarkKeys).goes_on
    window.commands["goes-on"].trigger()
    assert window.part(MarkKeys).goes_on
    window.commands["fill"].trigger()
    window.commands["rows"].trigger()
    assert (window.commands["fill"].isChecked(), window.grid.has_rows) == (False, True)
    window.commands["group-day"].trigger()
    assert window.gallery.asked.period == "day"
    assert not window.commands["group-month"].isChecked()
