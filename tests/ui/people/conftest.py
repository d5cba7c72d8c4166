"""A window in which people are shown, of a library with drawn photos."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photon.domain import Region
from photon.domain.people.face import FaceKey, PhotoFace, box_text
from photon.domain.people.person import Person
from photon.ui.keys import command_table
from photon.ui.keys.command_table import take_in
from photon.ui.kit.settings import remember_in
from photon.ui.people.people_controller import PeopleController
from photon.ui.people.people_feature import PEOPLE
from photon.ui.window import commands, main_window
from photon.ui.window.features import FEATURES
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import opened
from tests.ui.people.fake_people import FakePeople, PeopledSession

EMMA, PAUL, BEN = (f"{number:016x}" for number in (1, 2, 3))


def face(photo: int, *, at: float = 0.2, group: int = 0, item: int = 0) -> PhotoFace:
    """Return a face without a name."""
    return PhotoFace(FaceKey(photo, box_text(Region(at, 0.2, 0.2, 0.3))), group=group, item=item)


def of(key: str, name: str, photo: int, certainty: float = 1.0, at: float = 0.2) -> PhotoFace:
    """Return a face of a person: confirmed if certain."""
    state = "confirmed" if certainty == 1 else "suggested"
    return PhotoFace(face(photo, at=at).key, state, key, name, certainty)  # type: ignore[arg-type]


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
def session(tmp_path: Path) -> Iterator[PeopledSession]:
    made = PeopledSession(tmp_path / "library")
    made.directory.mkdir()
    remember_in(made.directory)
    yield made
    made.close()


@pytest.fixture
def people(session: PeopledSession) -> FakePeople:
    """The people of the library; none yet."""
    return session.people


@pytest.fixture
def family(people: FakePeople) -> FakePeople:
    """Emma in 3 photos and perhaps in 4 more, Paul, who is a favourite, in 2, Ben, who is hidden; two groups."""
    people.known = {
        EMMA: Person(EMMA, "Emma Smith"),
        PAUL: Person(PAUL, "Paul", is_favourite=True),
        BEN: Person(BEN, "Ben", is_hidden=True),
    }
    people.faces = [
        *(of(EMMA, "Emma Smith", photo) for photo in (1, 2, 3)),
        *(of(EMMA, "Emma Smith", 3 + at, certainty) for at, certainty in enumerate((0.95, 0.9, 0.6, 0.4), 1)),
        *(of(PAUL, "Paul", photo, at=0.6) for photo in (1, 2)),
        of(BEN, "Ben", 8),
        *(face(photo, group=20, item=photo) for photo in (9, 10, 11, 12)),
        *(face(photo, group=30, item=photo) for photo in (13, 14)),
    ]
    people.state_now = people.state_now.__class__(is_on=True)
    return people


@pytest.fixture
def peopled_window(
    qtbot: QtBot, with_people: None, session: PeopledSession, family: FakePeople, folder: str
) -> Iterator[MainWindow]:
    """The window of a library with these people and 24 photos."""
    session.work.add_folder(folder).result()
    made = opened(qtbot, session)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 24)
    yield made
    made.close()


@pytest.fixture
def controller(peopled_window: MainWindow) -> PeopleController:
    return peopled_window.part(PeopleController)
