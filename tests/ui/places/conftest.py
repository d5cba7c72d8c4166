"""A window in which places are shown, of a library with drawn photos."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photon.domain.query.filter_kinds import known_kinds
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.ui.keys import command_table
from photon.ui.keys.command_table import take_in
from photon.ui.kit.settings import remember_in
from photon.ui.places.places_controller import PlacesController
from photon.ui.places.places_feature import PLACES
from photon.ui.window import commands, main_window
from photon.ui.window.features import FEATURES
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import opened
from tests.ui.places.placed_session import BERLIN, LISBON, PlacedSession


@pytest.fixture
def with_places(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The list of features has one more line, and searches know places, unless they do already."""
    for name in ("place", "country", "area"):
        if name not in known_kinds._KINDS:
            kind = FilterKind(name, FieldHelp(name, name, name), "map-pin", lambda text, _: text, str, "{words}")
            monkeypatch.setitem(known_kinds._KINDS, name, kind)
    if PLACES in FEATURES:
        yield
        return
    for module in (commands, main_window):
        monkeypatch.setattr(module, "FEATURES", (*FEATURES, PLACES))
    kept = {name: dict(getattr(command_table, name)) for name in ("COMMANDS", "PAGE_COMMANDS", "ALL_COMMANDS", "PAGES")}
    entries = list(command_table._PLACES)
    take_in(PLACES.commands, PLACES.pages)
    yield
    for name, before in kept.items():
        table = getattr(command_table, name)
        table.clear()
        table.update(before)
    command_table._PLACES[:] = entries


@pytest.fixture
def placed(tmp_path: Path, folder: str) -> Iterator[PlacedSession]:
    """A library of 24 photos: eight in Lisbon, four in Berlin."""
    made = PlacedSession(tmp_path / "library")
    made.directory.mkdir()
    remember_in(made.directory)
    made.work.add_folder(folder).result()
    made.places.put(LISBON, *range(1, 9))
    made.places.put(BERLIN, *range(9, 13))
    yield made
    made.close()


@pytest.fixture
def placed_window(qtbot: QtBot, with_places: None, placed: PlacedSession) -> Iterator[MainWindow]:
    """The window of this library."""
    made = opened(qtbot, placed)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 24)
    yield made
    made.close()


@pytest.fixture
def controller(placed_window: MainWindow) -> PlacesController:
    return placed_window.part(PlacesController)
