"""A session finds people once somebody has started that, and has nothing to do with them before."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.people import people
from photon.app.people.face_stage import FaceStage
from photon.app.people.grouping import GroupStage
from photon.app.people.person_edits import name_faces
from photon.app.session import Session
from photon.library.db import settings
from photon.library.people import faces
from photon.library.people.people_settings import FIND_PEOPLE
from tests.app.conftest import settle, until
from tests.app.people.family import make_family
from tests.pictures import draw
from tests.vision.people.fake_face_finder import FACE_FINDER


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three photos, two of them with the same face."""
    monkeypatch.setattr(people, "face_model", lambda: FACE_FINDER)
    (tmp_path / "photos").mkdir()
    for number, colour in enumerate(("red", "red", "blue")):
        draw(tmp_path / "photos" / f"{number}.png", colour, number)
    return tmp_path / "photos"


def stages(session: Session) -> list[type]:
    return [type(stage) for stage in session.work.background.stages if isinstance(stage, FaceStage | GroupStage)]


def test_people_are_found_and_grouped_once_that_is_started(open_session: Callable[..., Session], place: Path) -> None:
    session = open_session()
    session.work.add_folder(str(place)).result()
    settle(session)
    assert ("people" in vars(session), stages(session)) == (False, [])
    session.people.start().result()
    until(lambda: session.people.state().result().faces == 2)
    until(lambda: session.people.state().result().groups == 1)
    settle(session)
    assert stages(session) == [GroupStage, FaceStage]
    (group,) = session.people.groups().result()
    person = session.people.edit(name_faces, [group.faces[0].key], "Anna").result()
    until(lambda: len(session.people.suggested(person).result().faces) == 1)
    session.people.stop().result()
    session.people.start().result()
    settle(session)
    assert stages(session) == [GroupStage, FaceStage]
    session.people.delete_all().result()
    settle(session)
    assert session.people.state().result().faces == 0


def test_names_count_although_finding_was_stopped(open_session: Callable[..., Session], tmp_path: Path) -> None:
    for name, photos in (("without", {1: {}}), ("with", {1: {0: 0}})):
        (tmp_path / name).mkdir()
        session = open_session(directory=make_family(tmp_path / name, photos))
        session.begin().result()
        assert stages(session) == [GroupStage, FaceStage] * (name == "with")


def test_a_photo_that_is_looked_at_while_all_is_deleted_leaves_nothing(
    open_session: Callable[..., Session], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.work.add_folder(str(place)).result()
    settle(session)
    look = FaceStage._find_in

    def look_late(stage: FaceStage, *picture: object) -> object:
        session.people.delete_all().result()
        return look(stage, *picture)  # type: ignore[arg-type]

    monkeypatch.setattr(FaceStage, "_find_in", look_late)
    session.people.start().result()
    until(lambda: not settings.get(session.store.here(), FIND_PEOPLE))
    settle(session)
    assert faces.count_faces(session.store.here()) == 0
