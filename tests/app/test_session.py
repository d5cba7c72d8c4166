"""The main task, end to end: from folders to photos to answers; moves, edits, losses, and what must survive."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.indexing import background
from photon.app.session import Session
from photon.domain import Activity, Changes, Like, PhotonError, Query
from photon.library.photos import files
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.pictures import draw

Open = Callable[..., Session]


def _names(session: Session, words: str, top: int = 50) -> list[str]:
    return [Path(hit.path).stem for hit in session.searching.search(Query.build(words, top=top)).result().hits]


def _fill(folder: Path) -> None:
    for colour in ("red", "blue", "green"):
        for number in range(4):
            draw(folder / colour / f"{colour}{number}.jpg", colour, number)


def test_a_folder_becomes_searchable_automatically(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session()
    heard: list[Changes | Activity] = []
    session.store.events.subscribe(heard.append)
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    assert session.searching.counts().result().searchable == 12
    assert set(_names(session, "red", 4)) == {"red0", "red1", "red2", "red3"}
    kinds = set().union(*(event.kinds for event in heard if isinstance(event, Changes)))
    assert kinds - {"topics"} == {"folders", "photos", "vectors", "styles", "suggestions"}
    assert {event.stage for event in heard if isinstance(event, Activity)} >= {"scanning", "reading"}
    ids = session.browsing.photos("name").result()
    assert [session.browsing.cards(ids).result()[id_].name for id_ in ids[:4]] == [f"blue{n}.jpg" for n in range(4)]
    assert all(jpeg.startswith(b"\xff\xd8") for jpeg in session.browsing.previews(ids).result().values())


def test_a_folder_limits_the_search(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    answer = session.searching.search(Query.build("red", folder=str(tmp_path / "photos" / "blue"))).result()
    assert {Path(hit.path).parent.name for hit in answer.hits} == {"blue"}
    assert sorted(f.photos for f in session.browsing.subfolders().result()) == [4, 4, 4, 12]


def test_new_changed_moved_and_removed_files_are_noticed(
    open_session: Open, tmp_path: Path, encoder: ColourEncoding
) -> None:
    folder = tmp_path / "photos"
    _fill(folder)
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    first = session.browsing.photos("name").result()
    session.marking.rate(first[:1], 4).result()
    time.sleep(0.5)  # the watcher starts at the same time as the first scan

    draw(folder / "red" / "new.jpg", "red", 99)
    until(lambda: len(session.browsing.photos("name").result()) == 13)
    until(lambda: "new" in _names(session, "red", 5))
    until(lambda: session.searching.counts().result().searchable == 13)  # it is already found by its folder's name
    seen = encoder.pictures

    (folder / "blue" / "blue0.jpg").rename(folder / "green" / "moved.jpg")
    until(lambda: "moved" in _names(session, "blue", 4))
    until(lambda: session.browsing.photo(first[0]).result().path.endswith("green/moved.jpg"))
    assert session.browsing.photo(first[0]).result().rating == 4
    assert encoder.pictures == seen

    (folder / "red" / "red3.jpg").unlink()
    until(lambda: "red3" not in _names(session, "red"))

    draw(folder / "green" / "green1.jpg", "yellow", 1, size=(80, 48))
    until(lambda: "green1" in _names(session, "yellow", 1))
    assert len(session.browsing.photos("name").result()) == 12


def test_a_whole_folder_can_be_renamed_and_a_new_one_with_content_appears(open_session: Open, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    _fill(folder)
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    before = set(session.browsing.photos("name").result())
    time.sleep(0.5)
    (folder / "red").rename(folder / "crimson")
    names = {"photos", "crimson", "blue", "green"}
    until(lambda: {Path(f.path).name for f in session.browsing.subfolders().result()} == names)
    assert set(session.browsing.photos("name").result()) == before
    shutil.copytree(folder / "blue", tmp_path / "prepared" / "deep")
    draw(tmp_path / "prepared" / "deep" / "extra.jpg", "purple", 7)
    (tmp_path / "prepared").rename(folder / "prepared")
    until(lambda: len(session.browsing.photos("name").result()) == 13)


def test_a_disconnected_folder_is_offline_and_loses_nothing(
    open_session: Open, tmp_path: Path, encoder: ColourEncoding
) -> None:
    folder = tmp_path / "photos"
    _fill(folder)
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    seen = encoder.pictures
    folder.rename(tmp_path / "away")
    until(lambda: session.browsing.folders().result()[0].offline)
    assert session.searching.counts().result().photos == 12
    assert len(_names(session, "red", 4)) == 4
    folder.mkdir()  # an empty mount point is not a deleted library
    session.work.rescan().result()
    time.sleep(0.5)
    assert session.searching.counts().result().photos == 12
    folder.rmdir()
    (tmp_path / "away").rename(folder)
    until(lambda: not session.browsing.folders().result()[0].offline)
    settle(session)
    assert session.searching.counts().result().photos == 12
    assert encoder.pictures == seen


def test_a_folder_reconnected_before_the_next_check_is_noticed(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "photos"
    _fill(folder)
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    monkeypatch.setattr(background, "_DRIVES", 1e9)
    folder.rename(tmp_path / "away")
    until(lambda: session.browsing.folders().result()[0].offline)
    (tmp_path / "away").rename(folder)
    monkeypatch.setattr(background, "_DRIVES", 0.0)
    until(lambda: not session.browsing.folders().result()[0].offline)


@pytest.mark.slow
@pytest.mark.usefixtures("real_delays")
def test_a_partially_copied_file_is_read_when_it_stops_growing(open_session: Open, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    draw(folder / "first.jpg", "red")
    whole = draw(tmp_path / "whole.jpg", "blue", size=(640, 480)).read_bytes()
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    time.sleep(0.5)
    with (folder / "slow.jpg").open("wb") as stream:
        for at in range(0, len(whole), len(whole) // 5 + 1):
            stream.write(whole[at : at + len(whole) // 5 + 1])
            stream.flush()
            time.sleep(0.3)
    until(lambda: len(session.browsing.photos("name").result()) == 2)
    settle(session)
    assert session.browsing.problems().result() == []
    assert _names(session, "blue", 1) == ["slow"]


def test_unreadable_files_are_listed_and_affect_only_themselves(open_session: Open, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    _fill(folder)
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("no picture at all")
    (folder / "film.mp4").write_bytes(b"film")
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    counts = session.searching.counts().result()
    assert (counts.photos, counts.problems, counts.videos) == (12, 3, 0)
    assert [Path(problem.path).name for problem in session.browsing.problems().result()] == [
        "empty.jpg",
        "film.mp4",
        "text.jpg",
    ]


def test_marks_are_undone_and_redone_in_order(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    ids = session.browsing.photos("name").result()[:3]
    session.marking.rate(ids, 3).result()
    session.marking.favour(ids[:1], True).result()
    assert session.undoing.undo().result() == "added 1 photo to favourites"
    assert session.undoing.undo().result() == "rated 3 photos"
    assert session.undoing.undo().result() is None
    assert {card.rating for card in session.browsing.cards(ids).result().values()} == {0}
    assert session.undoing.redo().result() == "rated 3 photos"
    assert {card.rating for card in session.browsing.cards(ids).result().values()} == {3}


def test_graph_vectors_and_previews_are_rebuilt(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    ids = session.browsing.photos("name").result()
    session.marking.rate(ids[:1], 5).result()
    before = [(hit.photo, hit.score) for hit in session.searching.search(Query.build("green")).result().hits]
    session.close()
    for path in (tmp_path / "library").glob("*.db*"):
        if not path.name.startswith("catalog"):
            path.unlink()
    again = open_session()
    settle(again)
    assert [(hit.photo, hit.score) for hit in again.searching.search(Query.build("green")).result().hits] == before
    assert again.browsing.cards(ids[:1]).result()[ids[0]].rating == 5


def test_removing_a_folder_does_not_touch_its_files(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    files = sorted((tmp_path / "photos").rglob("*.jpg"))
    stats = [path.stat() for path in files]
    session = open_session()
    folder = session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    session.work.remove_folder(folder.id).result()
    assert session.browsing.photos("newest").result() == []
    assert session.searching.search(Query.build("red")).result().hits == ()
    assert [(s.st_size, s.st_mtime_ns) for s in stats] == [(p.stat().st_size, p.stat().st_mtime_ns) for p in files]


def test_pausing_stops_and_resuming_continues(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    settle(session)
    session.work.background.pause()
    assert session.work.activity.paused
    _fill(tmp_path / "photos")
    session.work.add_folder(str(tmp_path / "photos")).result()
    time.sleep(0.6)
    assert session.searching.counts().result().searchable == 0
    session.work.background.resume()
    settle(session)
    assert session.searching.counts().result().searchable == 12


def test_a_folder_skipped_by_a_watched_one_is_refused_with_the_reason(open_session: Open, tmp_path: Path) -> None:
    for name in (".private/deep", "phone/cache", "proofs", "fine/inner"):
        draw(tmp_path / "photos" / name / "a.jpg")
    (tmp_path / "photos" / "phone" / ".nomedia").touch()
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    session.watched.set_skip("proofs*", on=True).result()
    for name, reason in (
        (".private/deep", "“.private” is a hidden folder"),
        ("phone/cache", "a file named .nomedia in “phone”"),
        ("proofs", "folders named “proofs” are skipped"),
    ):
        with pytest.raises(PhotonError, match=reason):
            session.work.add_folder(str(tmp_path / "photos" / name)).result()
    assert session.work.add_folder(str(tmp_path / "photos" / "fine" / "inner")).result().path == str(
        tmp_path / "photos"
    )


def test_unanswerable_queries_are_refused_with_a_message(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    with pytest.raises(PhotonError, match="search is empty"):
        session.searching.search(Query.build("   ")).result()
    (tmp_path / "no.jpg").write_text("x")
    with pytest.raises(PhotonError, match=r"no\.jpg"):
        session.searching.search(Query.build(likes=(Like(str(tmp_path / "no.jpg")),))).result()
    assert session.searching.search(Query.build("red")).result().hits == ()


def test_similar_photos_exclude_the_example(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    example = tmp_path / "photos" / "red" / "red0.jpg"
    hits = session.searching.similar(Query.build(likes=(Like(str(example)),), top=3), fold=False).result().hits
    assert {Path(hit.path).stem for hit in hits} == {"red1", "red2", "red3"}
    outside = draw(tmp_path / "outside.jpg", "green", 55)
    hits = session.searching.similar(Query.build(likes=(Like(str(outside)),), top=4), fold=False).result().hits
    assert {Path(hit.path).parent.name for hit in hits} == {"green"}


def test_several_examples_a_folder_and_folding(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    ids = {
        Path(session.browsing.photo(photo).result().path).stem: photo
        for photo in session.browsing.photos("name").result()
    }
    session.marking.rate([ids["red3"]], 4).result()
    likes = (Like(photo=ids["red0"]), Like(photo=ids["blue0"]))
    hits = session.searching.similar(Query.build(likes=likes)).result().hits
    # This encoder sees colours only: shades of one colour are near-duplicates, and the rated one is in front.
    assert {photo for hit in hits[:2] for photo in (hit.photo, *hit.alike)} == {
        ids[name] for name in ("red1", "red2", "red3", "blue1", "blue2", "blue3")
    }
    assert ids["red3"] in {hit.photo for hit in hits}
    here = session.searching.similar(Query.build(likes=likes, folder=str(tmp_path / "photos" / "green"))).result().hits
    assert {Path(hit.path).parent.name for hit in here} == {"green"}
    with pytest.raises(PhotonError, match="search is empty"):
        session.searching.similar(Query.build("words alone")).result()


def test_two_sessions_on_one_library_share_the_work(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    first = open_session()
    second = open_session(background=False)
    settle(first)
    second.work.add_folder(str(tmp_path / "photos")).result()
    second.start_work()
    settle(second)
    assert second.searching.counts().result().searchable == 12
    until(lambda: len(_names(first, "red", 4)) == 4)
    second.marking.rate(second.browsing.photos("name").result()[:1], 2).result()
    assert (
        first.browsing.cards(first.browsing.photos("name").result())
        .result()[first.browsing.photos("name").result()[0]]
        .rating
        == 2
    )


def test_the_loupe_gets_the_full_picture(open_session: Open, tmp_path: Path) -> None:
    draw(tmp_path / "photos" / "a.jpg", "red", size=(900, 600))
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    (photo,) = session.browsing.photos("newest").result()
    picture = session.work.rendering.picture(photo, 300).result()
    assert (picture.width, picture.height, picture.full_width) == (300, 200, 900)
    assert len(picture.rgb) == 300 * 200 * 3
    (tmp_path / "photos" / "a.jpg").unlink()
    with pytest.raises(PhotonError):
        session.work.rendering.picture(photo, None).result()


def test_returning_photos_are_found_and_missing_ones_take_no_place(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session()
    folder = session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    assert len(_names(session, "red", 4)) == 4
    session.work.remove_folder(folder.id).result()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    assert set(_names(session, "red", 4)) == {"red0", "red1", "red2", "red3"}
    for number in range(3):
        (tmp_path / "photos" / "red" / f"red{number}.jpg").unlink()
    until(lambda: session.searching.counts().result().photos == 9)
    until(lambda: _names(session, "red", 1) == ["red3"])  # the index follows the catalogue


@pytest.mark.slow
def test_resuming_continues_after_a_failed_write(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(tmp_path / "photos")
    session = open_session(background=False)
    real, failures = files.record, [PhotonError("The disk is full.", "Free some space.")]

    def record(*arguments: object, **named: object) -> Changes:
        if failures:
            raise failures.pop()
        return real(*arguments, **named)

    monkeypatch.setattr(files, "record", record)
    monkeypatch.setattr(background, "_RETRY", 0.2)
    session.work.add_folder(str(tmp_path / "photos")).result()
    session.start_work()
    until(lambda: session.searching.counts().result().searchable == 12)


@pytest.mark.slow
def test_a_folder_can_be_removed_while_it_is_read(open_session: Open, tmp_path: Path) -> None:
    for number in range(40):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number, size=(1200, 900))
    session = open_session()
    folder = session.work.add_folder(str(tmp_path / "photos")).result()
    until(lambda: session.searching.counts().result().photos > 0)
    session.work.remove_folder(folder.id).result()
    settle(session)
    assert session.browsing.photos("newest").result() == []
    assert session.browsing.problems().result() == []
