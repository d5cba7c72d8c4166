"""Before and after a duplicate goes, the file that stays is looked at; whatever is wrong with it, nothing is lost."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.bin import file_moving, kept_files
from photon.app.bin.file_moving import MoveOutcome
from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetChoice, SetPlan
from photon.app.session import Session
from photon.library.bin import file_moves
from photon.library.decisions import moved_words
from photon.media.file.free_rename import rename_freely
from photon.media.trash import bin as any_bin
from tests.app.bin.test_interrupted import Killed, kill_at
from tests.app.conftest import settle
from tests.app.duplicates.test_set_decisions import sets_of, tags_of, undo
from tests.pictures import draw

Act = Callable[[], object]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file three times, and a picture in two different files."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = tmp_path / "photos"
    content = draw(place / "a.jpg", "blue", seed=2, size=(320, 240)).read_bytes()
    for name in ("b.jpg", "c.jpg"):
        (place / name).write_bytes(content)
    content = draw(place / "one.jpg", seed=1, size=(320, 240)).read_bytes()
    # a comment is another file, and the same picture
    (place / "two.jpg").write_bytes(content[:2] + b"\xff\xfe\x00\x08photon" + content[2:])
    return place


def choose(found: FoundSet, stays: str, *goes: str) -> SetChoice:
    """Choose by names of files."""
    files = {Path(file.path).name: file for file in found.files}
    return SetChoice((files[stays],), tuple(files[name] for name in goes))


def photos_of(found: FoundSet) -> dict[str, int]:
    """Photos by names of files."""
    return {Path(file.path).name: file.photo for file in found.files}


def plan_of(session: Session, *choices: SetChoice) -> SetPlan:
    plan = session.sets.plan(choices).result()
    assert plan.bin.obstacles == ()
    return plan


def carry_out(session: Session, *choices: SetChoice) -> tuple[list[str], str]:
    """Carry out choices; return the names of the files that went, and all that was said."""
    return told(session.sets.carry_out(plan_of(session, *choices)).result())


def told(outcome: MoveOutcome) -> tuple[list[str], str]:
    return sorted(Path(one.source).name for one in outcome.moved), " ".join(
        str(error) for _, error in outcome.obstacles
    )


def rot(path: Path) -> None:
    """Change the content alone: size and time are as before."""
    status, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:200] + bytes(len(data) - 200))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def just_before(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    """Do something when the plan was checked for the last time, and no file has moved yet."""
    begin = file_moves.begin

    def begin_after(*arguments: object) -> object:
        act()
        return begin(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(file_moves, "begin", begin_after)


def see_twice(monkeypatch: pytest.MonkeyPatch, seen: Path, real: Path) -> None:
    """Make ``seen`` another view of a file, as on a drive that is connected in two ways: it goes where that goes."""
    away = seen.with_name("away")

    def rename(source: Path, target: Path) -> None:
        rename_freely(source, target)
        if source == real:
            seen.rename(away)
        elif target == real:
            away.rename(seen)

    monkeypatch.setattr(any_bin, "rename_freely", rename)


def is_whole(session: Session, root: Path) -> None:
    """Nothing went, no step is left, and Photon shows what is there."""
    assert sorted(path.name for path in root.iterdir()) == ["a.jpg", "b.jpg", "c.jpg", "one.jpg", "two.jpg"]
    assert session.bin.listed().result() == []
    assert [one.name for one in session.decisions.steps.steps(9).result() if one.name and not one.is_undone] == []
    assert session.undoing.undo().result() is None
    assert len(session.browsing.photos("name").result()) == 3


@pytest.mark.parametrize("stays", ["a.jpg", "b.jpg"])
def test_nothing_goes_if_what_stays_has_rotted_unnoticed(session: Session, root: Path, stays: str) -> None:
    (goes,) = {"a.jpg", "b.jpg"} - {stays}
    rot(root / stays)
    went, said = carry_out(session, choose(sets_of(session)["same-file"], stays, goes))
    assert went == []
    assert f"{root / stays}, which was to stay, has other content than when Photon read it" in said
    is_whole(session, root)


@pytest.mark.parametrize("goes", ["a.jpg", "b.jpg"])
def test_a_file_that_has_rotted_goes_instead_of_a_good_one(session: Session, root: Path, goes: str) -> None:
    (stays,) = {"a.jpg", "b.jpg"} - {goes}
    rot(root / goes)
    assert carry_out(session, choose(sets_of(session)["same-file"], stays, goes)) == ([goes], "")
    assert undo(session) == "moved 1 duplicate to the bin"
    assert (root / goes).exists()


def test_the_same_picture_in_another_file_is_compared_by_its_content(session: Session, root: Path) -> None:
    one = sets_of(session)["same-picture"]
    rot(root / "two.jpg")
    assert carry_out(session, choose(one, "two.jpg", "one.jpg"))[0] == []
    is_whole(session, root)
    assert carry_out(session, choose(one, "one.jpg", "two.jpg")) == (["two.jpg"], "")


def test_nothing_goes_if_what_stays_vanishes_after_the_plan(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    just_before(monkeypatch, (root / "a.jpg").unlink)
    went, said = carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg"))
    assert (went, (root / "b.jpg").exists()) == ([], True)
    assert f"{root / 'a.jpg'}, which was to stay, changed, is gone or can't be read" in said


def test_nothing_goes_if_what_stays_is_replaced_after_the_plan(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    just_before(monkeypatch, lambda: (root / "a.jpg").write_bytes(b"something else"))
    went, said = carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg"))
    assert (went, (root / "b.jpg").exists()) == ([], True)
    assert "has other content" in said


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_nothing_goes_if_what_stays_becomes_a_link_to_it(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch, link: Callable[[Path, Path], None]
) -> None:
    def make_link() -> None:
        (root / "a.jpg").unlink()
        link(root / "b.jpg", root / "a.jpg")

    just_before(monkeypatch, make_link)
    went, said = carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg"))
    assert (went, (root / "b.jpg").exists()) == ([], True)
    assert f"it is the same file as {root / 'a.jpg'}, in another place" in said


def test_a_link_to_something_else_with_the_content_may_stay(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_link() -> None:
        (root / "a.jpg").unlink()
        (root / "a.jpg").symlink_to(root / "c.jpg")

    just_before(monkeypatch, make_link)
    assert carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg")) == (["b.jpg"], "")


def test_a_file_is_moved_back_if_what_stays_goes_with_it(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    see_twice(monkeypatch, root / "a.jpg", root / "b.jpg")
    one = sets_of(session)["same-file"]
    went, said = carry_out(session, choose(one, "a.jpg", "b.jpg"))
    assert went == []
    assert f"{root / 'b.jpg'} was moved back: {root / 'a.jpg'}, which was to stay, went or changed with it" in said
    is_whole(session, root)
    assert carry_out(session, choose(one, "a.jpg", "b.jpg", "c.jpg"))[0] == ["c.jpg"]  # which is a file of its own
    assert undo(session) == "moved 1 duplicate to the bin"
    is_whole(session, root)


def test_a_file_is_moved_back_if_what_stays_only_seems_to_be_there(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(source: Path, target: Path) -> None:
        rename_freely(source, target)
        if source == root / "b.jpg":
            (root / "a.jpg").chmod(0o600)  # the file system changes the status of a file that is renamed

    monkeypatch.setattr(any_bin, "rename_freely", rename)
    went, said = carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg"))
    assert went == []
    assert "was moved back" in said
    is_whole(session, root)


def test_words_stay_where_they_are_if_the_file_is_moved_back(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sets_of(session)["same-picture"]
    goes, stays = (photos_of(one)[name] for name in ("one.jpg", "two.jpg"))
    session.tags.mark([goes], [("Oma",)], "confirmed").result()
    see_twice(monkeypatch, root / "two.jpg", root / "one.jpg")
    assert carry_out(session, choose(one, "two.jpg", "one.jpg"))[0] == []
    assert (tags_of(session, goes), tags_of(session, stays)) == ({("Oma",)}, set())
    assert undo(session) == "tagged 1 photo “Oma”"


def test_what_cannot_be_moved_back_is_in_the_bin_and_said(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(source: Path, target: Path) -> None:
        rename_freely(source, target)
        if source == root / "b.jpg":
            (root / "a.jpg").unlink()
            source.write_bytes(b"another program takes its place")

    monkeypatch.setattr(any_bin, "rename_freely", rename)
    went, said = carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg"))
    assert went == []
    assert f"{root / 'b.jpg'} is in the bin and can't be moved back" in said
    (listed,) = session.bin.listed().result()
    assert listed.path == str(root / "b.jpg")
    assert Path(listed.target).exists()


def test_all_that_relied_on_a_file_comes_back_if_another_set_takes_it_away(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    see_twice(monkeypatch, root / "a.jpg", root / "one.jpg")  # as if a person had chosen so
    found = sets_of(session)
    choices = choose(found["same-file"], "a.jpg", "b.jpg"), choose(found["same-picture"], "two.jpg", "one.jpg")
    went, said = carry_out(session, *choices)
    assert (went, (root / "b.jpg").exists()) == (["one.jpg"], True)
    assert f"{root / 'b.jpg'} was moved back" in said


def test_all_that_relied_on_a_file_comes_back_even_while_photon_is_closed(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_moving, "_PORTION", 1)
    monkeypatch.setattr(file_moving, "_QUICK", 0.0)
    see_twice(monkeypatch, root / "a.jpg", root / "one.jpg")
    found = sets_of(session)
    choices = choose(found["same-file"], "a.jpg", "b.jpg"), choose(found["same-picture"], "two.jpg", "one.jpg")
    plan = plan_of(session, *choices)
    settle_moves, settled = moved_words.settle_moves, []

    def close_after_both(*arguments: object) -> object:
        settled.append(1)
        if len(settled) == 2:
            session.bin.moving._desk._closing.set()
        return settle_moves(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(moved_words, "settle_moves", close_after_both)
    went, said = told(session.sets.carry_out(plan).result())
    assert (went, (root / "b.jpg").exists()) == (["one.jpg"], True)
    assert f"{root / 'b.jpg'} was moved back" in said


@pytest.mark.parametrize("is_window", [False, True])
def test_what_a_killed_process_could_not_finish_is_said(
    session: Session, root: Path, open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch, is_window: bool
) -> None:
    plan = plan_of(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg"))
    with monkeypatch.context() as patch:
        kill_at(patch, "rename", 1, after=True)
        with pytest.raises(Killed):
            session.sets.carry_out(plan).result()
        session.close()
    rot(root / "a.jpg")
    later, refused = open_session(background=False), list[tuple[str, Exception]]()
    if is_window:
        later.bin.moving.on_refused = refused.extend
    later.bin.moving.tidy().result()
    assert (root / "b.jpg").exists()
    said = [str(error) for _, error in refused] if is_window else list(later.store.notices)
    assert len(said) == 1
    assert f"{root / 'b.jpg'} wasn't moved: {root / 'a.jpg'}, which was to stay, has other content" in said[0]
    later.bin.moving.tidy().result()
    assert len([*refused, *later.store.notices]) == 1


def test_a_picture_that_changed_since_its_set_was_found_is_no_copy(session: Session, root: Path) -> None:
    one = sets_of(session)["same-picture"]

    def edit(photo: int, picture: bytes) -> None:
        sql = "UPDATE photos SET read_image_hash = ? WHERE id = ?"
        session.store.write(lambda lib: lib.db.execute(sql, (picture, photo)).rowcount).result()

    for file, other in (one.files, one.files[::-1]):
        edit(file.photo, b"edited")
        for choice in (SetChoice((file,), (other,)), SetChoice((other,), (file,))):
            plan = session.sets.plan([choice]).result()
            assert plan.photos == 0
            assert "changed" in str(plan.bin.obstacles[0][1])
        edit(file.photo, file.picture)
    assert session.sets.plan([SetChoice(one.files[:1], one.files[1:])]).result().photos == 1


def test_a_damaged_picture_stays_only_instead_of_a_damaged_one(session: Session, root: Path) -> None:
    one = sets_of(session)["same-picture"]
    photos = photos_of(one)

    def damage(name: str) -> None:
        sql = "UPDATE photos SET damage = 'cut off' WHERE id = ?"
        session.store.write(lambda lib: lib.db.execute(sql, (photos[name],)).rowcount).result()

    damage("one.jpg")
    plan = session.sets.plan([choose(one, "one.jpg", "two.jpg")]).result()
    assert f"{root / 'one.jpg'}, which was to stay, is damaged" in str(plan.bin.obstacles[0][1])
    assert plan.photos == 0
    assert session.sets.plan([choose(one, "two.jpg", "one.jpg")]).result().photos == 1
    damage("two.jpg")
    assert session.sets.plan([choose(one, "one.jpg", "two.jpg")]).result().photos == 1


def test_moving_again_looks_again(session: Session, root: Path) -> None:
    assert carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg")) == (["b.jpg"], "")
    assert undo(session) == "moved 1 duplicate to the bin"
    rot(root / "a.jpg")
    refused: list[tuple[str, Exception]] = []
    session.bin.moving.on_refused = refused.extend
    session.undoing.redo().result()
    session.bin.settled().result()
    assert (root / "b.jpg").exists()
    assert "has other content" in str(refused[0][1])


def test_the_content_of_a_file_that_stays_is_read_once(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    compare = kept_files.compare_kept
    monkeypatch.setattr(kept_files, "compare_kept", lambda move: (read.append(move.stays), compare(move))[1])
    assert carry_out(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg", "c.jpg"))[0] == ["b.jpg", "c.jpg"]
    assert read == [str(root / "a.jpg")]


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_process_killed_between_move_and_look_looks_at_its_next_start(
    session: Session, root: Path, open_session: Callable[..., Session], *, is_lost: bool
) -> None:
    class Killed(BaseException):
        """The process is gone: nothing after this happens."""

    def die(*_: object) -> bool:
        raise Killed

    plan = plan_of(session, choose(sets_of(session)["same-file"], "a.jpg", "b.jpg"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_files.KeptFiles, "is_left", die)
        patch.setattr(file_moves, "end_batch", die)
        with pytest.raises(Killed):
            session.sets.carry_out(plan).result()
        session.close()
    assert not (root / "b.jpg").exists()
    if is_lost:
        (root / "a.jpg").unlink()
    later = open_session()
    settle(later)
    assert (root / "b.jpg").exists() == is_lost
    assert len(later.bin.listed().result()) == (not is_lost)
    if not is_lost:
        assert undo(later) == "moved 1 duplicate to the bin"
        assert (root / "b.jpg").exists()
