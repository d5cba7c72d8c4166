"""A window in which people are shown, of a library with drawn photos."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photon.app.people import people
from photon.app.people.person_edits import favour_person, hide_person, name_faces
from photon.ui.keys import command_table
from photon.ui.keys.command_table import take_in
from photon.ui.kit.settings import remember_in
from photon.ui.people.people_controller import PeopleController
from photon.ui.people.people_feature import PEOPLE
from photon.ui.window import commands, main_window
from photon.ui.window.features import FEATURES
from photon.ui.window.main_window import MainWindow
from tests.app.people.family import FACES
from tests.ui.driving import opened
from tests.ui.people.peopled_session import LEFT, RIGHT, PeopledSession, key_in


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a model that found faces already."""
    monkeypatch.setattr(people, "face_model", lambda: FACES)


@pytest.fixture
def with_people(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The list of features has one more line, unless it has it already."""
    if PEOPLE in FEATURES:
        yield
        return
    for module in (commands, main_window):
        monkeypatch.setattr(module, "FEATURES", (*FEATURES, PEOPLE))
    kept = {name: dict(getattr(command_table, name)) for name in ("COMMANDS", "PAGE_COMMANDS", "ALL_COMMANDS", "PAGES")}
    places = list(command_table._PLACES)
    take_in(PEOPLE.commands, PEOPLE.pages)
    yield
    for name, before in kept.items():
        table = getattr(command_table, name)
        table.clear()
        table.update(before)
    command_table._PLACES[:] = places


@pytest.fixture
def strangers(tmp_path: Path, folder: str) -> Iterator[PeopledSession]:
    """A library of 24 photos without people."""
    made = PeopledSession(tmp_path / "library")
    remember_in(made.directory)
    made.work.add_folder(folder).result()
    yield made
    made.close()


@pytest.fixture
def family(strangers: PeopledSession) -> PeopledSession:
    """Emma in 3 photos and perhaps in 4 more, Paul, who is a favourite, in 2, Ben, who is hidden; two groups."""
    session, named = strangers, partial(strangers.people.edit, name_faces)
    session.find({photo: [LEFT, RIGHT] if photo < 3 else [LEFT] for photo in range(1, 15)})
    emma = named([key_in(photo) for photo in (1, 2, 3)], "Emma Smith").result()
    paul = named([key_in(photo, RIGHT) for photo in (1, 2)], "Paul").result()
    ben = named([key_in(8)], "Ben").result()
    session.people.edit(favour_person, paul, on=True).result()
    session.people.edit(hide_person, ben, hidden=True).result()
    certain = {key_in(4 + at): (0, emma, certainty) for at, certainty in enumerate((0.95, 0.9, 0.6, 0.4))}
    session.guess(certain | groups_of(4))
    session.people.start().result()
    return session


def groups_of(largest: int) -> dict[object, tuple[int, str, float]]:
    """Return a group of up to four faces from photo 9 on, and one of two."""
    first = {key_in(photo): (20, "", 0.0) for photo in range(9, 9 + largest)}
    return {**first, **{key_in(photo): (30, "", 0.0) for photo in (13, 14)}}


@pytest.fixture
def peopled_window(qtbot: QtBot, with_people: None, family: PeopledSession) -> Iterator[MainWindow]:
    """The window of the library with these people."""
    made = opened(qtbot, family)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 24)
    yield made
    made.close()


@pytest.fixture
def controller(peopled_window: MainWindow) -> PeopleController:
    return peopled_window.part(PeopleController)
