"""The fake session of the window's tests answers like the real one."""

import os
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from photon.app.health.health_check import TITLES
from photon.app.session import Session
from photon.domain import Activity, Changes, Like, PhotonError, Query
from photon.domain.query.filter_kinds.marks import RATINGS
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.fake_session import FakeSession
from tests.ui.session_protocol import SessionApi

ABSENT = 999


def as_typed(true: Session, fake: FakeSession) -> tuple[SessionApi, SessionApi]:
    """Never called: mypy accepts it only if both match every signature of the protocol."""
    return true, fake


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Draw ten photos, with the names and colours of the fake session."""
    place = tmp_path / "holiday"
    for number in range(1, 11):
        word = ("red", "green", "blue", "yellow", "grey")[number % 5]
        below = place / "trip" if number % 2 == 0 else place
        path = draw(below / f"{word}-{number:05}.jpg", "white" if word == "grey" else word, number)
        os.utime(path, (1_700_000_000 + number,) * 2)
    return place


@pytest.fixture(params=["true", "in memory"])
def session(request: pytest.FixtureRequest, tmp_path: Path, folder: Path) -> Iterator[SessionApi]:
    """A library with ten photos in one folder."""
    (tmp_path / "library").mkdir()
    made: Session | FakeSession
    if request.param == "true":
        made = Session.open(tmp_path / "library", encoder=ColourEncoding())
    else:
        made = FakeSession(tmp_path / "library", per_folder=10)
    made.add_folder(str(folder)).result()
    if isinstance(made, Session):
        settle(made)
    yield made
    made.close()


def names(session: SessionApi, photos: list[int]) -> list[str]:
    paths = session.paths(photos).result()
    return [Path(paths[photo]).name for photo in photos]


def refusal(future: Future[object]) -> PhotonError:
    with pytest.raises(PhotonError) as caught:
        future.result()
    return caught.value


def test_folders_and_counts(session: SessionApi, folder: Path) -> None:
    (watched,) = session.folders().result()
    assert (watched.path, watched.photos, watched.offline, watched.missing) == (str(folder), 10, False, 0)
    below = {Path(one.path).name: one.photos for one in session.subfolders().result()}
    assert below == {"holiday": 10, "trip": 5}
    counts = session.counts().result()
    assert (counts.photos, counts.searchable, counts.problems, counts.videos) == (10, 10, 0, 0)
    assert session.problems().result() == []


def test_order_and_folder_of_photos(session: SessionApi, folder: Path) -> None:
    by_name = session.photos("name").result()
    paths = session.paths(by_name).result()
    assert [paths[photo] for photo in by_name] == sorted(paths.values())  # by folder and name
    assert session.photos("newest").result() == session.photos("oldest").result()[::-1]
    within = session.photos("name", str(folder / "trip")).result()
    assert len(within) == 5
    assert set(within) < set(by_name)
    assert session.photos("name", str(folder / "nowhere")).result() == []


def test_data_of_a_photo(session: SessionApi) -> None:
    photo = session.photos("name").result()[0]
    known, card = session.photo(photo).result(), session.cards([photo]).result()[photo]
    assert known is not None
    assert (known.id, known.rating, known.favourite) == (card.id, card.rating, card.favourite) == (photo, 0, False)
    assert Path(known.path).name == card.name
    assert (known.facts.width, known.facts.height) == (card.width, card.height)
    assert session.previews([photo]).result()[photo].startswith(b"\xff\xd8")
    picture = session.picture(photo, 64).result()
    assert len(picture.rgb) == 3 * picture.width * picture.height


def test_unknown_photos(session: SessionApi) -> None:
    assert session.photo(ABSENT).result() is None
    assert session.cards([ABSENT]).result() == {}
    assert session.previews([ABSENT]).result() == {}
    assert session.paths([ABSENT]).result() == {}
    assert refusal(session.picture(ABSENT, None)).message  # type: ignore[arg-type]
    assert session.rate([ABSENT], 3).result().photos == frozenset()


def test_words_find_matching_photos_first(session: SessionApi, folder: Path) -> None:
    answer = session.search(Query.build("red", top=5)).result()
    assert {Path(hit.path).name for hit in answer.hits[:2]} == {"red-00005.jpg", "red-00010.jpg"}
    assert all(hit.strong for hit in answer.hits[:2])
    assert answer.strong >= 2
    assert answer.sentence
    assert {hit.photo for hit in answer.hits} <= set(session.photos("name").result())
    within = session.search(Query.build("red", top=5, folder=str(folder / "trip"))).result()
    assert Path(within.hits[0].path).name == "red-00010.jpg"
    assert all("trip" in hit.path for hit in within.hits)


def test_an_empty_query_is_refused_with_a_message(session: SessionApi) -> None:
    assert refusal(session.search(Query.build(""))).message  # type: ignore[arg-type]


def test_photos_in_order_of_date_are_divided(session: SessionApi) -> None:
    newest = session.photos_by_date("newest", None, "month").result()
    assert newest.photos == session.photos("newest").result()
    assert sum(span.count for span in newest.spans) == len(newest.photos)
    assert all(len(span.start) == len("2024-07") for span in newest.spans if span.start)
    days = session.photos_by_date("oldest", None, "day").result().spans
    assert all(len(span.start) == len("2024-07-15") for span in days if span.start)
    assert session.photos_by_date("name", None, "month").result().spans == ()
    assert session.photos_by_date("newest", None, "none").result().spans == ()


def test_similar_photos(session: SessionApi) -> None:
    photo = next(one for one in session.photos("name").result() if names(session, [one]) == ["red-00005.jpg"])
    answer = session.similar(Query.build("", likes=(Like(photo=photo),)), fold=False).result()
    assert photo not in [hit.photo for hit in answer.hits]
    assert Path(answer.hits[0].path).name == "red-00010.jpg"
    assert session.example(Like(photo=photo)).result().startswith(b"\xff\xd8")


def test_marks_are_reported_and_undone(session: SessionApi) -> None:
    heard: list[Changes] = []
    leave = session.subscribe(lambda event: heard.append(event) if isinstance(event, Changes) else None)
    first, second, *_ = session.photos("name").result()
    assert session.rate([first, second], 4).result().photos == {first, second}
    assert session.favour([first], True).result().photos == {first}
    assert {kind for event in heard for kind in event.kinds} >= {"marks"}
    assert session.cards([first]).result()[first].rating == 4
    assert session.label([first, second], "red").result().photos == {first, second}
    assert session.flag([second], -1).result().photos == {second}
    cards = session.cards([first, second]).result()
    assert [(cards[photo].label, cards[photo].flag) for photo in (first, second)] == [("red", 0), ("red", -1)]
    assert session.undo().result() == "rejected 1 photo"
    assert session.undo().result() == "labelled 2 photos red"
    assert session.cards([first]).result()[first].label == ""
    assert session.undo().result() == "added 1 photo to favourites"
    assert session.undo().result() == "rated 2 photos"
    assert session.redo().result() == "rated 2 photos"
    assert session.rate([first], 4).result().photos == frozenset()  # it already has four stars
    assert session.undo().result() == "rated 2 photos"
    assert session.undo().result() is None
    leave()
    heard.clear()
    session.rate([first], 1).result()
    assert heard == []


def test_filter_values_have_counts(session: SessionApi, folder: Path) -> None:
    first, second, *_ = session.photos("name", str(folder / "trip")).result()
    session.rate([first], 5).result()
    session.rate([second], 3).result()
    choices = session.filter_choices(RATINGS, Query()).result()
    assert [(choice.part.value, choice.photos) for choice in choices] == [
        ("5", 1), (">=4", 1), (">=3", 2), (">=2", 2), (">=1", 2), ("0", 8),
    ]  # fmt: skip
    within = session.filter_choices(RATINGS, Query(folder=str(folder / "trip"))).result()
    assert [choice.photos for choice in within] == [1, 1, 2, 2, 2, 3]


def test_removing_a_folder_removes_its_photos(session: SessionApi) -> None:
    (watched,) = session.folders().result()
    assert {"folders", "photos"} <= session.remove_folder(watched.id).result().kinds
    assert session.folders().result() == []
    assert session.photos("newest").result() == []


def test_a_missing_folder_is_refused_with_a_hint(session: SessionApi, tmp_path: Path) -> None:
    error = refusal(session.add_folder(str(tmp_path / "nowhere")))  # type: ignore[arg-type]
    assert str(tmp_path / "nowhere") in error.message
    assert error.hint


def test_photos_of_a_folder_are_counted_before_it_is_added(session: SessionApi, tmp_path: Path) -> None:
    draw(tmp_path / "new" / "below" / "1.jpg", "red", 1)
    draw(tmp_path / "new" / "2.jpg", "red", 2)
    (tmp_path / "new" / "list.txt").touch()
    assert session.count_photos(str(tmp_path / "new")).result() == 2
    assert session.count_photos(str(tmp_path / "nowhere")).result() == 0
    assert len(session.folders().result()) == 1


def test_names_to_skip_are_added_and_removed(session: SessionApi) -> None:
    assert session.watched.skips().result() == []
    assert session.watched.set_skip("trip", on=True).result().kinds == {"folders"}
    assert session.watched.skips().result() == ["trip"]
    session.watched.set_skip("trip", on=False).result()
    assert session.watched.skips().result() == []


def test_the_library_is_measured_and_intact(session: SessionApi) -> None:
    use = session.upkeep.disk_use().result()
    assert use.library == session.directory
    assert use.sizes.keys() == {"data", "index", "previews", "backups", "other", "models", "cache"}
    assert use.sizes["data"] > 0
    assert min(use.sizes.values()) >= 0
    checks = {check.part: check for check in session.health.examine().result()}
    assert checks.keys() == TITLES.keys()
    assert {checks[part].state for part in ("catalogue", "cache", "previews", "writes", "problems")} == {"good"}
    assert {check.part for check in session.health.mend("finish").result()} == TITLES.keys()


def test_packages_of_photon_are_named(session: SessionApi) -> None:
    parts = {part.name: part for part in session.software().result()}
    assert "LGPL" in parts["PySide6"].licence
    assert parts["PySide6"].version
    assert session.caption_servers.chosen().result() is None


def test_pausing_is_reported(session: SessionApi) -> None:
    heard: list[Activity] = []
    session.subscribe(lambda event: heard.append(event) if isinstance(event, Activity) else None)
    session.pause()
    assert session.activity.paused
    session.resume()
    until(lambda: not session.activity.paused)
    until(lambda: [one.paused for one in heard][:2] == [True, False])


def test_photos_without_texts_have_empty_ones(session: SessionApi) -> None:
    photo = session.photos("name").result()[0]
    assert [tag for tag in session.tags.tags_for_photos([photo]).result()[photo] if tag.state == "confirmed"] == []
    assert session.captions.captions_for_photos([photo]).result()[photo].caption.text == ""
    assert session.captions.waiting().result() == []
    assert session.searches.saved().result() == []
    assert session.importing.conflicts.conflicts_for_photos().result() == []
    assert session.hiding.away == frozenset()
    assert not session.hiding.is_on
    assert session.encoders.going_on is None
