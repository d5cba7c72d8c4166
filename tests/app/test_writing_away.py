"""Cases in which metadata could be lost: lost sidecars, offline drives, names of maximum length."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.metadata.file_plan import work_in
from photon.app.session import Session
from photon.domain.metadata.writing import Policy
from photon.library.files import write_journal
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle
from tests.media.packets import bag, languages, packet
from tests.pictures import draw


def opened_over(open_session: Callable[..., Session], root: Path) -> Session:
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    return session


def look(session: Session) -> None:
    session.work.rescan().result()
    settle(session)


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_metadata_of_a_lost_sidecar_is_written_again(
    open_session: Callable[..., Session], tmp_path: Path, policy: Policy
) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg")
    words = bag("lr:hierarchicalSubject", "Places|Rome") + languages("dc:description", x_default="by hand")
    (root / "a.jpg.xmp").write_bytes(packet(words, 'xmp:Rating="4"'))
    session = opened_over(open_session, root)
    (root / "a.jpg.xmp").unlink()
    look(session)
    plan = session.writing.plan(session.browsing.photos("name").result(), policy=policy).result()
    assert session.writing.write(plan).result().obstacles == ()
    metadata = read_words(str(root / "a.jpg")).metadata
    assert metadata is not None
    assert (metadata.keywords, metadata.caption, metadata.rating) == ((("Places", "Rome"),), "by hand", 4)
    look(session)
    assert session.writing.plan(session.browsing.photos("name").result(), policy=policy).result().files == ()


@pytest.fixture
def tagged(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    draw(tmp_path / "photos" / "a.jpg")
    session = opened_over(open_session, tmp_path / "photos")
    session.tags.mark(session.browsing.photos("name").result(), [("Places", "Italy")], "confirmed").result()
    return session


@pytest.mark.parametrize("policy", ["sidecar", "embed"])
@pytest.mark.parametrize("is_mount_point", [False, True])
def test_an_interrupted_write_on_an_offline_drive_stays_open_until_it_returns(
    tagged: Session, tmp_path: Path, policy: Policy, is_mount_point: bool
) -> None:
    root, away = tmp_path / "photos", tmp_path / "away"
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    plan = tagged.writing.plan(tagged.browsing.photos("name").result(), policy=policy).result()
    run = tagged.store.write(lambda lib: write_journal.begin_run(lib, "killed")).result()
    planned = [one.record[0] for one in plan.files]
    tagged.store.write(lambda lib: write_journal.begin(lib, run, planned)).result()
    (one,) = plan.files
    if one.is_photo:
        one_change = work_in(one.record[1]).change
        (root / "a.jpg").write_bytes(one_change.splice.applied((root / "a.jpg").read_bytes()))  # type: ignore[union-attr]
    else:
        Path(one.target).write_bytes(work_in(one.record[1]).change.after)  # type: ignore[union-attr]
    root.rename(away)
    if is_mount_point:
        root.mkdir()
    tagged.writing.tidy().result()
    if is_mount_point:
        root.rmdir()
    away.rename(root)
    tagged.writing.tidy().result()
    assert len(tagged.writing.put_back(run).result().paths) == 1
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before


@pytest.mark.parametrize("is_mount_point", [False, True])
def test_restoring_on_an_offline_drive_is_refused_and_possible_later(
    tagged: Session, tmp_path: Path, is_mount_point: bool
) -> None:
    root, away = tmp_path / "photos", tmp_path / "away"
    run = tagged.writing.write(tagged.writing.plan(tagged.browsing.photos("name").result()).result()).result().run
    assert (root / "a.jpg.xmp").exists()
    root.rename(away)
    if is_mount_point:
        root.mkdir()
    done = tagged.writing.put_back(run).result()
    assert (done.paths, len(done.obstacles)) == ((), 1)
    assert "couldn't be opened" in done.obstacles[0][1].message
    shutil.rmtree(root, ignore_errors=True)
    away.rename(root)
    assert len(tagged.writing.put_back(run).result().paths) == 1
    assert not (root / "a.jpg.xmp").exists()


def test_a_name_too_long_for_a_sidecar_affects_only_itself(
    open_session: Callable[..., Session], tmp_path: Path
) -> None:
    root = tmp_path / "photos"
    draw(root / f"{'x' * 251}.jpg")
    draw(root / "a.jpg", seed=1)
    session = opened_over(open_session, root)
    session.tags.mark(session.browsing.photos("name").result(), [("Places", "Italy")], "confirmed").result()
    plan = session.writing.plan(session.browsing.photos("name").result()).result()
    assert [Path(one.target).name for one in plan.files] == ["a.jpg.xmp"]
    ((path, error),) = plan.obstacles
    assert Path(path).name.startswith("xxx")
    assert "too long" in error.message.casefold()


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
@pytest.mark.parametrize("name", ["b/a.jpg", "b/other.jpg"])
def test_moved_files_are_restored_at_their_new_path(tagged: Session, tmp_path: Path, policy: Policy, name: str) -> None:
    root = tmp_path / "photos"
    before = (root / "a.jpg").read_bytes()
    plan = tagged.writing.plan(tagged.browsing.photos("name").result(), policy=policy).result()
    run = tagged.writing.write(plan).result().run
    (root / "b").mkdir()
    (root / "a.jpg").rename(root / name)
    if policy != "embed":
        (root / "a.jpg.xmp").rename(root / f"{name}.xmp")
    look(tagged)
    assert len(tagged.writing.put_back(run).result().paths) == len(plan.files)
    assert [path.name for path in (root / "b").iterdir()] == [Path(name).name]
    assert (root / name).read_bytes() == before
    look(tagged)
    (photo,) = tagged.browsing.photos("name").result()
    assert [one.path for one in tagged.tags.tags_for_photos([photo]).result()[photo] if one.state == "confirmed"] == [
        ("Places", "Italy")
    ]
    tagged.writing.write(tagged.writing.plan([photo], policy=policy).result()).result()
    metadata = read_words(str(root / name)).metadata
    assert metadata is not None
    assert metadata.keywords == (("Places", "Italy"),)


@pytest.mark.parametrize("name", ["b.jpg", "b/a.jpg"])
def test_a_moved_sidecar_that_changed_since_is_not_touched(tagged: Session, tmp_path: Path, name: str) -> None:
    root = tmp_path / "photos"
    run = tagged.writing.write(tagged.writing.plan(tagged.browsing.photos("name").result()).result()).result().run
    (root / name).parent.mkdir(exist_ok=True)
    (root / "a.jpg").rename(root / name)
    sidecar = (root / "a.jpg.xmp").rename(root / f"{name}.xmp")
    edited = sidecar.read_bytes().replace(b"Italy", b"Spain")
    sidecar.write_bytes(edited)
    look(tagged)
    done = tagged.writing.put_back(run).result()
    ((path, error),) = done.obstacles
    assert (done.paths, path, sidecar.read_bytes()) == ((), str(sidecar), edited)
    assert "has changed since" in error.message
    assert "drive" not in f"{error}"


def test_a_sidecar_that_was_not_moved_along_is_reported(tagged: Session, tmp_path: Path) -> None:
    root = tmp_path / "photos"
    run = tagged.writing.write(tagged.writing.plan(tagged.browsing.photos("name").result()).result()).result().run
    (root / "a.jpg").rename(root / "b.jpg")
    (root / "a.jpg.xmp").unlink()
    look(tagged)
    done = tagged.writing.put_back(run).result()
    assert (done.paths, len(done.obstacles)) == ((), 1)


def test_a_copy_of_an_offline_photo_is_not_touched(open_session: Callable[..., Session], tmp_path: Path) -> None:
    drives = [tmp_path / name / "a.jpg" for name in ("one", "two")]
    for path in drives:
        draw(path)
    session = open_session()
    for path in drives:
        session.work.add_folder(str(path.parent)).result()
    settle(session)
    (photo,) = session.browsing.photos("name").result()
    session.tags.mark([photo], [("Places", "Italy")], "confirmed").result()
    drives[1].parent.rename(tmp_path / "away")
    look(session)
    run = session.writing.write(session.writing.plan([photo]).result()).result().run
    (tmp_path / "away").rename(drives[1].parent)
    look(session)
    drives[0].parent.rename(tmp_path / "away")
    look(session)
    shutil.copy(tmp_path / "away" / "a.jpg.xmp", drives[1].parent / "a.jpg.xmp")
    done = session.writing.put_back(run).result()
    assert (done.paths, len(done.obstacles)) == ((), 1)
    assert (drives[1].parent / "a.jpg.xmp").exists()
