"""What is written, and who is, in frames of a video: found with the moment, from scan to answer."""

from collections.abc import Iterator

import pytest

from photon.app.people.person_edits import name_faces
from photon.app.session import Session
from photon.domain import Hit
from photon.search.query_language import parse
from tests.app.films.read_session import read_session
from tests.films import make_film, scenes
from tests.pictures import age

SIZE = (640, 360)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A library with a video in blue that is red, with a face and text, from 6 s on for 2 s."""
    place = tmp_path_factory.mktemp("films")
    (place / "photos").mkdir()
    drawn = scenes("blue", "blue", "blue", "red", "blue", each=2.0, size=SIZE)
    age(make_film(place / "photos" / "clip.mp4", drawn, seconds=10, size=SIZE))
    with read_session(place, faces=1) as opened:
        yield opened


def found(session: Session, typed: str) -> Hit:
    (hit,) = session.searching.search(parse(typed).query).result().hits
    return hit


@pytest.mark.parametrize("typed", ["text:lisboa", "kowalski", '"lisboa kowalski"'])
def test_text_is_found_with_its_moment(session: Session, typed: str) -> None:
    hit = found(session, typed)
    assert (hit.line, hit.moment is not None and 6 <= hit.moment < 8) == ("Lisboa Kowalski", True)


def test_a_person_is_found_with_the_moment(session: Session) -> None:
    hit = found(session, "type:video")
    assert hit.moment is None
    (faces,) = session.people.faces_of([hit.photo]).result().values()
    session.people.edit(name_faces, [face.key for face in faces], "Anna").result()
    moment = found(session, "person:Anna").moment
    assert moment is not None
    assert 6 <= moment < 8
