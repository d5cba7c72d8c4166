"""Exports of a session: what the library knows about photos determines what is exported, and exports can be resumed."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from photon.app.export.copy_metadata import going_words
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.album_words import album_keyword
from photon.domain.metadata.export_recipe import CopyContents, Exported, FileChoice, Reencode, TableChoice
from photon.domain.metadata.tag import tag_key
from photon.media.copy.copying import make_copy
from photon.media.read.metadata_reading import read_words
from tests.media.packets import bag, packet, with_xmp
from tests.pictures import age, draw


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for at, name in enumerate(("a.jpg", "b.jpg", "sub/a.jpg", "sub/c.png")):
        draw(tmp_path / "photos" / name, seed=at)
    with_xmp(str(tmp_path / "photos" / "b.jpg"), packet(bag("dc:subject", "theirs", "passport")))
    age(tmp_path / "photos" / "b.jpg")
    return tmp_path / "photos"


def run(
    session: Session,
    folder: Path,
    choice: FileChoice | None = None,
    stop: Event | None = None,
    photos: list[int] | None = None,
) -> Exported:
    photos = photos or session.browsing.photos("name").result()
    planned = session.exporting.plan_files(photos, str(folder), choice or FileChoice()).result()
    return session.exporting.write_files(planned, stop=(stop or Event()).is_set).result()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def photo_at(session: Session, path: Path) -> int:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return next(photo for photo, one in paths.items() if one == str(path))


def test_unchanged_copies_keep_their_times(session: Session, root: Path, tmp_path: Path) -> None:
    before = contents(root)
    done = run(session, tmp_path / "out", FileChoice("{folder}/{name}"))
    assert (done.made, done.left_out, done.is_whole) == (
        ("photos/a.jpg", "photos/b.jpg", "sub/a.jpg", "sub/c.png"), (), True,
    )  # fmt: skip
    assert contents(root) == before
    assert contents(tmp_path / "out")["photos/a.jpg"] == before["a.jpg"]
    assert (tmp_path / "out/sub/a.jpg").stat().st_mtime_ns == (root / "sub/a.jpg").stat().st_mtime_ns
    assert run(session, tmp_path / "out", FileChoice("{folder}/{name}")).there == 4


def test_duplicate_and_used_names_get_a_number(session: Session, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "B.JPG").write_bytes(b"mine")
    assert run(session, tmp_path / "out").made == ("a.jpg", "b (2).jpg", "a (2).jpg", "c.png")
    assert (tmp_path / "out" / "B.JPG").read_bytes() == b"mine"


def test_metadata_of_the_library_is_written_into_copies(session: Session, root: Path, tmp_path: Path) -> None:
    photo = photo_at(session, root / "a.jpg")
    session.tags.mark([photo], [("Places", "Rome"), ("People", "Anna")], "confirmed").result()
    session.captions.write([photo], text="Anna in Rome", title="Noon").result()
    session.marking.rate([photo], 4).result()
    run(session, tmp_path / "out", FileChoice(carried=CopyContents(words=True)))
    metadata = read_words(str(tmp_path / "out" / "a.jpg")).metadata
    assert metadata is not None
    assert set(metadata.keywords) == {("Places", "Rome"), ("People", "Anna")}
    assert (metadata.caption, metadata.title, metadata.rating) == ("Anna in Rome", "Noon", 4)
    run(session, tmp_path / "bare", FileChoice("{title}", carried=CopyContents(people=False, words=True)))
    metadata = read_words(str(tmp_path / "bare" / "Noon.jpg")).metadata
    assert metadata is not None
    assert (metadata.keywords, metadata.caption, metadata.title) == ((("Places", "Rome"),), None, "Noon")
    assert read_words(str(root / "a.jpg")).metadata.keywords == ()  # type: ignore[union-attr]


def test_changed_metadata_is_exported_again_under_a_new_name(session: Session, root: Path, tmp_path: Path) -> None:
    choice = FileChoice(carried=CopyContents(words=True))
    run(session, tmp_path / "out", choice)
    session.marking.rate([photo_at(session, root / "sub/c.png")], 5).result()
    done = run(session, tmp_path / "out", choice)
    assert (done.made, done.there) == (("c (2).png",), 3)


def test_sensitive_tags_and_hidden_photos_are_not_exported(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    run(session, tmp_path / "out")
    metadata = read_words(str(tmp_path / "out" / "b.jpg")).metadata
    assert metadata is not None
    assert metadata.keywords == (("theirs",),)
    photos = session.browsing.photos("name").result()
    session.hiding.set(True).result()
    done = run(session, tmp_path / "fewer", photos=photos)
    assert (len(done.made), [one.reason for one in done.left_out]) == (3, ["hidden"])
    assert str(root) not in done.left_out[0].path
    session.hiding.unlock().result()
    assert len(run(session, tmp_path / "fewer", photos=photos).made) == 1


def test_skipped_photos_are_reported(session: Session, root: Path, tmp_path: Path) -> None:
    session.work.background.pause()  # otherwise it may have been noticed by then
    (root / "a.jpg").unlink()
    (root / "b.jpg").write_bytes((root / "b.jpg").read_bytes()[:900])
    done = run(session, tmp_path / "out", FileChoice(redrawn=Reencode("jpeg", 32)))
    assert {(Path(one.path).name, one.reason) for one in done.left_out} == {("a.jpg", "missing"), ("b.jpg", "damaged")}
    assert done.made == ("a.jpg", "c.jpg")
    assert {one.suffix for one in (tmp_path / "out").iterdir()} == {".jpg"}


def test_a_later_session_resumes_a_stopped_export(
    session: Session, tmp_path: Path, open_session: Callable[..., Session]
) -> None:
    stop = Event()
    stop.set()
    assert not run(session, tmp_path / "out", stop=stop).is_whole
    session.close()
    later = open_session()
    assert len(run(later, tmp_path / "out").made) == 4


def test_an_offline_photo_is_not_replaced_by_a_copy(session: Session, root: Path) -> None:
    """No copy may take the place of an original, even if that place is empty at the time."""
    session.work.background.pause()  # otherwise it may have been noticed by then, and the photo is missing
    (root / "b.jpg").unlink()
    done = run(session, root)
    assert "b.jpg" not in contents(root)
    assert {one.reason for one in done.left_out} == {"missing"}


def test_unusable_folders_are_reported(session: Session, root: Path, tmp_path: Path) -> None:
    for folder in (root / "a.jpg", root / "a.jpg" / "below"):
        with pytest.raises(PhotonError, match="is a file"):
            run(session, folder)
    with pytest.raises(PhotonError, match="no placeholder"):
        run(session, tmp_path, FileChoice("{nonsense}"))
    photos = session.browsing.photos("name").result()
    assert session.exporting.examples(photos, FileChoice("{number}-{name}")).result() == [
        "1-a.jpg", "2-b.jpg", "3-a.jpg",
    ]  # fmt: skip


def test_a_table_without_private_data(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    photos = session.browsing.photos("name").result()
    choice, place = TableChoice(("path", "keywords"), "jsonl"), tmp_path / "out" / "list.jsonl"
    done = session.exporting.write_table(photos, str(place), choice).result()
    assert (done.made, done.lines) == (("list.jsonl",), 4)
    rows = [json.loads(line) for line in place.read_text().splitlines()]
    assert [Path(one["path"]).name for one in rows] == ["a.jpg", "b.jpg", "a.jpg", "c.png"]
    assert rows[1]["keywords"] == [["theirs"]]
    session.hiding.set(True).result()
    done = session.exporting.write_table(photos, str(place), choice).result()
    assert (done.made, done.lines, done.left_out[0].reason) == (("list (2).jsonl",), 3, "hidden")
    stop = Event()
    stop.set()
    assert not session.exporting.write_table(photos, str(place), choice, stop=stop.is_set).result().is_whole
    assert {one.name for one in place.parent.iterdir()} == {"list.jsonl", "list (2).jsonl"}
    for wrong in (tmp_path / "out", root / "a.jpg" / "list.csv"):
        with pytest.raises(PhotonError):
            session.exporting.write_table(photos, str(wrong), choice).result()


def test_a_watched_folder_is_reported(session: Session, root: Path, tmp_path: Path) -> None:
    photos = session.browsing.photos("name").result()
    for folder, watched in ((root / "out", str(root)), (root, str(root)), (tmp_path / "out", ""), (tmp_path, "")):
        plan = session.exporting.plan_files(photos, str(folder), FileChoice()).result().plan
        assert plan.watched == watched


def test_an_incomplete_copy_is_removed_before_it_is_made_again(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = session.work.decoders.run

    def run_after_half(function: Callable[..., Any], *arguments: Any, **limits: Any) -> Future[Any]:
        if function is make_copy:
            Path(arguments[2]).write_bytes(b"half")
            limits["clear"]()
            limits["clear"]()  # nothing is left
            assert not Path(arguments[2]).exists()
        return true(function, *arguments, **limits)

    monkeypatch.setattr(session.work.decoders, "run", run_after_half)
    assert run(session, tmp_path / "out", FileChoice(carried=CopyContents(words=True))).made


@pytest.mark.parametrize("where", ["file", "album"])
def test_what_only_the_file_or_an_album_says_is_left_out_too(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    session.work.background.pause()
    sensitive = ("passport",) if where == "file" else album_keyword(("Secret",))
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({tag_key(sensitive)}))
    photo = photo_at(session, root / "b.jpg")
    session.tags.mark([photo], [("passport",)], None).result()
    if where == "album":
        session.albums.make("Secret", [photo]).result()
    going = session.store.read(lambda lib: going_words(lib, [photo], CopyContents(), session.hiding)).result()[photo]
    assert going.has_unwanted
    assert not going.is_untouched
    if where == "file":
        run(session, tmp_path / "out", photos=[photo])
        assert b"passport" not in (tmp_path / "out" / "b.jpg").read_bytes()
