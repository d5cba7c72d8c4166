"""Albums that go into files on request: they follow the library, never come back as tags, and can be restored."""

from pathlib import Path

import pytest

from photon.app.export import album_memory
from photon.app.metadata.metadata_writing import Done
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.album_words import AlbumChoice
from photon.domain.metadata.export_recipe import CopyContents, FileChoice
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.writing import Policy
from photon.library import Library
from photon.media.copy.copying import file_names_albums
from photon.media.metadata.xmp import read_sidecar
from photon.media.read.metadata_reading import read_words
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import OWNED
from tests.app.conftest import settle
from tests.media.packets import bag, packet, with_xmp
from tests.pictures import draw

POLICIES: tuple[Policy, ...] = ("sidecar", "embed", "both")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.jpg"):
        draw(tmp_path / "photos" / name, seed=ord(name[0]))
    with_xmp(str(tmp_path / "photos" / "a.jpg"), packet(bag("dc:subject", "Rome")))
    return tmp_path / "photos"


@pytest.fixture
def session(session: Session) -> Session:
    session.albums.make("Trips/Rome", photos(session)).result()
    return session


def photos(session: Session) -> list[int]:
    return session.browsing.photos("name").result()


def save(session: Session, albums: AlbumChoice = "keywords", policy: Policy = "sidecar") -> Done:
    plan = session.writing.plan(photos(session), policy=policy, albums=albums).result()
    return session.writing.write(plan).result()


def said(path: Path) -> Metadata:
    words = read_words(str(path)).metadata
    assert words is not None
    return words


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir()}


def scan(session: Session) -> None:
    session.work.rescan().result()
    settle(session)


def tags(session: Session) -> list[set[tuple[str, ...]]]:
    found = session.tags.tags_for_photos(photos(session)).result()
    return [{one.path for one in found[photo]} for photo in photos(session)]


def test_albums_stay_in_photon_unless_asked_for(session: Session, root: Path) -> None:
    before = contents(root)
    assert save(session, "leave").paths == ()
    assert contents(root) == before


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("albums", ["keywords", "collections"])
def test_albums_are_written_once_are_no_tags_and_are_restored(
    session: Session, root: Path, policy: Policy, albums: AlbumChoice
) -> None:
    before, had = contents(root), tags(session)
    done = save(session, albums, policy)
    assert {Path(path).name.removesuffix(".xmp") for path in done.paths} == {"a.jpg", "b.jpg"}
    for name, keywords in (("a.jpg", (("Rome",),)), ("b.jpg", ())):
        found = said(root / name)
        assert found.keywords == keywords
        wanted = [("Albums", "Trips", "Rome")] if albums == "keywords" else [("Trips", "Rome")]
        assert [*found.albums.keywords, *found.albums.collections] == wanted
    scan(session)
    session.importing.import_photos(photos(session)).result()
    assert tags(session) == had
    assert save(session, albums, policy).paths == ()
    assert save(session, "leave", policy).paths == ()
    assert len(session.writing.put_back(done.run).result().paths) == len(done.paths)
    assert contents(root) == before


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("albums", ["keywords", "collections"])
def test_what_was_written_follows_the_albums(session: Session, root: Path, policy: Policy, albums: AlbumChoice) -> None:
    def filed(name: str) -> set[tuple[str, ...]]:
        found = said(root / name).albums
        return {path[1:] for path in found.keywords} | set(found.collections)

    had = tags(session)
    save(session, albums, policy)
    session.albums.move("Trips/Rome", "Travel/Roma").result()
    save(session, albums, policy)
    assert (filed("a.jpg"), filed("b.jpg")) == ({("Travel", "Roma")}, {("Travel", "Roma")})
    session.albums.remove("Travel/Roma", photos(session)[:1]).result()
    save(session, albums, policy)
    assert (filed("a.jpg"), filed("b.jpg")) == (set(), {("Travel", "Roma")})
    assert said(root / "a.jpg").keywords == (("Rome",),)
    session.albums.delete("Travel").result()
    save(session, albums, policy)
    assert filed("b.jpg") == set()
    scan(session)
    assert tags(session) == had


def test_the_other_way_takes_the_first_away_and_remove_takes_both(session: Session, root: Path) -> None:
    save(session, "keywords", "embed")
    save(session, "collections", "embed")
    assert said(root / "b.jpg").albums.keywords == ()
    assert said(root / "b.jpg").albums.collections == (("Trips", "Rome"),)
    save(session, "remove", "embed")
    for word in (b"Trips", b"photon:Albums", b"mwg-coll"):
        assert word not in (root / "b.jpg").read_bytes()
    assert said(root / "a.jpg").keywords == (("Rome",),)


def test_a_tag_at_the_place_of_an_album_stays_a_tag(session: Session, root: Path) -> None:
    session.tags.mark(photos(session), [("Albums", "Trips", "Rome")], "confirmed").result()
    save(session)
    assert ("Albums", "Trips", "Rome") in said(root / "b.jpg").keywords
    session.albums.delete("Trips").result()
    save(session)
    assert ("Albums", "Trips", "Rome") in said(root / "b.jpg").keywords


def test_smart_albums_and_sensitive_names_stay_in_photon(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.albums.make_smart("Best", "rating:5").result()
    session.albums.add("Best", photos(session)).result()
    session.albums.make("Papers/Passport", photos(session)).result()
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    save(session)
    assert {path[-1] for path in said(root / "b.jpg").albums.keywords} == {"Rome"}
    save(session, "collections")
    assert said(root / "b.jpg").albums.collections == (("Trips", "Rome"),)


def test_copies_follow_the_same_choice(session: Session, root: Path, tmp_path: Path) -> None:
    before = contents(root)

    def export(name: str, albums: AlbumChoice) -> Metadata:
        choice = FileChoice(carried=CopyContents(words=True, albums=albums))
        plan = session.exporting.plan_files(photos(session), str(tmp_path / name), choice).result()
        session.exporting.write_files(plan).result()
        return said(tmp_path / name / "b.jpg")

    assert export("plain", "leave").albums.keys == (frozenset(), frozenset())
    found = export("words", "keywords")
    assert (found.keywords, found.albums.keywords) == ((), (("Albums", "Trips", "Rome"),))
    assert export("named", "collections").albums.collections == (("Trips", "Rome"),)
    assert contents(root) == before


def test_copies_without_people_name_no_album_of_theirs(session: Session, root: Path, tmp_path: Path) -> None:
    session.tags.mark(photos(session), [("People", "Anna")], "confirmed").result()
    session.albums.make("Family/Anna", photos(session)).result()
    save(session, "keywords", "embed")
    choice = FileChoice(carried=CopyContents(people=False, words=True, albums="keywords"))
    for name, way in (("a", choice), ("b", FileChoice(carried=CopyContents(people=False)))):
        plan = session.exporting.plan_files(photos(session), str(tmp_path / name), way).result()
        session.exporting.write_files(plan).result()
        assert b"Anna" not in (tmp_path / name / "b.jpg").read_bytes()
        assert said(tmp_path / name / "b.jpg").albums.keywords == (("Albums", "Trips", "Rome"),)
        assert said(tmp_path / name / "a.jpg").keywords == (("Rome",),)


def test_a_copy_of_a_file_with_a_sensitive_album_leaves_it_out(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.albums.make("Papers/Passport", photos(session)).result()
    save(session, "keywords", "embed")
    assert b"Passport" in (root / "b.jpg").read_bytes()
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    plan = session.exporting.plan_files(photos(session), str(tmp_path / "out"), FileChoice()).result()
    session.exporting.write_files(plan).result()
    assert b"Passport" not in (tmp_path / "out" / "b.jpg").read_bytes()


@pytest.mark.parametrize("policy", ["embed", "sidecar"])
@pytest.mark.parametrize("albums", ["keywords", "collections"])
def test_a_copy_leaves_out_a_sensitive_album_that_the_photo_has_left(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: Policy, albums: AlbumChoice
) -> None:
    session.albums.make("Papers/Passport", photos(session)).result()
    save(session, albums, policy)
    session.albums.delete("Papers").result()
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    plan = session.exporting.plan_files(photos(session), str(tmp_path / "out"), FileChoice()).result()
    session.exporting.write_files(plan).result()
    copies = list((tmp_path / "out").iterdir())
    assert {path.name for path in copies} >= {"a.jpg", "b.jpg"}
    assert not any(b"Passport" in path.read_bytes() for path in copies)


@pytest.mark.parametrize("is_scanned", [True, False])
def test_a_keyword_that_another_program_adds_outlives_the_album(session: Session, root: Path, is_scanned: bool) -> None:
    save(session)
    sidecar = root / "b.jpg.xmp"
    document = XmpDocument(sidecar.read_bytes(), OWNED)
    document.edit_list("dc:subject", set(), ["Trips"], "Bag")
    sidecar.write_bytes(document.to_bytes())
    if is_scanned:
        scan(session)
        assert tags(session) == [{("Rome",)}, {("Trips",)}]
    session.albums.delete("Trips").result()
    save(session)
    assert read_sidecar(sidecar.read_bytes()).texts("dc:subject") == ["Trips"]
    assert said(root / "b.jpg").albums.keywords == ()
    scan(session)
    assert tags(session) == [{("Rome",)}, {("Trips",)}]


def naming(session: Session) -> dict[str, bool | None]:
    """Return what the library knows of which files name albums."""
    asked = "SELECT relative, names_albums FROM files"
    return session.store.read(lambda library: dict(library.db.execute(asked).fetchall())).result()


def forget_names(library: Library) -> None:
    with library.transaction() as db:
        db.execute("UPDATE files SET names_albums = NULL")


def export(session: Session, folder: Path) -> dict[str, bytes]:
    plan = session.exporting.plan_files(photos(session), str(folder), FileChoice()).result()
    session.exporting.write_files(plan).result()
    return contents(folder)


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that an export reads to see whether they name albums."""
    found: list[str] = []

    def names_albums(path: str) -> bool:
        found.append(Path(path).name)
        return file_names_albums(path)

    monkeypatch.setattr(album_memory, "file_names_albums", names_albums)
    return found


def test_the_library_knows_which_files_name_albums_and_copies_need_not_read_them(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_files: list[str]
) -> None:
    assert naming(session) == {"a.jpg": 0, "b.jpg": 0}
    session.albums.make("Papers/Passport", photos(session)[:1]).result()
    session.albums.remove("Trips/Rome", photos(session)[1:]).result()
    save(session, "keywords", "embed")
    assert naming(session) == {"a.jpg": 1, "b.jpg": 0}
    session.albums.delete("Papers").result()
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    copies = export(session, tmp_path / "out")
    assert b"Passport" not in copies["a.jpg"]
    assert copies["b.jpg"] == (root / "b.jpg").read_bytes()
    assert read_files == []
    save(session, "remove", "embed")
    assert naming(session) == {"a.jpg": 0, "b.jpg": 0}


def test_files_that_were_read_by_an_earlier_version_are_read_once_and_remembered(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_files: list[str]
) -> None:
    save(session, "collections", "embed")
    session.store.write(forget_names).result()
    export(session, tmp_path / "nothing is sensitive")
    assert read_files == []
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    export(session, tmp_path / "first")
    assert sorted(read_files) == ["a.jpg", "b.jpg"]
    assert naming(session) == {"a.jpg": 1, "b.jpg": 1}
    export(session, tmp_path / "second")
    assert len(read_files) == 2


def test_a_file_that_another_program_changed_since_is_read(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_files: list[str]
) -> None:
    album = bag("photon:Albums", "Albums/Passport") + bag("dc:subject", "Passport")
    session.work.background.pause()  # else the change may be noticed before
    with_xmp(str(root / "b.jpg"), packet(album))
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    copies = export(session, tmp_path / "out")
    assert b"Passport" not in copies["b.jpg"]
    assert read_files == ["b.jpg"]
    session.work.background.resume()
    scan(session)
    assert naming(session) == {"a.jpg": 0, "b.jpg": 1}


def test_a_sidecar_that_names_an_album_is_never_taken_from_memory(
    session: Session, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_files: list[str]
) -> None:
    album = bag("photon:Albums", "Albums/Passport") + bag("lr:hierarchicalSubject", "Albums|Passport")
    (root / "b.jpg.xmp").write_bytes(packet(album))
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _: frozenset({"passport"}))
    copies = export(session, tmp_path / "out")
    assert read_files == []
    assert not any(b"Passport" in data for data in copies.values())


def test_an_unknown_way_is_refused(session: Session) -> None:
    with pytest.raises(PhotonError, match="Albums can't be written as"):
        session.writing.plan(photos(session), albums="folders").result()  # type: ignore[arg-type]
