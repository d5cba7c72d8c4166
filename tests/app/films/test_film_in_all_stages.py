"""Everything that works in the background, and all that opens a photo's file, does something sensible with a video.

None of it opens the video as a picture: that would read gigabytes for an error.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photon.app.indexing import folder_scanner, folder_stats
from photon.app.metadata.metadata_reading import accounts_of
from photon.app.session import Session
from photon.domain import Like, Query, Region
from photon.domain.metadata.export_recipe import CopyContents, FileChoice, Reencode, TrainingChoice
from photon.library.people import faces
from photon.library.photos import photos
from photon.media.file import source
from photon.media.file.file_kinds import is_photo, is_video
from photon.media.read.metadata_reading import read_words
from photon.search.query_language import parse
from tests.app.films.read_session import read_session
from tests.films import make_film
from tests.pictures import age, draw

SIZE = (1280, 720)
WORDS = "On the beach"


@pytest.fixture(scope="module")
def opened_as_pictures() -> Iterator[list[str]]:
    """The videos that were opened by what reads pictures: there must be none."""
    noted: list[str] = []
    really = source.open_regular

    def note(path: str, *limits: Any, **named: Any) -> Any:
        if is_video(path) and not limits and not named:
            noted.append(path)
        return really(path, *limits, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "open_regular", note)
        yield noted


def is_listed(name: str) -> bool:
    return is_photo(name) or is_video(name)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A red video, the same as a photo, and a photo in blue."""
    made = tmp_path_factory.mktemp("films")
    draw(made / "photos" / "blue.jpg", "blue", 1)
    red = Image.new("RGB", SIZE, "red")
    age(make_film(made / "photos" / "clip.mp4", lambda _: red, seconds=1, size=SIZE))
    red.save(made / "photos" / "red.jpg")
    age(made / "photos" / "red.jpg")
    return made


@pytest.fixture(scope="module")
def session(place: Path, opened_as_pictures: list[str]) -> Iterator[Session]:
    """A library in which people and texts were looked for, too."""
    del opened_as_pictures
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((folder_scanner, "KINDS"), (folder_stats, "_KINDS")):
            kinds = replace(getattr(module, name), is_photo=is_listed, is_video=lambda _: False)
            patch.setattr(module, name, kinds)
        with read_session(place, faces=2) as opened:
            yield opened


@pytest.fixture(autouse=True)
def nothing_opens_it(opened_as_pictures: list[str]) -> Iterator[None]:
    yield
    assert opened_as_pictures == []


@pytest.fixture
def film(session: Session, place: Path) -> int:
    return session.store.read(photos.at, str(place / "photos" / "clip.mp4")).result() or 0


def found(session: Session, typed: str) -> list[str]:
    return sorted(Path(hit.path).name for hit in session.searching.search(parse(typed).query).result().hits)


def test_stages_look_at_the_preview(session: Session, film: int) -> None:
    assert session.work.up_to_date
    assert found(session, "type:video") == ["clip.mp4"]
    assert found(session, "length:1s") == ["clip.mp4"]
    assert found(session, "has:text") == ["clip.mp4", "red.jpg"]
    assert {"clip.mp4", "red.jpg"} <= set(found(session, "red"))
    assert len(session.store.read(faces.faces_of, [film]).result()[film]) == 1
    assert session.work.up_to_date


def test_pictures_of_it_are_its_preview(session: Session, film: int) -> None:
    for long_side, shown in ((200, (200, 112)), (None, (910, 512))):
        picture = session.work.rendering.picture(film, long_side).result()
        assert abs(picture.width - shown[0]) + abs(picture.height - shown[1]) <= 2
        assert (picture.full_width, picture.full_height) == SIZE
    part = Query.build(likes=[Like(photo=film, region=Region(0, 0, 0.2, 0.2))])
    assert film in [hit.photo for hit in session.searching.similar(part).result().hits]


def test_it_is_not_turned_and_no_copy_of_a_photo(session: Session, film: int) -> None:
    for command in ("left", "flip", "reset"):
        assert session.turning.turn([film], command).result().photos == frozenset()
    assert film not in {photo for one in session.duplicates.find_sets().result().sets for photo in one.photos}


def test_words_go_into_its_sidecar(session: Session, film: int, place: Path) -> None:
    path = place / "photos" / "clip.mp4"
    before = path.read_bytes()
    session.captions.write([film], text=WORDS).result()
    plan = session.writing.plan([film], policy="embed").result()
    assert (plan.obstacles, [Path(one.target).name for one in plan.files]) == ((), ["clip.mp4.xmp"])
    session.writing.write(plan).result()
    account = read_words(str(path))
    assert account.metadata is not None
    assert account.metadata.caption == WORDS
    assert path.read_bytes() == before


def test_it_is_exported_only_as_it_is(session: Session, film: int, place: Path) -> None:
    session.marking.rate([film], 4).result()
    for number, words in enumerate((False, True)):
        plan = session.exporting.plan_files(
            [film], str(place / str(number)), FileChoice(carried=CopyContents(words=words))
        ).result()
        done = session.exporting.write_files(plan).result()
        assert (plan.plan.left_out, done.left_out) == ((), ())
        copy = place / str(number) / "clip.mp4"
        assert copy.read_bytes() == (place / "photos" / "clip.mp4").read_bytes()
        account = read_words(str(copy))
        assert account.metadata is not None
        assert account.metadata.rating == (4 if words else None)
    for choice in (FileChoice(redrawn=Reencode()), FileChoice(carried=CopyContents(places=False))):
        export = session.exporting.plan_files([film], str(place / "none"), choice).result()
        assert (export.plan.targets, [one.reason for one in export.plan.left_out]) == ((), ["not-allowed"])
    whole = TrainingChoice(carried=CopyContents())
    training = session.exporting.plan_training([film], str(place / "set"), whole).result()
    assert [one.reason for one in training.plan.left_out] == ["not-allowed"]


def test_facts_say_what_only_the_player_knows(session: Session, place: Path) -> None:
    del session
    (account,) = accounts_of([str(place / "photos" / "clip.mp4")])
    assert account.facts is not None
    assert (account.facts.format, account.facts.width, account.facts.height, account.seconds) == ("MP4", *SIZE, 1.0)
