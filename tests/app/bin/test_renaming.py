"""Photos get names by a template, with what belongs to them; nothing is overwritten, and no word is lost."""

from pathlib import Path

import pytest

from photon.app.bin.rename_plan import RenameChoice
from photon.app.session import Session
from photon.domain import PhotonError
from photon.export.naming import read_template
from photon.library.files.missing_photos import missing_photos
from tests.app.bin.test_photo_bin import names, photo_at, rescan, tags_of
from tests.media.packets import bag, packet
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number, name in enumerate(("a.jpg", "b.jpg", "c.JPG")):
        draw(tmp_path / "photos" / name, seed=number)
    return tmp_path / "photos"


def how(template: str, into: Path | str = "", *, together: bool = True) -> RenameChoice:
    return RenameChoice(read_template(template), str(into), together)


def below(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_renamed_and_undone_without_reading_again(session: Session, root: Path) -> None:
    photos = session.browsing.photos("name").result()
    session.tags.mark(photos, [("Places", "Italy")], "confirmed").result()
    session.marking.rate(photos, 3).result()
    before = {path.read_bytes() for path in root.iterdir()}
    plan = session.bin.renaming.plan(photos, how("trip/{number}-{name}")).result()
    assert (len(plan.units), plan.obstacles, plan.same) == (3, (), 0)
    assert below(root) == {"a.jpg", "b.jpg", "c.JPG"}
    outcome = session.bin.renaming.rename(plan).result()
    assert (outcome.photos, outcome.obstacles) == (3, [])
    assert below(root) == {"trip/1-a.jpg", "trip/2-b.jpg", "trip/3-c.JPG"}
    assert names(session) == ["1-a.jpg", "2-b.jpg", "3-c.JPG"]
    assert photo_at(session, root / "trip" / "1-a.jpg") in photos
    rescan(session)
    assert session.store.read(missing_photos).result() == []
    assert sorted(session.browsing.photos("name").result()) == sorted(photos)
    assert all(tags_of(session, photo) == {("Places", "Italy")} for photo in photos)
    assert session.undoing.undo().result() == "renamed 3 photos"
    session.bin.settled().result()
    assert below(root) == {"a.jpg", "b.jpg", "c.JPG"}
    assert {path.read_bytes() for path in root.glob("*.*")} == before
    assert session.undoing.redo().result() == "renamed 3 photos"
    session.bin.settled().result()
    assert names(session) == ["1-a.jpg", "2-b.jpg", "3-c.JPG"]
    ((batch, _, files, there), *_) = session.bin.renaming.batches(5).result()
    assert (files, there) == (3, 3)
    assert session.bin.renaming.undo(batch).result().photos == 3
    assert names(session) == ["a.jpg", "b.jpg", "c.JPG"]
    with pytest.raises(PhotonError, match="already undone"):
        session.bin.renaming.undo(batch).result()
    rescan(session)
    assert sorted(session.browsing.photos("name").result()) == sorted(photos)


def test_sidecars_and_the_shot_get_the_name(root: Path, session: Session) -> None:
    for name in ("a.xmp", "a.jpg.xmp", "a.nef.xmp"):
        (root / name).write_bytes(packet(bag("dc:subject", name)))
    (root / "a.nef").write_bytes(b"what only a camera understands")
    (root / "a.mp4").write_bytes(b"a film of three seconds")
    (root / "a.jpg.supplemental-metadata.json").write_text('{"photoTakenTime": {"timestamp": "1600000000"}}')
    rescan(session)
    photo = photo_at(session, root / "a.jpg")
    before = tags_of(session, photo)
    plan = session.bin.renaming.plan([photo], how("lake")).result()
    session.bin.renaming.rename(plan).result()
    assert below(root) == {
        "lake.jpg", "lake.xmp", "lake.jpg.xmp", "lake.nef.xmp", "lake.nef", "lake.mp4",
        "lake.jpg.supplemental-metadata.json", "b.jpg", "c.JPG",
    }  # fmt: skip
    rescan(session)
    assert tags_of(session, photo_at(session, root / "lake.jpg")) == before
    # the RAW file keeps its own, and the film the JSON that it shares
    alone = session.bin.renaming.plan([photo], how("sea", together=False)).result()
    assert {Path(one.target).name for unit in alone.units for one in unit} == {
        "sea.jpg", "sea.jpg.xmp"
    }  # fmt: skip


def test_what_collides_is_refused_before_anything_is_touched(session: Session, root: Path) -> None:
    (root / "taken.JPG").write_bytes(b"another program's")
    photos = session.browsing.photos("name").result()
    plan = session.bin.renaming.plan(photos, how("taken")).result()
    assert len(plan.obstacles) == 3
    plan = session.bin.renaming.plan(photos, how("one")).result()
    assert [Path(path).name for path, _ in plan.obstacles] == ["b.jpg", "c.JPG"]
    assert "{number}" in plan.obstacles[0][1].hint
    with pytest.raises(PhotonError, match="Nothing was renamed"):
        session.bin.renaming.rename(plan).result()
    assert below(root) == {"a.jpg", "b.jpg", "c.JPG", "taken.JPG"}
    again = session.bin.renaming.plan(photos, how("{name}")).result()
    assert (again.units, again.same) == ((), 3)


def test_a_name_taken_after_planning_is_left_to_its_file(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "a.jpg")
    plan = session.bin.renaming.plan([photo], how("new")).result()
    (root / "new.jpg").write_bytes(b"another program's")
    outcome = session.bin.renaming.rename(plan).result()
    assert outcome.photos == 0
    assert "another file has its new name" in str(outcome.obstacles[0][1])
    assert (root / "new.jpg").read_bytes() == b"another program's"
    assert "a.jpg" in names(session)


def test_folders_that_cannot_be(session: Session, root: Path, tmp_path: Path) -> None:
    photo = photo_at(session, root / "a.jpg")
    (root / "no folder").write_bytes(b"")
    (root / "left out").mkdir()
    (root / "left out" / ".nomedia").touch()
    for into, said in (
        (tmp_path / "elsewhere", "doesn't watch"),
        (root / "left out", "doesn't watch"),
        (root / ".trash", "doesn't watch"),
        (root / "no folder", "that is a file"),
    ):
        (_, error), *_ = session.bin.renaming.plan([photo], how("{name}", into)).result().obstacles
        assert said in str(error)
    moved = session.bin.renaming.plan([photo], how("{date:%Y}/{name}", root / "sorted")).result()
    session.bin.renaming.rename(moved).result()
    assert any(name.startswith("sorted/") for name in below(root))
    rescan(session)
    assert photo in session.browsing.photos("name").result()
