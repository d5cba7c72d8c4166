"""Decisions about sets: all metadata is kept, one step restores everything, and an error affects only itself."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from photon.app.bin import file_moving
from photon.app.bin.file_moving import MoveOutcome
from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetChoice, best_stays
from photon.app.session import Session
from photon.domain.metadata.caption import LONGEST_CAPTION
from photon.library.bin import file_moves
from photon.library.decisions import word_union
from photon.library.decisions.reversal import Reversal
from photon.search.query_language import parse
from tests.app.conftest import settle, until
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A photo, the same picture with other metadata, and a file twice."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = tmp_path / "photos"
    one = draw(place / "one.jpg", seed=1, size=(320, 240))
    content = one.read_bytes()
    (place / "sent").mkdir()
    # a comment is another file, and the same picture
    (place / "sent" / "one.jpg").write_bytes(content)
    one.write_bytes(content[:2] + b"\xff\xfe\x00\x08photon" + content[2:])
    twice = draw(place / "twice.jpg", "blue", seed=2, size=(320, 240))
    (place / "sent" / "twice.jpg").write_bytes(twice.read_bytes())
    return place


@contextmanager
def raising(monkeypatch: pytest.MonkeyPatch, module: object, name: str, when: int = 1) -> Iterator[None]:
    """Make the ``when``-th call of a function raise an unexpected error."""
    act, calls = getattr(module, name), []

    def failing(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == when:
            raise RuntimeError(name)
        return act(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(module, name, failing)
        yield


def sets_of(session: Session) -> dict[str, FoundSet]:
    return {one.kind: one for one in session.duplicates.find_sets().result().sets if one.offer}


def carry_out(session: Session, choices: Sequence[SetChoice]) -> MoveOutcome:
    return session.sets.carry_out(session.sets.plan(choices).result()).result()


def undo(session: Session) -> str | None:
    name = session.undoing.undo().result()
    session.bin.settled().result()
    settle(session)
    return name


def names(session: Session) -> set[str]:
    return {
        Path(path).name for path in session.browsing.paths(session.browsing.photos("name").result()).result().values()
    }


def tags_of(session: Session, photo: int) -> set[tuple[str, ...]]:
    found = session.tags.tags_for_photos([photo]).result().get(photo, ())
    return {one.path for one in found if one.state == "confirmed"}


def decided(session: Session) -> list[list[tuple[object, ...]]]:
    """All that was decided about photos."""
    tables = ("photo_tags", "captions", "album_photos", "stack_photos")
    queries = ["SELECT id, rating, favourite, label, flag FROM photos", *(f"SELECT * FROM {name}" for name in tables)]
    library = session.store.here()
    return [sorted(library.db.execute(query).fetchall(), key=repr) for query in queries]


def found_by(session: Session, query: str) -> set[int]:
    return {hit.photo for hit in session.searching.search(parse(query).query).result().hits}


def test_photos_that_are_no_duplicates_are_in_no_set_until_it_is_undone(session: Session) -> None:
    before = sets_of(session)
    picture, file = before["same-picture"], before["same-file"]
    (copy,) = picture.photos[1:]
    assert found_by(session, "is:duplicate") == {copy}
    assert session.sets.keep_apart([picture.photos]).result() == 2
    assert sets_of(session) == {"same-file": file}
    until(lambda: found_by(session, "is:duplicate") == set())
    assert session.sets.keep_apart([picture.photos]).result() == 0
    assert session.sets.keep_apart([file.photos]).result() == 1
    assert sets_of(session) == {}
    assert session.undoing.undo().result() == "kept 1 photo as no duplicate"
    assert session.undoing.undo().result() == "kept 2 photos as no duplicates"
    assert sets_of(session) == before
    until(lambda: found_by(session, "is:duplicate") == {copy})
    session.undoing.redo().result()
    assert sets_of(session) == {"same-file": file}
    until(lambda: found_by(session, "is:duplicate") == set())


def test_the_one_that_stays_gets_all_words_and_one_step_brings_all_back(session: Session, root: Path) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    session.captions.write([goes], text="a red tram").result()
    session.marking.rate([goes], 5).result()
    one = sets_of(session)["same-picture"]
    assert one.photos == (goes, stays)  # the person's own marks count
    choice = SetChoice(one.files[1:], one.files[:1])
    outcome = carry_out(session, [choice])
    assert (outcome.photos, outcome.obstacles) == (1, [])
    assert names(session) == {"one.jpg", "twice.jpg"}
    assert (tags_of(session, stays), found_by(session, "rating:5")) == ({("Oma",)}, {stays})
    assert session.captions.captions_for_photos([stays]).result()[stays].caption.text == "a red tram"
    assert undo(session) == "moved 1 duplicate to the bin"
    assert (root / "one.jpg").exists()
    assert (root / "sent" / "one.jpg").exists()
    assert (tags_of(session, stays), tags_of(session, goes)) == (set(), {("Oma",)})
    assert found_by(session, "rating:5") == {goes}
    session.undoing.redo().result()
    session.bin.settled().result()
    assert tags_of(session, stays) == {("Oma",)}
    assert undo(session) == "moved 1 duplicate to the bin"
    assert tags_of(session, stays) == set()


def test_words_of_a_photo_that_is_gone_for_good_stay_where_they_went(session: Session, tmp_path: Path) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    carry_out(session, best_stays([sets_of(session)["same-picture"]]))
    shutil.rmtree(tmp_path / "data")  # the bin is emptied
    for place in tmp_path.rglob(".Trash*"):
        shutil.rmtree(place)
    undo(session)
    assert tags_of(session, stays) == {("Oma",)}


def test_files_and_words_of_all_sets_are_one_step_in_another_process(
    tmp_path: Path, open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(file_moving, "_PORTION", 2)
    monkeypatch.setattr(file_moving, "_QUICK", 0.0)
    for number in range(5):
        content = draw(tmp_path / "photos" / f"{number}.jpg", seed=number, size=(160, 120)).read_bytes()
        (tmp_path / "photos" / f"copy {number}.jpg").write_bytes(content[:2] + b"\xff\xfe\x00\x08photon" + content[2:])
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    sets = [one for one in session.duplicates.find_sets().result().sets if one.kind == "same-picture"]
    goes = [one.photos[1] for one in sets]
    assert len(goes) == 5
    session.tags.mark(goes, [("Oma",)], "confirmed").result()
    session.marking.mark(goes, 4, "red", 1).result()
    session.marking.favour(goes[:2], True).result()
    session.albums.make("trip", goes).result()
    session.stacks.make(goes[:3]).result()
    session.captions.write(goes, text="a red tram").result()
    before = decided(session)
    carry_out(session, [SetChoice(one.files[:1], one.files[1:]) for one in sets])
    assert decided(session) != before
    session.marking.rate([sets[0].photos[0]], 1).result()
    session.undoing.undo().result()
    session.close()
    later = open_session(background=False)
    assert (
        later.decisions.steps.undo(later.decisions.steps.find_latest().result()).result().name
        == "moved 5 duplicates to the bin"
    )
    assert decided(later) == before
    assert len(list((tmp_path / "photos").iterdir())) == 10
    assert later.decisions.steps.steps(1).result()[0].is_undone


def test_a_photo_that_comes_back_alone_takes_its_words_along(session: Session, root: Path) -> None:
    found = sets_of(session)
    stays, goes = found["same-picture"].photos
    (root / "sent" / "again.jpg").write_bytes((root / "sent" / "one.jpg").read_bytes() + b"more")
    session.work.rescan().result()
    until(lambda: len(sets_of(session)["same-picture"].photos) == 3)
    settle(session)
    one = sets_of(session)["same-picture"]
    (third,) = set(one.photos) - {stays, goes}
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    session.tags.mark([third], [("Opa",)], "confirmed").result()
    files = {file.photo: file for file in one.files}
    carry_out(session, [SetChoice((files[stays],), (files[goes], files[third]))])
    assert tags_of(session, stays) == {("Oma",), ("Opa",)}
    listed = {one.photo: one.id for one in session.bin.listed().result()}
    session.bin.put_back([listed[goes]]).result()
    assert tags_of(session, stays) == {("Opa",)}
    assert not session.decisions.steps.steps(1).result()[0].is_undone
    assert undo(session) == "moved 2 duplicates to the bin"
    assert tags_of(session, stays) == set()
    assert session.decisions.steps.steps(1).result()[0].is_undone


def test_what_was_decided_since_about_the_photo_that_stays_is_kept(session: Session) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.marking.mark([goes], 3, "red", None).result()
    files = sets_of(session)["same-picture"].files
    carry_out(session, [SetChoice(files[:1], files[1:])])
    session.marking.rate([stays], 5).result()
    step = next(one for one in session.decisions.steps.steps(9).result() if one.batch)
    session.decisions.steps.undo(step.id).result()
    cards = session.browsing.cards([stays, goes]).result()
    assert (cards[stays].rating, cards[goes].rating) == (5, 3)


def test_the_best_of_each_set_stays_and_only_files_below_a_folder_go(session: Session, root: Path) -> None:
    found = session.duplicates.find_sets().result().sets
    plan = session.sets.plan(best_stays(found)).result()
    assert plan.photos == 2
    assert plan.bytes == sum(Path(unit[0].source).stat().st_size for unit in plan.bin.units)
    assert session.sets.plan(best_stays(found, [str(root / "elsewhere")])).result().photos == 0
    carry_out(session, best_stays(found, [str(root / "sent")]))
    assert sorted(path.name for path in root.rglob("*.jpg")) == ["one.jpg", "twice.jpg"]
    assert sets_of(session) == {}


def test_a_photo_that_was_to_stay_and_vanished_keeps_the_others(session: Session) -> None:
    sets = sets_of(session)
    Path(sets["same-picture"].paths[0]).unlink()
    Path(sets["same-file"].paths[1]).unlink()
    outcome = carry_out(session, best_stays(list(sets.values())))
    assert outcome.photos == 0
    reasons = " ".join(str(error) for _, error in outcome.obstacles)
    assert "was to stay" in reasons
    assert Path(sets["same-picture"].paths[1]).exists()
    assert Path(sets["same-file"].paths[0]).exists()


def test_a_photo_that_was_to_stay_and_changed_after_the_plan_was_seen_keeps_the_others(
    session: Session, root: Path
) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    plan = session.sets.plan(best_stays([sets_of(session)["same-picture"]])).result()
    assert plan.photos == 1
    Path(plan.choices[0].stays[0].path).write_bytes(b"edited meanwhile")
    outcome = session.sets.carry_out(plan).result()
    assert outcome.moved == []
    assert "which was to stay" in str(outcome.obstacles[0][1])
    assert (root / "sent" / "one.jpg").exists()
    assert tags_of(session, stays) == set()


def test_links_to_one_file_are_no_copies_when_it_is_decided(session: Session) -> None:
    one = sets_of(session)["same-file"]
    first, second = map(Path, one.paths)
    about = second.stat()
    second.unlink()
    os.link(first, second)
    os.utime(second, ns=(about.st_atime_ns, about.st_mtime_ns))
    settle(session)
    outcome = carry_out(session, best_stays([one]))
    assert outcome.photos == 0
    assert first.exists()
    assert second.exists()


def test_a_bin_that_refuses_says_so_and_leaves_words_as_they_were(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    plan = session.sets.plan(best_stays([sets_of(session)["same-picture"]])).result()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("photon.media.trash.bin.rename_freely", refuse)
    outcome = session.sets.carry_out(plan).result()
    monkeypatch.undo()
    assert (outcome.moved, len(outcome.obstacles)) == ([], 1)
    assert tags_of(session, stays) == set()
    assert session.undoing.undo().result() != "moved 1 duplicate to the bin"
    assert (root / "sent" / "one.jpg").exists()


def test_a_photo_whose_caption_is_too_long_is_not_moved(session: Session) -> None:
    one, other = sets_of(session)["same-picture"], sets_of(session)["same-file"]
    half = LONGEST_CAPTION // 2
    for file, text in ((one.files[0], "a" * half), (one.files[1], "b" * half), (other.files[0], "c")):
        session.captions.write([file.photo], text=text).result()
    plan = session.sets.plan([SetChoice(one.files[:1], (*one.files[1:], *other.files))]).result()
    assert [path for path, _ in plan.bin.obstacles] == [one.paths[1]]
    assert "too long to be joined" in str(plan.bin.obstacles[0][1])
    assert {unit[0].source for unit in plan.bin.units} == set(other.paths)
    assert plan.words == {other.photos[0]: one.photos[0]}


def test_a_live_photo_stays_where_the_other_has_no_film(session: Session, root: Path) -> None:
    one = sets_of(session)["same-picture"]
    Path(one.paths[1]).with_suffix(".mov").write_bytes(b"film")
    plan = session.sets.plan(best_stays([one])).result()
    assert plan.photos == 0
    assert "live photo" in str(plan.bin.obstacles[0][1])
    Path(one.paths[0]).with_suffix(".mov").write_bytes(b"film")
    (unit,) = session.sets.plan(best_stays([one])).result().bin.units
    assert [move.role for move in unit] == ["photo", "video"]


def test_of_a_photo_with_two_files_that_is_the_best_one_stays(session: Session, root: Path) -> None:
    (root / "a copy of one.jpg").write_bytes((root / "one.jpg").read_bytes())
    session.work.rescan().result()
    until(lambda: len(session.duplicates.find_sets().result().sets) == 3)
    settle(session)
    carry_out(session, best_stays(session.duplicates.find_sets().result().sets))
    assert sorted(path.name for path in root.rglob("*.jpg")) == ["one.jpg", "twice.jpg"]
    assert sets_of(session) == {}


def test_of_a_photo_with_two_files_that_is_a_copy_none_stays(session: Session, root: Path) -> None:
    (root / "sent" / "again.jpg").write_bytes((root / "sent" / "one.jpg").read_bytes())
    session.work.rescan().result()
    until(lambda: len(session.duplicates.find_sets().result().sets) == 3)
    settle(session)
    carry_out(session, best_stays(session.duplicates.find_sets().result().sets))
    assert sorted(path.name for path in root.rglob("*.jpg")) == ["one.jpg", "twice.jpg"]


def test_an_error_at_any_point_keeps_metadata_with_its_files_and_leaves_a_step(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    choices = best_stays([sets_of(session)["same-picture"]])
    points = [(file_moves, "begin_batch"), (file_moves, "begin"), (file_moving, "carry"), (file_moving, "flush_moves")]
    points += [(file_moves, "settle"), (word_union, "unite_words"), (file_moves, "end_batch")]
    for module, name in points:
        plan = session.sets.plan(choices).result()
        with raising(monkeypatch, module, name), pytest.raises(RuntimeError, match=name):
            session.sets.carry_out(plan).result()
        session.bin.moving.tidy().result()  # as before the next move
        has_gone = not (root / "sent" / "one.jpg").exists()
        assert has_gone == (name not in {"begin_batch", "begin"})
        assert tags_of(session, stays) == ({("Oma",)} if has_gone else set())
        if has_gone:
            assert undo(session) == "moved 1 duplicate to the bin"
            assert (root / "sent" / "one.jpg").exists()
            assert (tags_of(session, stays), tags_of(session, goes)) == (set(), {("Oma",)})
    assert undo(session) != "moved 1 duplicate to the bin"


def test_metadata_is_withdrawn_with_the_place_of_the_file_or_not_at_all(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    carry_out(session, best_stays([sets_of(session)["same-picture"]]))
    refused: list[object] = []
    session.bin.moving.on_refused = refused.extend
    with raising(monkeypatch, Reversal, "reverse"):
        undo(session)
    assert (root / "sent" / "one.jpg").exists()
    assert tags_of(session, stays) == {("Oma",)}
    session.bin.moving.tidy().result()  # the journal still has the file on its way back
    assert tags_of(session, stays) == set()


def test_photos_that_were_moved_before_an_error_can_be_brought_back(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_moving, "_PORTION", 1)
    monkeypatch.setattr(file_moving, "_QUICK", 0.0)
    photos = session.browsing.photos("name").result()
    plan = session.bin.plan(photos).result()
    with raising(monkeypatch, file_moves, "begin", 2), pytest.raises(RuntimeError):
        session.bin.move_to_bin(plan).result()
    assert len(session.browsing.photos("name").result()) == len(photos) - 1
    assert undo(session) == "moved 1 photo to the bin"
    assert len(session.browsing.photos("name").result()) == len(photos)


def test_words_of_a_photo_whose_file_was_deleted_from_the_bin_stay(session: Session, tmp_path: Path) -> None:
    stays, goes = sets_of(session)["same-picture"].photos
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    outcome = carry_out(session, best_stays([sets_of(session)["same-picture"]]))
    (move,) = outcome.moved
    Path(move.target).unlink()  # the bin itself is still there
    assert session.bin.listed().result() == []  # it is noticed
    assert undo(session) == "moved 1 duplicate to the bin"
    assert tags_of(session, stays) == {("Oma",)}
