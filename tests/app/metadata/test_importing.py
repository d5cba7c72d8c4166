"""Metadata from files and sidecars is imported, follows their changes, and can be undone."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagPath
from photon.domain.metadata.writing import Policy
from photon.library.photos import photos
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.media.packets import bag, languages, packet, with_xmp
from tests.pictures import age, draw


def sidecar(*keywords: str, caption: str = "", rating: int | None = None) -> bytes:
    body = bag("lr:hierarchicalSubject", *keywords) if keywords else ""
    body += languages("dc:description", x_default=caption) if caption else ""
    return packet(body, f'xmp:Rating="{rating}"' if rating is not None else "")


class Folder:
    """A photo and what is known about it."""

    def __init__(self, session: Session, root: Path) -> None:
        self.session, self.root = session, root
        self.photo = -1

    def copy(self, *keywords: str) -> None:
        shutil.copytree(self.root, self.root / "b", ignore=shutil.ignore_patterns("*.xmp"))
        (self.root / "b" / "a.jpg.xmp").write_bytes(sidecar(*keywords))

    def look(self) -> None:
        if self.photo < 0:
            self.session.work.add_folder(str(self.root)).result()
        self.session.work.rescan().result()
        settle(self.session)
        self.photo = self.session.browsing.photos("name").result()[0]

    @property
    def tags(self) -> set[TagPath]:
        tags = self.session.tags.tags_for_photos([self.photo]).result()[self.photo]
        return {tag.path for tag in tags if tag.state == "confirmed"}

    @property
    def caption(self) -> Caption:
        return self.session.captions.captions_for_photos([self.photo]).result()[self.photo].caption

    @property
    def stars(self) -> int:
        found = self.session.browsing.photo(self.photo).result()
        assert found is not None
        return found.rating


@pytest.fixture
def folder(open_session: Callable[..., Session], tmp_path: Path) -> Folder:
    root = tmp_path / "photos"
    photo = draw(root / "a.jpg")
    words = bag("dc:subject", "embedded") + languages("dc:description", x_default="One\ntwo: été")
    with_xmp(str(photo), packet(words, 'xmp:Rating="3"'))
    age(photo)
    return Folder(open_session(), root)


def test_metadata_is_imported_with_the_photo_and_distinguished_from_manual_entries(folder: Folder) -> None:
    (folder.root / "a.jpg.xmp").write_bytes(sidecar("Places|Italy|Rome"))
    folder.look()
    assert folder.tags == {("embedded",), ("Places", "Italy", "Rome")}
    assert (folder.caption.text, folder.stars) == ("One\ntwo: été", 3)
    (run,) = [one for one in folder.session.decisions.runs.all_runs().result() if one.kind == "import"]
    assert (run.kind, run.photos, folder.caption.run) == ("import", 1, run.id)
    assert {tag.run for tag in folder.session.tags.tags_for_photos([folder.photo]).result()[folder.photo]} == {run.id}


@pytest.mark.parametrize("name", ["a.jpg.xmp", "a.xmp", "A.XMP"])
def test_a_new_or_changed_sidecar_is_imported_without_reading_others(
    folder: Folder, encoder: ColourEncoding, name: str
) -> None:
    folder.look()
    seen = encoder.pictures
    place = folder.root / name
    place.write_bytes(
        packet(bag("dc:subject", "beside"), 'exif:GPSLatitude="38,42.5N" exif:GPSLongitude="9,8.25W" xmp:Rating="5"')
    )
    folder.look()
    assert (folder.tags, folder.stars) == ({("embedded",), ("beside",)}, 5)
    facts = folder.session.browsing.photo(folder.photo).result()
    assert facts is not None
    assert facts.facts.gps == pytest.approx((38.708333, -9.1375))
    place.write_bytes(sidecar("other", rating=1))
    folder.look()
    assert (folder.tags, folder.stars, encoder.pictures) == ({("embedded",), ("other",)}, 1, seen)


def test_removed_metadata_does_not_return(folder: Folder) -> None:
    folder.look()
    folder.session.tags.mark([folder.photo], [("embedded",)], None).result()
    (folder.root / "a.xmp").write_bytes(sidecar("new"))
    folder.look()
    assert folder.tags == {("new",)}
    (folder.root / "moved").mkdir()
    for name in ("a.jpg", "a.xmp"):
        (folder.root / name).rename(folder.root / "moved" / name)
    folder.look()
    assert folder.tags == {("new",)}


def test_a_lost_or_broken_sidecar_removes_nothing(folder: Folder) -> None:
    place = folder.root / "a.xmp"
    whole = sidecar("beside", caption="by a program", rating=4)
    place.write_bytes(whole)
    folder.look()
    before = (folder.tags, folder.caption, folder.stars)
    place.write_bytes(whole[: len(whole) // 2])
    folder.look()
    assert (folder.tags, folder.caption, folder.stars) == before
    place.unlink()
    folder.look()
    assert (folder.tags, folder.caption) == before[:2]
    place.write_bytes(sidecar("beside", caption="by a program", rating=4))
    folder.look()
    assert (folder.tags, folder.caption, folder.stars) == before


def test_the_users_text_stays_and_a_difference_is_a_conflict(folder: Folder) -> None:
    folder.look()
    folder.session.captions.write([folder.photo], text="mine").result()
    (folder.root / "a.xmp").write_bytes(sidecar(caption="theirs"))
    folder.look()
    assert folder.caption.text == "mine"
    (conflict,) = folder.session.importing.open_questions([folder.photo]).result()
    assert (conflict.merged.conflicts, conflict.theirs.caption) == (("caption",), "theirs")
    folder.session.importing.settle([folder.photo], by_file=True).result()
    assert folder.caption.text == "theirs"
    assert folder.session.importing.open_questions([folder.photo]).result() == []
    folder.session.undoing.undo().result()
    assert folder.caption.text == "mine"


def test_a_conflict_settled_for_the_library_stays_settled(folder: Folder) -> None:
    folder.look()
    folder.session.captions.write([folder.photo], text="mine").result()
    (folder.root / "a.xmp").write_bytes(sidecar(caption="theirs"))
    folder.look()
    folder.session.importing.settle([folder.photo], by_file=False).result()
    folder.session.importing.import_photos([folder.photo]).result()
    assert (folder.caption.text, folder.session.importing.open_questions([folder.photo]).result()) == ("mine", [])


def test_an_import_is_undone_as_a_whole_and_repeated_only_on_request(folder: Folder) -> None:
    folder.look()
    (run,) = [one for one in folder.session.decisions.runs.all_runs().result() if one.kind == "import"]
    folder.session.tags.mark([folder.photo], [("mine",)], "confirmed").result()
    folder.session.decisions.runs.undo(run.id).result()
    assert (folder.tags, folder.caption, folder.stars) == ({("mine",)}, Caption(), 0)
    folder.look()
    assert folder.tags == {("mine",)}
    folder.session.undoing.undo().result()
    assert (folder.tags, folder.stars) == ({("mine",), ("embedded",)}, 3)
    folder.session.undoing.redo().result()
    assert folder.tags == {("mine",)}
    (planned,) = folder.session.importing.import_photos([folder.photo], keep=False).result()
    assert (planned.merged.added, folder.tags) == ((("embedded",),), {("mine",)})
    folder.session.importing.import_photos([folder.photo]).result()
    assert folder.tags == {("mine",), ("embedded",)}


def test_a_photo_read_by_an_older_version_is_imported_once(folder: Folder, encoder: ColourEncoding) -> None:
    folder.look()

    def forget(library: object) -> None:
        with library.transaction() as db:  # type: ignore[attr-defined]
            for table in ("understood", "photo_tags", "imports", "runs"):
                db.execute(f"DELETE FROM {table}")
            db.execute("UPDATE files SET beside = NULL")

    folder.session.store.write(forget).result()
    seen = encoder.pictures
    folder.look()
    assert (folder.tags, encoder.pictures) == ({("embedded",)}, seen)


def test_sidecars_of_copies_are_merged(folder: Folder) -> None:
    (folder.root / "a.jpg.xmp").write_bytes(sidecar("one"))
    folder.copy("two")
    folder.look()
    assert (folder.session.store.read(photos.count).result(), folder.tags) == (1, {("embedded",), ("one",), ("two",)})


def test_a_later_copy_removes_and_restores_nothing(folder: Folder) -> None:
    (folder.root / "a.jpg.xmp").write_bytes(sidecar("one", "old"))
    folder.look()
    folder.session.tags.mark([folder.photo], [("old",)], None).result()
    folder.copy("two", "old")
    folder.look()
    assert folder.tags == {("embedded",), ("one",), ("two",)}


def takeout(folder: Folder, *people: str, caption: str = "", **more: object) -> None:
    said = more | {
        "title": "a.jpg",
        "description": caption,
        "photoTakenTime": {"timestamp": "1478174685"},
        "geoData": {"latitude": 41.89, "longitude": 12.49, "altitude": 0.0},
        "people": [{"name": name} for name in people],
    }
    (folder.root / "a.jpg.supplemental-metadata.json").write_text(json.dumps(said), encoding="utf-8")


def test_a_google_takeout_fills_gaps_and_is_read_when_it_changes(folder: Folder, encoder: ColourEncoding) -> None:
    takeout(folder, "Anna", caption="theirs")
    folder.look()
    assert (folder.tags, folder.caption.text) == ({("embedded",), ("People", "Anna")}, "One\ntwo: été")
    photo = folder.session.browsing.photo(folder.photo).result()
    assert photo is not None
    assert (photo.facts.taken, photo.facts.gps) == ("2016-11-03T12:04:45+00:00", (41.89, 12.49))
    seen, known = encoder.pictures, [one.id for one in folder.session.decisions.runs.all_runs().result()]
    folder.look()
    assert folder.session.importing.import_photos([folder.photo]).result() == []
    assert [one.id for one in folder.session.decisions.runs.all_runs().result()] == known
    takeout(folder, "Tom")
    folder.look()
    assert (folder.tags, encoder.pictures) == ({("embedded",), ("People", "Tom")}, seen)


def test_a_lost_or_broken_takeout_removes_and_hides_nothing(folder: Folder) -> None:
    place = folder.root / "a.jpg.supplemental-metadata.json"
    takeout(folder, "Anna")
    folder.look()
    place.write_text('{"title": ')
    (folder.root / "a.jpg.xmp").write_bytes(sidecar("beside"))
    folder.look()
    assert folder.tags == {("embedded",), ("People", "Anna"), ("beside",)}
    place.unlink()
    folder.look()
    assert folder.tags == {("embedded",), ("People", "Anna"), ("beside",)}


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_takeout_metadata_can_be_written_for_other_programs(folder: Folder, policy: Policy) -> None:
    takeout(folder, "Anna")
    folder.look()
    plan = folder.session.writing.plan([folder.photo], policy=policy).result()
    assert {one.is_photo for one in plan.files} == {"sidecar": {False}, "embed": {True}, "both": {False, True}}[policy]
    assert folder.session.writing.write(plan).result().obstacles == ()
    (folder.root / "a.jpg.supplemental-metadata.json").unlink()
    words = read_words(str(folder.root / "a.jpg")).metadata
    assert words is not None
    assert set(words.keywords) == {("embedded",), ("People", "Anna")}


def test_a_favourite_is_imported_once_and_only_the_user_removes_it(folder: Folder) -> None:
    def is_favourite() -> bool:
        photo = folder.session.browsing.photo(folder.photo).result()
        assert photo is not None
        return photo.favourite

    folder.look()
    assert not is_favourite()
    takeout(folder, favorited=True)
    folder.look()
    assert is_favourite()
    run = max(one.id for one in folder.session.decisions.runs.all_runs().result() if one.kind == "import")
    folder.session.decisions.runs.undo(run).result()
    assert not is_favourite()
    folder.session.undoing.undo().result()
    assert is_favourite()
    takeout(folder, "Anna", favorited=False)
    folder.look()
    assert is_favourite()
    folder.session.marking.favour([folder.photo], favourite=False).result()
    takeout(folder, "Tom", favorited=True)
    folder.look()
    assert (is_favourite(), folder.tags) == (False, {("embedded",), ("People", "Tom")})


def problems(folder: Folder) -> list[tuple[str, str]]:
    return [(Path(one.path).name, one.kind) for one in folder.session.browsing.problems().result()]


def test_an_unreadable_sidecar_is_listed_until_it_is_readable(folder: Folder) -> None:
    place = folder.root / "a.xmp"
    whole = sidecar("beside")
    place.write_bytes(whole[: len(whole) // 2])
    folder.look()
    assert problems(folder) == [("a.xmp", "sidecar")]
    (one,) = folder.session.browsing.problems().result()
    assert one.message.startswith("This sidecar can't be read.")
    assert one.hint == "Photon skipped it. Repair or delete it."
    assert folder.session.searching.counts().result().problems == 1
    place.write_bytes(whole)
    folder.look()
    assert problems(folder) == []
    place.write_bytes(b"<!DOCTYPE x>" + whole)
    folder.look()
    assert problems(folder) == [("a.xmp", "sidecar")]
    place.unlink()
    folder.look()
    assert (problems(folder), folder.session.searching.counts().result().problems) == ([], 0)


def test_one_broken_sidecar_of_two_photos_is_one_line_and_disappears_with_them(folder: Folder) -> None:
    for name in ("a.png", "z.jpg"):
        draw(folder.root / name, seed=ord(name[0]))
    (folder.root / "a.xmp").write_bytes(b"<broken")
    folder.look()
    assert problems(folder) == [("a.xmp", "sidecar")]
    (folder.root / "a.png").unlink()
    folder.look()
    assert problems(folder) == [("a.xmp", "sidecar")]
    (folder.root / "a.jpg").unlink()
    folder.look()
    assert problems(folder) == []


def test_broken_sidecars_are_found_without_the_cache(
    folder: Folder, open_session: Callable[..., Session], encoder: ColourEncoding
) -> None:
    (folder.root / "a.xmp").write_bytes(b"<broken")
    folder.look()
    directory, seen = folder.session.store.directory, encoder.pictures
    folder.session.close()
    with sqlite3.connect(directory / "cache.db") as db:
        db.execute("DELETE FROM sidecar_problems")
    db.close()
    folder.session = open_session()
    settle(folder.session)
    assert (problems(folder), encoder.pictures) == ([("a.xmp", "sidecar")], seen)


def test_a_broken_sidecar_stays_listed_when_a_parent_folder_is_added(folder: Folder) -> None:
    (folder.root / "a.xmp").write_bytes(b"<broken")
    folder.look()
    folder.session.work.add_folder(str(folder.root.parent)).result()
    settle(folder.session)
    assert problems(folder) == [("a.xmp", "sidecar")]
    (watched,) = folder.session.browsing.folders().result()
    folder.session.work.remove_folder(watched.id).result()
    assert problems(folder) == []


def where_and_when(folder: Folder) -> tuple[object, object]:
    photo = folder.session.browsing.photo(folder.photo).result()
    assert photo is not None
    return photo.facts.taken, photo.facts.gps


TOLD = ("2016-11-03T12:04:45+00:00", (41.89, 12.49))


@pytest.mark.parametrize("other", ["0", "z"])
def test_a_copy_without_a_takeout_keeps_time_and_place(folder: Folder, other: str) -> None:
    takeout(folder)
    copy = folder.root / other / "a.jpg"
    copy.parent.mkdir()
    copy.write_bytes((folder.root / "a.jpg").read_bytes())
    age(copy)
    folder.look()
    assert where_and_when(folder) == TOLD
    folder.session.importing.import_photos([folder.photo]).result()
    assert where_and_when(folder) == TOLD
    (folder.root / other / "a.jpg.xmp").write_bytes(sidecar("new"))
    folder.look()
    assert where_and_when(folder) == TOLD


def test_a_lost_takeout_keeps_everything_when_another_program_writes_a_sidecar(folder: Folder) -> None:
    takeout(folder, "Anna")
    folder.look()
    (folder.root / "a.jpg.supplemental-metadata.json").unlink()
    folder.look()
    assert (folder.tags, where_and_when(folder)) == ({("embedded",), ("People", "Anna")}, TOLD)
    (folder.root / "a.jpg.xmp").write_bytes(sidecar("new"))
    folder.look()
    assert (folder.tags, where_and_when(folder)) == ({("embedded",), ("People", "Anna"), ("new",)}, TOLD)
    (folder.root / "a.jpg.xmp").write_bytes(packet("", 'exif:DateTimeOriginal="2020-01-01T10:00:00"'))
    folder.look()
    assert where_and_when(folder) == ("2020-01-01T10:00:00", TOLD[1])


def test_written_metadata_no_longer_needs_the_takeout(folder: Folder) -> None:
    takeout(folder, "Anna", "Tom")
    folder.look()
    folder.session.writing.write(folder.session.writing.plan([folder.photo]).result()).result()
    (folder.root / "a.jpg.supplemental-metadata.json").unlink()
    folder.look()
    assert folder.tags == {("embedded",), ("People", "Anna"), ("People", "Tom")}
    (folder.root / "a.jpg.xmp").write_bytes(sidecar("People|Anna"))  # another program removes Tom
    folder.look()
    assert folder.tags == {("embedded",), ("People", "Anna")}
