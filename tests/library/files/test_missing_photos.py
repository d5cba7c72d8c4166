"""Missing photos: all are listed, none loses metadata, and only the user can have them forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from photon.app.decisions.journal_texts import decision_text
from photon.domain import PhotonError, Reading
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.albums import album_content, smart_albums
from photon.library.captions import captions
from photon.library.decisions import undoing
from photon.library.decisions.journal_steps import history_of_photos
from photon.library.files import missing_photos
from photon.library.photos import files, folders, photos, ratings
from photon.library.photos.folders import stored_time
from photon.library.photos.found_files import Found
from photon.library.tags import tags

Make = Callable[..., Reading]
At = Callable[[str], Found]


@pytest.fixture
def lost(library: Library, at: At, reading: Make, folder: int) -> tuple[int, int]:
    """A missing photo with metadata, and a present one that is its edited version."""
    (missing,) = files.record(library, [(at("trip/a.jpg"), reading("a"))]).photos
    (edited,) = files.record(library, [(at("sorted/a-edited.jpg"), reading("b"))]).photos
    ratings.rate(library, {missing: 4})
    ratings.label(library, {missing: "red"})
    tags.mark(library, [TagMark(missing, ("Places", "Rome"), "confirmed"), TagMark(missing, ("dog",), "rejected")])
    captions.write(library, {missing: Caption("Forum", "The Forum in the evening.", 0)})
    files.forget(library, folder, ["trip/a.jpg"])
    return missing, edited


def states_of(library: Library, photo: int) -> dict[str, str | None]:
    return {"/".join(one.path): one.state for one in tags.tags_for_photos(library, [photo])[photo]}


def age_by(library: Library, days: int) -> None:
    with library.transaction() as db:
        db.execute("UPDATE files SET missing = ? WHERE missing IS NOT NULL", (stored_time(NOW - timedelta(days)),))


NOW = datetime.now(UTC)


def test_missing_photos_are_listed_with_their_metadata(library: Library, lost: tuple[int, int], tmp_path: Path) -> None:
    (one,) = missing_photos.missing_photos(library)
    assert (one.photo, one.path) == (lost[0], str(tmp_path / "photos" / "trip" / "a.jpg"))
    assert (one.tags, one.caption, one.rating) == (1, "The Forum in the evening.", 4)
    assert missing_photos.missing_since(library, one.since) == {lost[0]}
    assert missing_photos.missing_since(library, stored_time(NOW + timedelta(days=1))) == set()


def test_a_photo_found_by_its_content_is_no_longer_missing(
    library: Library, lost: tuple[int, int], at: At, reading: Make
) -> None:
    assert files.record(library, [(at("elsewhere.jpg"), reading("a"))]).photos == {lost[0]}
    assert missing_photos.missing_photos(library) == []


def test_a_missing_copy_is_no_missing_photo(library: Library, at: At, reading: Make, folder: int) -> None:
    files.record(library, [(at("a.jpg"), reading("a")), (at("copy.jpg"), reading("a"))])
    files.forget(library, folder, ["copy.jpg"])
    assert missing_photos.missing_photos(library) == []


def test_a_manually_linked_photo_gets_the_decisions(library: Library, lost: tuple[int, int], tmp_path: Path) -> None:
    missing, edited = lost
    tags.mark(library, [TagMark(edited, ("dog",), "confirmed"), TagMark(edited, ("sea",), "confirmed")])
    changes = missing_photos.link(library, missing, str(tmp_path / "photos" / "sorted" / "a-edited.jpg"))
    assert {missing, edited} == changes.photos
    assert states_of(library, edited) == {"Places/Rome": "confirmed", "dog": "confirmed", "sea": "confirmed"}
    assert captions.captions_for_photos(library, [edited])[edited].text == "The Forum in the evening."
    assert ratings.marks_for_photos(library, [edited])[edited] == (4, False, "red", 0)
    assert missing_photos.missing_photos(library) == []
    assert photos.in_order(library, "newest") == [edited]


def test_the_other_photo_keeps_its_own_metadata(library: Library, lost: tuple[int, int], tmp_path: Path) -> None:
    missing, edited = lost
    ratings.rate(library, {edited: 1})
    ratings.label(library, {edited: "blue"})
    ratings.flag(library, {edited: -1})
    captions.write(library, {edited: Caption("", "My own words.", 0)})
    tags.mark(library, [TagMark(edited, ("Places", "Rome"), "rejected")])
    missing_photos.link(library, missing, str(tmp_path / "photos" / "sorted" / "a-edited.jpg"))
    assert states_of(library, edited) == {"Places/Rome": "rejected", "dog": "rejected"}
    assert captions.captions_for_photos(library, [edited])[edited].text == "My own words."
    assert ratings.marks_for_photos(library, [edited])[edited] == (1, False, "blue", -1)


def test_a_photo_is_not_kept_in_a_smart_album_and_out_of_it(
    library: Library, lost: tuple[int, int], tmp_path: Path
) -> None:
    missing, edited = lost
    names = ("kept here", "kept there", "out here", "out there")
    albums = [smart_albums.store_smart_album(library, (name,), "rating:5")[0] for name in names]
    for album, photo in zip(albums, (edited, missing, edited, missing), strict=True):
        album_content.add_photos(library, album, [photo])
    for album, photo in zip(albums, (missing, edited, missing, edited), strict=True):
        album_content.remove_photos(library, album, [photo])
    for album, photo in zip(albums[2:], (edited, missing), strict=True):
        album_content.remove_photos(library, album, [photo])
    missing_photos.link(library, missing, str(tmp_path / "photos" / "sorted" / "a-edited.jpg"))
    kept = library.column("SELECT album_id FROM album_photos WHERE photo_id = ? ORDER BY 1", (edited,))
    out = library.column("SELECT album_id FROM album_vetoes WHERE photo_id = ? ORDER BY 1", (edited,))
    assert (kept, out) == ([albums[0]], albums[1:])


def test_only_a_missing_photo_is_linked_and_only_to_a_photo(
    library: Library, lost: tuple[int, int], tmp_path: Path
) -> None:
    missing, edited = lost
    with pytest.raises(PhotonError, match="isn't missing"):
        missing_photos.link(library, edited, str(tmp_path / "photos" / "sorted" / "a-edited.jpg"))
    for path in ("photos/nothing.jpg", "elsewhere/a.jpg", "photos/trip/a.jpg"):
        with pytest.raises(PhotonError, match="isn't a photo in a watched folder"):
            missing_photos.link(library, missing, str(tmp_path / path))
    assert [one.photo for one in missing_photos.missing_photos(library)] == [missing]


def test_photos_are_forgotten_by_the_user_or_after_the_set_time(
    library: Library, lost: tuple[int, int], at: At, reading: Make
) -> None:
    missing, edited = lost
    age_by(library, 4000)
    missing_photos.forget_old(library)
    missing_photos.forget(library, [edited])  # it is not missing
    assert len(missing_photos.missing_photos(library)) == 1
    age_by(library, 29)
    missing_photos.set_keep_days(library, 30)
    assert (len(missing_photos.missing_photos(library)), missing_photos.keep_days(library)) == (1, 30)
    age_by(library, 31)
    assert missing_photos.forget_old(library).kinds == {"folders"}
    assert missing_photos.missing_photos(library) == []
    missing_photos.set_keep_days(library, None)
    assert missing_photos.keep_days(library) is None
    assert files.record(library, [(at("back.jpg"), reading("a"))]).photos == {missing}
    assert captions.captions_for_photos(library, [missing])[missing].title == "Forum"
    assert set(photos.in_order(library, "name")) == {edited, missing}


@pytest.mark.parametrize(("days", "is_forgotten"), [((31, 29), False), ((29, 31), False), ((31, 32), True)])
def test_a_photo_is_forgotten_when_the_last_of_its_files_has_been_missing_long_enough(
    library: Library, at: At, reading: Make, days: tuple[int, int], is_forgotten: bool
) -> None:
    names = ["a.jpg", "b.jpg"]
    files.record(library, [(at(name), reading("same")) for name in names])
    files.forget(library, at("a.jpg").folder, names)
    missing_photos.set_keep_days(library, 30)
    with library.transaction() as db:
        db.executemany(
            "UPDATE files SET missing = ? WHERE relative = ?",
            [(stored_time(NOW - timedelta(some)), name) for some, name in zip(days, names, strict=True)],
        )
    missing_photos.forget_old(library)
    assert (missing_photos.missing_photos(library) == []) is is_forgotten


def test_metadata_of_forgotten_photos_waits_for_their_return(
    library: Library, lost: tuple[int, int], at: At, reading: Make
) -> None:
    missing_photos.forget(library, [lost[0]])
    assert missing_photos.missing_photos(library) == []
    files.record(library, [(replace(at("back.jpg"), size=11), reading("a"))])
    assert states_of(library, lost[0]) == {"Places/Rome": "confirmed", "dog": "rejected"}


def linked(library: Library, lost: tuple[int, int], tmp_path: Path) -> int:
    """Return the step of the journal that linked the missing photo to the other one."""
    missing_photos.link(library, lost[0], str(tmp_path / "photos" / "sorted" / "a-edited.jpg"))
    (step,) = library.db.execute("SELECT max(id) FROM journal_steps").fetchone()
    return int(step)


def test_a_link_is_undone_and_redone(library: Library, lost: tuple[int, int], tmp_path: Path) -> None:
    def state() -> tuple[object, ...]:
        words = [states_of(library, photo) for photo in lost]
        marked = captions.captions_for_photos(library, lost), ratings.marks_for_photos(library, lost)
        columns = "photo_id, folder_id, relative, size, mtime_ns, missing, beside, changed_ns, lost"
        paths = library.db.execute(f"SELECT {columns} FROM files ORDER BY relative").fetchall()
        return missing_photos.missing_photos(library), words, *marked, paths

    before = state()
    step = linked(library, lost, tmp_path)
    after = state()
    for _ in range(2):
        outcome = undoing.undo_step(library, step)
        assert state() == before
        assert {*lost} == outcome.changes.photos
        assert "folders" in outcome.changes.kinds
        assert outcome.kept == 0
        undoing.redo_step(library, step)
        assert state() == after


def test_a_photo_found_since_is_not_missing_after_undoing_its_link(
    library: Library, lost: tuple[int, int], tmp_path: Path, at: At, reading: Make
) -> None:
    step = linked(library, lost, tmp_path)
    files.record(library, [(at("back.jpg"), reading("a"))])
    assert undoing.undo_step(library, step).kept == 1
    assert missing_photos.missing_photos(library) == []
    assert states_of(library, lost[1]) == {}


def test_a_path_used_by_another_photo_stays_with_it(
    library: Library, lost: tuple[int, int], tmp_path: Path, at: At, reading: Make
) -> None:
    step = linked(library, lost, tmp_path)
    (other,) = files.record(library, [(at("trip/a.jpg"), reading("c"))]).photos
    undoing.undo_step(library, step)
    assert missing_photos.missing_photos(library) == []
    assert library.column("SELECT photo_id FROM files WHERE relative = 'trip/a.jpg'") == [other]


def test_a_folder_that_is_no_longer_watched_does_not_return(
    library: Library, lost: tuple[int, int], tmp_path: Path, folder: int
) -> None:
    step = linked(library, lost, tmp_path)
    folders.remove(library, folder)
    undoing.undo_step(library, step)
    assert missing_photos.missing_photos(library) == []
    assert library.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_history_of_a_photo_includes_its_link(library: Library, lost: tuple[int, int], tmp_path: Path) -> None:
    linked(library, lost, tmp_path)
    assert decision_text(history_of_photos(library, [lost[0]])[-1]) == "linked to another file; it was trip/a.jpg"
