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
    made.work.add_folder(str(folder)).result()
    if isinstance(made, Session):
        settle(made)
    yield made
    made.close()


def names(session: SessionApi, photos: list[int]) -> list[str]:
    paths = session.browsing.paths(photos).result()
    return [Path(paths[photo]).name for photo in photos]


def refusal(future: Future[object]) -> PhotonError:
    with pytest.raises(PhotonError) as caught:
        future.result()
    return caught.value


def test_folders_and_counts(session: SessionApi, folder: Path) -> None:
    (watched,) = session.browsing.folders().result()
    assert (watched.path, watched.photos, watched.offline, watched.missing) == (str(folder), 10, False, 0)
    below = {Path(one.path).name: one.photos for one in session.browsing.subfolders().result()}
    assert below == {"holiday": 10, "trip": 5}
    counts = session.searching.counts().result()
    assert (counts.photos, counts.searchable, counts.problems, counts.videos) == (10, 10, 0, 0)
    assert session.browsing.problems().result() == []


def test_order_and_folder_of_photos(session: SessionApi, folder: Path) -> None:
    by_name = session.browsing.photos("name").result()
    paths = session.browsing.paths(by_name).result()
    assert [paths[photo] for photo in by_name] == sorted(paths.values())  # by folder and name
    assert session.browsing.photos("newest").result() == session.browsing.photos("oldest").result()[::-1]
    within = session.browsing.photos("name", str(folder / "trip")).result()
    assert len(within) == 5
    assert set(within) < set(by_name)
    assert session.browsing.photos("name", str(folder / "nowhere")).result() == []


def test_data_of_a_photo(session: SessionApi) -> None:
    photo = session.browsing.photos("name").result()[0]
    known, card = session.browsing.photo(photo).result(), session.browsing.cards([photo]).result()[photo]
    assert known is not None
    assert (known.id, known.rating, known.favourite) == (card.id, card.rating, card.favourite) == (photo, 0, False)
    assert Path(known.path).name == card.name
    assert (known.facts.width, known.facts.height) == (card.width, card.height)
    assert session.browsing.previews([photo]).result()[photo].startswith(b"\xff\xd8")
    picture = session.work.rendering.picture(photo, 64).result()
    assert len(picture.rgb) == 3 * picture.width * picture.height


def test_unknown_photos(session: SessionApi) -> None:
    assert session.browsing.photo(ABSENT).result() is None
    assert session.browsing.cards([ABSENT]).result() == {}
    assert session.browsing.previews([ABSENT]).result() == {}
    assert session.browsing.paths([ABSENT]).result() == {}
    assert refusal(session.work.rendering.picture(ABSENT, None)).message  # type: ignore[arg-type]
    assert session.marking.rate([ABSENT], 3).result().photos == frozenset()


def test_words_find_matching_photos_first(session: SessionApi, folder: Path) -> None:
    answer = session.searching.search(Query.build("red", top=5)).result()
    assert {Path(hit.path).name for hit in answer.hits[:2]} == {"red-00005.jpg", "red-00010.jpg"}
    assert all(hit.strong for hit in answer.hits[:2])
    assert answer.strong >= 2
    assert answer.sentence
    assert {hit.photo for hit in answer.hits} <= set(session.browsing.photos("name").result())
    within = session.searching.search(Query.build("red", top=5, folder=str(folder / "trip"))).result()
    assert Path(within.hits[0].path).name == "red-00010.jpg"
    assert all("trip" in hit.path for hit in within.hits)


def test_an_empty_query_is_refused_with_a_message(session: SessionApi) -> None:
    assert refusal(session.searching.search(Query.build(""))).message  # type: ignore[arg-type]


def test_photos_in_order_of_date_are_divided(session: SessionApi) -> None:
    newest = session.browsing.photos_by_date("newest", None, "month").result()
    assert newest.photos == session.browsing.photos("newest").result()
    assert sum(span.count for span in newest.spans) == len(newest.photos)
    assert all(len(span.start) == len("2024-07") for span in newest.spans if span.start)
    days = session.browsing.photos_by_date("oldest", None, "day").result().spans
    assert all(len(span.start) == len("2024-07-15") for span in days if span.start)
    assert session.browsing.photos_by_date("name", None, "month").result().spans == ()
    assert session.browsing.photos_by_date("newest", None, "none").result().spans == ()


def test_similar_photos(session: SessionApi) -> None:
    photo = next(one for one in session.browsing.photos("name").result() if names(session, [one]) == ["red-00005.jpg"])
    answer = session.searching.similar(Query.build("", likes=(Like(photo=photo),)), fold=False).result()
    assert photo not in [hit.photo for hit in answer.hits]
    assert Path(answer.hits[0].path).name == "red-00010.jpg"
    assert session.searching.example(Like(photo=photo)).result().startswith(b"\xff\xd8")


def test_marks_are_reported_and_undone(session: SessionApi) -> None:
    heard: list[Changes] = []
    leave = session.store.events.subscribe(lambda event: heard.append(event) if isinstance(event, Changes) else None)
    first, second, *_ = session.browsing.photos("name").result()
    assert session.marking.rate([first, second], 4).result().photos == {first, second}
    assert session.marking.favour([first], True).result().photos == {first}
    assert {kind for event in heard for kind in event.kinds} >= {"marks"}
    assert session.browsing.cards([first]).result()[first].rating == 4
    assert session.marking.label([first, second], "red").result().photos == {first, second}
    assert session.marking.flag([second], -1).result().photos == {second}
    cards = session.browsing.cards([first, second]).result()
    assert [(cards[photo].label, cards[photo].flag) for photo in (first, second)] == [("red", 0), ("red", -1)]
    assert session.undoing.undo().result() == "rejected 1 photo"
    assert session.undoing.undo().result() == "labelled 2 photos red"
    assert session.browsing.cards([first]).result()[first].label == ""
    assert session.undoing.undo().result() == "added 1 photo to favourites"
    assert session.undoing.undo().result() == "rated 2 photos"
    assert session.undoing.redo().result() == "rated 2 photos"
    assert session.marking.rate([first], 4).result().photos == frozenset()  # it already has four stars
    assert session.undoing.undo().result() == "rated 2 photos"
    assert session.undoing.undo().result() is None
    leave()
    heard.clear()
    session.marking.rate([first], 1).result()
    assert heard == []


def test_filter_values_have_counts(session: SessionApi, folder: Path) -> None:
    first, second, *_ = session.browsing.photos("name", str(folder / "trip")).result()
    session.marking.rate([first], 5).result()
    session.marking.rate([second], 3).result()
    choices = session.searching.filter_choices(RATINGS, Query()).result()
    assert [(choice.part.value, choice.photos) for choice in choices] == [
        ("5", 1), (">=4", 1), (">=3", 2), (">=2", 2), (">=1", 2), ("0", 8),
    ]  # fmt: skip
    within = session.searching.filter_choices(RATINGS, Query(folder=str(folder / "trip"))).result()
    assert [choice.photos for choice in within] == [1, 1, 2, 2, 2, 3]


def test_removing_a_folder_removes_its_photos(session: SessionApi) -> None:
    (watched,) = session.browsing.folders().result()
    assert {"folders", "photos"} <= session.work.remove_folder(watched.id).result().kinds
    assert session.browsing.folders().result() == []
    assert session.browsing.photos("newest").result() == []


def test_a_missing_folder_is_refused_with_a_hint(session: SessionApi, tmp_path: Path) -> None:
    error = refusal(session.work.add_folder(str(tmp_path / "nowhere")))  # type: ignore[arg-type]
    assert str(tmp_path / "nowhere") in error.message
    assert error.hint


def test_photos_of_a_folder_are_counted_before_it_is_added(session: SessionApi, tmp_path: Path) -> None:
    draw(tmp_path / "new" / "below" / "1.jpg", "red", 1)
    draw(tmp_path / "new" / "2.jpg", "red", 2)
    (tmp_path / "new" / "list.txt").touch()
    assert session.work.count_photos(str(tmp_path / "new")).result() == 2
    assert session.work.count_photos(str(tmp_path / "nowhere")).result() == 0
    assert len(session.browsing.folders().result()) == 1


def test_names_to_skip_are_added_and_removed(session: SessionApi) -> None:
    assert session.watched.skips().result() == []
    assert session.watched.set_skip("trip", on=True).result().kinds == {"folders"}
    assert session.watched.skips().result() == ["trip"]
    session.watched.set_skip("trip", on=False).result()
    assert session.watched.skips().result() == []


def test_the_library_is_measured_and_intact(session: SessionApi) -> None:
    use = session.upkeep.disk_use().result()
    assert use.library == session.store.directory
    assert use.sizes.keys() == {"data", "index", "previews", "backups", "other", "models", "cache"}
    assert use.sizes["data"] > 0
    assert min(use.sizes.values()) >= 0
    checks = {check.part: check for check in session.health.examine().result()}
    assert checks.keys() == TITLES.keys()
    assert {checks[part].state for part in ("catalogue", "cache", "previews", "writes", "problems")} == {"good"}
    assert {check.part for check in session.health.mend("finish").result()} == TITLES.keys()


def test_packages_of_photon_are_named(session: SessionApi) -> None:
    parts = {part.name: part for part in session.upkeep.software().result()}
    assert "LGPL" in parts["PySide6"].licence
    assert parts["PySide6"].version
    assert session.caption_servers.chosen().result() is None


def test_pausing_is_reported(session: SessionApi) -> None:
    heard: list[Activity] = []
    session.store.events.subscribe(lambda event: heard.append(event) if isinstance(event, Activity) else None)
    session.work.background.pause()
    assert session.work.activity.paused
    session.work.background.resume()
    until(lambda: not session.work.activity.paused)
    until(lambda: [one.paused for one in heard][:2] == [True, False])


def test_photos_without_texts_have_empty_ones(session: SessionApi) -> None:
    photo = session.browsing.photos("name").result()[0]
    assert [tag for tag in session.tags.tags_for_photos([photo]).result()[photo] if tag.state == "confirmed"] == []
    assert session.captions.captions_for_photos([photo]).result()[photo].caption.text == ""
    assert session.captions.waiting().result() == []
    assert session.searches.saved().result() == []
    assert session.importing.conflicts.conflicts_for_photos().result() == []
    assert session.hiding.away == frozenset()
    assert not session.hiding.is_on
    assert session.encoders.going_on is None
