"""A library that an earlier version filled catches up: films are found in its photos, each file once."""

from pathlib import Path

import pytest

from photon.app.films.live_stage import LiveStage
from photon.app.session import Session
from photon.domain import Changes
from photon.domain.films.film import PLAIN
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.films import unseen_photos
from photon.library.photos.photos import count_without_preview
from photon.media.read.film_search import search_films
from tests.live_photos import IDENTIFIER, film, micro_video, still
from tests.pictures import age

FACTS = "SELECT p.pairing, p.has_film FROM photos p JOIN files f ON f.photo_id = p.id ORDER BY f.relative"
NAMES = ("a.jpg", "b.jpg", "c.jpg", "d.png")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(still(identifier=IDENTIFIER))
    (folder / "b.jpg").write_bytes(still(xmp=micro_video(1)) + film())
    (folder / "c.jpg").write_bytes(still(seed=3))
    (folder / "d.png").write_bytes(still("PNG", seed=4))
    for path in folder.iterdir():
        age(path)
    return folder


def _forget(library: Library, path: Path) -> Changes:
    with library.transaction() as db:
        db.execute("UPDATE photos SET pairing = '', has_film = -1")
        if path.exists():
            db.execute("UPDATE folders SET offline = 1")
    return Changes()


def facts(session: Session) -> list[tuple[str, int]]:
    return session.store.read(lambda library: library.db.execute(FACTS).fetchall()).result()


def test_photos_that_were_read_before_are_looked_into_once(session: Session, root: Path) -> None:
    session.work.background.pause()
    before = facts(session)
    assert before == [(IDENTIFIER.lower(), 0), ("", 1), ("", 0), ("", 0)]
    session.store.write(_forget, path=root / "none").result()
    stage = LiveStage(session.store, session.work.decoders, lambda: pytest.fail("a preview was dropped"))
    assert stage.anything_left(session.store.here())
    while stage.step():
        pass
    assert facts(session) == [("", -1) if name == "d.png" else one for one, name in zip(before, NAMES, strict=True)]
    assert not stage.anything_left(session.store.here())


def test_those_of_an_offline_folder_wait(session: Session, root: Path) -> None:
    session.work.background.pause()
    session.store.write(_forget, path=root).result()
    assert session.store.read(unseen_photos.list_unseen, 10).result() == []


def test_what_cannot_be_opened_has_no_film(tmp_path: Path, root: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    (tmp_path / "film.jpg").write_bytes(film())
    found = search_films([str(tmp_path / name) for name in ("broken.jpg", "film.jpg", "gone.jpg")])
    assert found == [PLAIN, PLAIN, None]


def test_those_that_cannot_be_reached_wait_for_news(session: Session, root: Path) -> None:
    session.work.background.pause()
    before = facts(session)
    session.store.write(_forget, path=root / "none").result()
    root.rename(root.with_name("away"))  # a drive that left, which Photon has not noticed yet
    stage = LiveStage(session.store, session.work.decoders, lambda: pytest.fail("a preview was dropped"))
    steps = 0
    while stage.step():
        steps += 1
        assert steps < 9, "it tries the same photos again and again"
    assert facts(session) == [("", -1)] * 4
    assert session.store.read(count_without_preview).result() == 0
    root.with_name("away").rename(root)
    stage.notify()
    while stage.step():
        pass
    assert facts(session)[:3] == before[:3]


def test_one_that_makes_it_fail_is_given_up(session: Session) -> None:
    session.work.background.pause()
    session.store.write(_forget, path=Path("none")).result()
    photos = [one.photo for one in session.store.read(unseen_photos.list_unseen, 10).result()]
    session.store.write(stage_failures.note, stage="films", photos=photos[1:]).result()
    assert [one.photo for one in session.store.read(unseen_photos.list_unseen, 10).result()] == photos[:1]
