"""Metadata is written into photos themselves, and the library's data about these photos is kept."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from photon.app.metadata.file_plan import work_in
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.writing import Policy
from photon.library.files import write_journal
from photon.media.read.metadata_reading import read_words
from photon.media.read.reading import read
from photon.media.write.photo_writing import write_photo
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.media.packets import bag, dataset, packet, resource, with_segment, with_xmp
from tests.pictures import age, draw


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "photos"
    for name in ("a.jpg", "b.jpg"):
        draw(place / name, seed=ord(name[0]))
    with_xmp(str(place / "a.jpg"), packet(bag("dc:subject", "theirs"), 'crs:Exposure="1" xmlns:crs="urn:crs"'))
    with_segment(str(place / "a.jpg"), 0xED, b"Photoshop 3.0\0" + resource(dataset(25, b"theirs")))
    draw(place / "c.gif", seed=3)
    for path in place.iterdir():
        age(path)
    return place


@pytest.fixture
def session(open_session: Callable[..., Session], root: Path) -> Session:
    opened = open_session()
    opened.work.add_folder(str(root)).result()
    settle(opened)
    photos = opened.browsing.photos("name").result()
    opened.tags.mark(photos, [("Places", "Italy")], "confirmed").result()
    opened.captions.write(photos, text="Am Meer, закат 夕焼け").result()
    opened.marking.rate(photos, 4).result()
    return opened


def write(session: Session, policy: Policy) -> tuple[int, list[str]]:
    """Plan and write everything; return the run, and the names of the written files."""
    plan = session.writing.plan(session.browsing.photos("name").result(), policy=policy).result()
    assert plan.obstacles == ()
    done = session.writing.write(plan).result()
    assert done.obstacles == ()
    return done.run, [Path(path).name for path in done.paths]


def look(session: Session) -> None:
    session.work.rescan().result()
    settle(session)


def rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    return session.store.read(lambda lib: lib.db.execute(sql).fetchall()).result()


def known(session: Session) -> object:
    """Return everything that must not change by writing."""
    return [
        rows(session, "SELECT id, image_hash, rating, format, shown FROM photos ORDER BY id"),
        rows(session, "SELECT photo_id, image_hash, jpeg FROM previews ORDER BY photo_id"),
        rows(session, "SELECT * FROM vectors ORDER BY photo_id"),
        rows(session, "SELECT * FROM photo_tags ORDER BY 1, 2"),
        rows(session, "SELECT photo_id, text FROM captions ORDER BY 1"),
    ]


def contents(root: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.iterdir()}


@contextmanager
def no_reading(session: Session) -> Iterator[None]:
    """Fail if any photo is decoded."""
    seen: list[str] = []
    true = session.work.decoders.run

    def run(function: Callable[..., Any], *arguments: Any, **limits: Any) -> Future[Any]:
        if function is read:
            seen.append(arguments[0])
        return true(function, *arguments, **limits)

    session.work.decoders.run = run  # type: ignore[method-assign]
    try:
        yield
    finally:
        session.work.decoders.run = true  # type: ignore[method-assign]
    assert seen == []


def keywords(path: Path) -> set[tuple[str, ...]]:
    words = read_words(str(path)).metadata
    assert words is not None
    return set(words.keywords)


def test_unsafe_files_get_a_sidecar(session: Session, root: Path) -> None:
    plan = session.writing.plan(session.browsing.photos("name").result(), policy="embed").result()
    assert [(Path(one.target).name, one.is_photo, bool(one.instead)) for one in plan.files] == [
        ("a.jpg", True, False), ("b.jpg", True, False), ("c.gif.xmp", False, True)
    ]  # fmt: skip
    session.writing.write(plan).result()
    assert sorted(path.name for path in root.iterdir()) == ["a.jpg", "b.jpg", "c.gif", "c.gif.xmp"]
    assert keywords(root / "a.jpg") == {("theirs",), ("Places", "Italy")}
    assert b'crs:Exposure="1"' in (root / "a.jpg").read_bytes()


@pytest.mark.parametrize("policy", ["embed", "both"])
def test_files_written_by_photon_are_not_read_or_encoded_again(
    session: Session, root: Path, policy: Policy, open_session: Callable[..., Session], encoder: ColourEncoding
) -> None:
    before, encoded = known(session), encoder.pictures
    files_before = contents(root)
    run, _ = write(session, policy)
    assert {name: told[1] for name, told in contents(root).items() if name in files_before} == {
        name: told[1] for name, told in files_before.items()
    }
    session.close()

    later = open_session()
    with no_reading(later):
        look(later)
        assert (known(later), encoder.pictures) == (before, encoded)
        assert later.writing.plan(later.browsing.photos("name").result(), policy=policy).result().files == ()
        hashes = {bytes(row[0]) for row in rows(later, "SELECT file_hash FROM photos")}
        assert hashes == {read(str(path)).file_hash for path in root.iterdir() if path.suffix != ".xmp"}

        assert later.writing.put_back(run).result().obstacles == ()
        assert contents(root) == files_before
        look(later)
        assert (known(later), encoder.pictures) == (before, encoded)
    assert [kind for (kind,) in rows(later, "SELECT kind FROM runs WHERE kind = 'import'")] == ["import"]


def test_an_existing_sidecar_does_not_hide_metadata_of_the_photo(session: Session, root: Path) -> None:
    write(session, "sidecar")
    look(session)
    photos = session.browsing.photos("name").result()
    session.captions.write(photos, text="newer").result()
    _, names = write(session, "embed")
    assert sorted(names) == ["a.jpg", "a.jpg.xmp", "b.jpg", "b.jpg.xmp", "c.gif.xmp"]
    words = read_words(str(root / "b.jpg")).metadata
    assert words is not None
    assert (words.caption, words.keywords) == ("newer", (("Places", "Italy"),))
    look(session)
    assert {row[0] for row in rows(session, "SELECT text FROM captions")} == {"newer"}


def test_hidden_photos_are_skipped(session: Session, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = session.browsing.photos("name").result()[0]
    monkeypatch.setattr(session.hiding, "shown", lambda _, photos: [photo for photo in photos if photo != first])
    plan = session.writing.plan(session.browsing.photos("name").result(), policy="both").result()
    assert {Path(one.path).name for one in plan.files} == {"b.jpg", "c.gif"}


def test_a_concurrent_change_by_another_program_is_imported(session: Session, root: Path) -> None:
    session.close()
    with_xmp(str(root / "b.jpg"), packet(bag("dc:subject", "newer")))
    with Session.open(root.parent / "library", background=False, encoder=ColourEncoding()) as quiet:
        write(quiet, "embed")
    with Session.open(root.parent / "library", encoder=ColourEncoding()) as later:
        look(later)
        assert keywords(root / "b.jpg") == {("newer",), ("Places", "Italy")}
        assert [row[0] for row in rows(later, "SELECT name FROM tags WHERE name = 'newer'")] == ["newer"]


def test_three_policies(session: Session) -> None:
    with pytest.raises(PhotonError, match="no policy"):
        session.writing.plan([1], policy="inside").result()  # type: ignore[arg-type]


def test_nothing_is_read_while_photon_writes(session: Session, root: Path) -> None:
    with no_reading(session):
        for _ in range(3):
            run, _names = write(session, "both")
            look(session)
            session.writing.put_back(run).result()
            look(session)


def test_an_unwritten_copy_keeps_the_old_content(session: Session, root: Path) -> None:
    (root / "copy").mkdir()
    (root / "copy" / "b.jpg").write_bytes((root / "b.jpg").read_bytes())
    age(root / "copy" / "b.jpg")
    look(session)
    plan = session.writing.plan(session.browsing.photos("name").result(), policy="embed").result()
    assert len(plan.photos) == 3
    (root / "copy" / "b.jpg").write_bytes((root / "b.jpg").read_bytes() + b"!")
    done = session.writing.write(plan).result()
    assert [Path(path).parent.name for path, _ in done.obstacles] == ["copy"]
    look(session)
    found = rows(session, "SELECT f.relative, p.file_hash, p.rating FROM files f JOIN photos p ON p.id = f.photo_id")
    assert {name: (bytes(hash_), stars) for name, hash_, stars in found if "b.jpg" in name} == {
        name: (read(str(root / name)).file_hash, 4) for name in ("b.jpg", "copy/b.jpg")
    }


def test_removed_metadata_leaves_every_field_of_the_photo(session: Session, root: Path) -> None:
    write(session, "embed")
    photos = session.browsing.photos("name").result()
    session.tags.mark(photos, [("theirs",), ("Places", "Italy")], None).result()
    session.captions.write(photos, text="").result()
    write(session, "embed")
    assert keywords(root / "a.jpg") == set()
    assert b"theirs" not in (root / "a.jpg").read_bytes()
    look(session)
    assert rows(session, "SELECT * FROM photo_tags") == []


def test_a_photo_changed_since_planning_is_not_touched(session: Session, root: Path) -> None:
    plan = session.writing.plan(session.browsing.photos("name").result(), policy="embed").result()
    changed = (root / "a.jpg").read_bytes() + b"by another program"
    (root / "a.jpg").write_bytes(changed)
    done = session.writing.write(plan).result()
    assert [Path(path).name for path, _ in done.obstacles] == ["a.jpg"]
    assert (root / "a.jpg").read_bytes() == changed


def test_no_session_waits_for_a_writer_that_has_ended(session: Session, root: Path) -> None:
    photos = session.browsing.photos("name").result()
    plan = session.writing.plan(photos, policy="embed").result()
    run = session.store.write(lambda lib: write_journal.begin_run(lib, "gone")).result()
    noted = [one.record[0] for one in plan.files]
    session.store.write(lambda lib: write_journal.begin(lib, run, noted)).result()
    with_xmp(str(root / "b.jpg"), packet(bag("dc:subject", "newer")))
    age(root / "b.jpg")
    look(session)
    assert ("newer",) in {tag.path for some in session.tags.tags_for_photos(photos).result().values() for tag in some}


def test_a_later_run_is_restored_first(session: Session, root: Path) -> None:
    before = contents(root)
    first, _ = write(session, "both")
    session.captions.write(session.browsing.photos("name").result(), text="new").result()
    second, _ = write(session, "both")
    told = session.writing.put_back(first).result()
    assert (len(told.paths), "later run" in str(told.obstacles[0][1])) == (0, True)
    for run in (second, first):
        assert session.writing.put_back(run).result().obstacles == ()
    assert contents(root) == before


def test_a_killed_run_is_completed_from_the_files(
    session: Session, root: Path, open_session: Callable[..., Session], encoder: ColourEncoding
) -> None:
    before, encoded, files_before = known(session), encoder.pictures, contents(root)
    plan = session.writing.plan(session.browsing.photos("name").result(), policy="embed").result()
    run = session.store.write(lambda lib: write_journal.begin_run(lib, "killed")).result()
    noted = [one.record[0] for one in plan.files]
    session.store.write(lambda lib: write_journal.begin(lib, run, noted)).result()
    write_photo(work_in(plan.photos[0].record[1]).change)  # type: ignore[arg-type]
    session.close()
    later = open_session()
    with no_reading(later):
        look(later)
        assert (known(later), encoder.pictures) == (before, encoded)
    assert [state for state, in rows(later, "SELECT state FROM writes ORDER BY id")] == [
        "written", "not written", "not written"
    ]  # fmt: skip
    assert len(later.writing.put_back(run).result().paths) == 1
    assert contents(root) == files_before
