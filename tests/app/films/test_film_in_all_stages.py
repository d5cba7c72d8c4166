"""Everything that works in the background, and all that opens a photo's file, does something sensible with a video.

None of it opens the video as a picture: that would read gigabytes for an error.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photon.app.indexing import folder_scanner
from photon.app.metadata.metadata_reading import accounts_of
from photon.app.people import people
from photon.app.session import Session
from photon.domain import Like, Query, Region
from photon.domain.metadata.export_recipe import CopyContents, FileChoice, Reencode, TrainingChoice
from photon.ingest.listing import Kinds
from photon.library.people import faces
from photon.library.photos import photos
from photon.media.file import source
from photon.media.file.file_kinds import is_other_picture, is_photo, is_video
from photon.media.read.metadata_reading import read_words
from photon.search.query_language import parse
from tests.app.conftest import settle, until
from tests.films import make_film
from tests.pictures import age, draw
from tests.vision.people.fake_face_finder import FACE_FINDER

SIZE = (1280, 720)
WORDS = "On the beach"


@pytest.fixture
def opened_as_pictures(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the videos that are opened by what reads pictures."""
    noted: list[str] = []
    really = source.open_regular

    def note(path: str, *limits: Any, **named: Any) -> Any:
        if is_video(path) and not limits and not named:
            noted.append(path)
        return really(path, *limits, **named)

    monkeypatch.setattr(source, "open_regular", note)
    return noted


@pytest.fixture
def session(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text_reader: None
) -> Session:
    """A library with a red video, the same as a photo, and a photo in blue; people and texts are looked for."""
    del text_reader
    monkeypatch.setattr(people, "face_model", lambda: FACE_FINDER)
    kinds = Kinds(lambda name: is_photo(name) or is_video(name), lambda _: False, is_other_picture)
    monkeypatch.setattr(folder_scanner, "KINDS", kinds)
    place = tmp_path / "photos"
    draw(place / "blue.jpg", "blue", 1)
    red = Image.new("RGB", SIZE, "red")
    age(make_film(place / "clip.mp4", lambda _: red, seconds=1, size=SIZE))
    red.save(place / "red.jpg")
    age(place / "red.jpg")
    opened = open_session()
    opened.people.start().result()
    opened.work.add_folder(str(place)).result()
    settle(opened)
    until(lambda: opened.people.state().result().faces == 2)
    settle(opened)
    return opened


@pytest.fixture
def film(session: Session, tmp_path: Path) -> int:
    return session.store.read(photos.at, str(tmp_path / "photos" / "clip.mp4")).result() or 0


def found(session: Session, typed: str) -> list[str]:
    return sorted(Path(hit.path).name for hit in session.searching.search(parse(typed).query).result().hits)


def test_stages_look_at_the_preview(opened_as_pictures: list[str], session: Session, film: int) -> None:
    assert session.work.up_to_date
    assert found(session, "type:video") == ["clip.mp4"]
    assert found(session, "length:1s") == ["clip.mp4"]
    assert found(session, "has:text") == ["clip.mp4", "red.jpg"]
    assert {"clip.mp4", "red.jpg"} <= set(found(session, "red"))
    assert len(session.store.read(faces.faces_of, [film]).result()[film]) == 1
    assert session.work.up_to_date
    assert opened_as_pictures == []


def test_pictures_of_it_are_its_preview(opened_as_pictures: list[str], session: Session, film: int) -> None:
    for long_side, shown in ((200, (200, 112)), (None, (910, 512))):
        picture = session.work.rendering.picture(film, long_side).result()
        assert abs(picture.width - shown[0]) + abs(picture.height - shown[1]) <= 2
        assert (picture.full_width, picture.full_height) == SIZE
    part = Query.build(likes=[Like(photo=film, region=Region(0, 0, 0.2, 0.2))])
    assert {Path(hit.path).name for hit in session.searching.similar(part).result().hits} >= {"clip.mp4", "red.jpg"}
    assert opened_as_pictures == []


def test_it_is_not_turned_and_no_copy_of_a_photo(opened_as_pictures: list[str], session: Session, film: int) -> None:
    for command in ("left", "flip", "reset"):
        assert session.turning.turn([film], command).result().photos == frozenset()  # type: ignore[arg-type]
    alike = session.duplicates.sets().result()
    assert not [one for one in alike.sets if film in one.photos]
    assert opened_as_pictures == []


def test_words_go_into_its_sidecar(opened_as_pictures: list[str], session: Session, film: int, tmp_path: Path) -> None:
    path = tmp_path / "photos" / "clip.mp4"
    before = path.read_bytes()
    session.captions.write([film], text=WORDS).result()
    plan = session.writing.plan([film], policy="embed").result()
    assert (plan.obstacles, [Path(one.target).name for one in plan.files]) == ((), ["clip.mp4.xmp"])
    session.writing.write(plan).result()
    account = read_words(str(path))
    assert account.metadata is not None
    assert account.metadata.caption == WORDS
    assert path.read_bytes() == before
    assert opened_as_pictures == []


def test_it_is_exported_only_as_it_is(
    opened_as_pictures: list[str], session: Session, film: int, tmp_path: Path
) -> None:
    session.captions.write([film], text=WORDS).result()
    for number, words in enumerate((False, True)):
        plan = session.exporting.plan_files(
            [film], str(tmp_path / str(number)), FileChoice(carried=CopyContents(words=words))
        ).result()
        done = session.exporting.write_files(plan).result()
        assert (plan.plan.left_out, done.left_out) == ((), ())
        copy = tmp_path / str(number) / "clip.mp4"
        assert copy.read_bytes() == (tmp_path / "photos" / "clip.mp4").read_bytes()
        account = read_words(str(copy))
        assert account.metadata is not None
        assert account.metadata.caption == (WORDS if words else None)
    for choice in (FileChoice(redrawn=Reencode()), FileChoice(carried=CopyContents(places=False))):
        export = session.exporting.plan_files([film], str(tmp_path / "none"), choice).result()
        assert (export.plan.targets, [one.reason for one in export.plan.left_out]) == ((), ["not-allowed"])
    choice = TrainingChoice(carried=CopyContents())
    training = session.exporting.plan_training([film], str(tmp_path / "set"), choice).result()
    assert [one.reason for one in training.plan.left_out] == ["not-allowed"]
    assert opened_as_pictures == []


def test_facts_say_what_only_the_player_knows(opened_as_pictures: list[str], session: Session, tmp_path: Path) -> None:
    del session
    (account,) = accounts_of([str(tmp_path / "photos" / "clip.mp4")])
    assert account.facts is not None
    assert (account.facts.format, account.facts.width, account.facts.height, account.seconds) == ("MP4", *SIZE, 1.0)
    assert opened_as_pictures == []
