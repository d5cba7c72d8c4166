"""Identity of photos: edits keep marks, moves keep rows, copies are one photo, missing files wait."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from photon.domain import Problem, Reading
from photon.domain.photo.problem import KILLED
from photon.library import Library
from photon.library.photos import files, folders, photo_dates, photos, problems, ratings
from photon.library.photos.file_states import unnamed
from photon.library.photos.files import Rewritten
from photon.library.photos.found_files import Failed, Found
from tests.library.photos.up_to_date import up_to_date

Make = Callable[..., Reading]
At = Callable[[str], Found]


def test_a_new_file_becomes_a_photo_with_its_facts_and_preview(library: Library, at: At, reading: Make) -> None:
    changes = files.record(library, [(at("a/one.jpg"), reading("one", taken="2024-05-01T10:00:00"))])
    (photo,) = changes.photos
    assert changes.kinds == {"photos"}
    stored = photos.find_photo(library, photo)
    assert stored is not None
    assert stored.facts == reading("one", taken="2024-05-01T10:00:00").facts
    assert stored.path.endswith("/photos/a/one.jpg")
    assert photos.previews(library, [photo]) == {photo: b"jpeg of one"}
    assert photos.cards(library, [photo])[photo].name == "one.jpg"


def test_ids_of_a_batch_are_returned(library: Library, at: At, reading: Make) -> None:
    ids: dict[Found, int] = {}
    batch = [(at("a.jpg"), reading("x")), (at("b.jpg"), reading("y")), (at("copy of a.jpg"), reading("x"))]
    files.record(library, [*batch, (replace(at("c.jpg"), folder=999), reading("z"))], ids=ids)
    paths = {photo: found.relative for found, photo in reversed(ids.items())}
    assert ids[at("a.jpg")] == ids[at("copy of a.jpg")]
    assert {ids[at(name)]: name for name in ("a.jpg", "b.jpg")} == paths
    assert all(photos.at(library, f"{folders.all_folders(library)[0].path}/{one.relative}") == ids[one] for one in ids)
    assert len(ids) == 3  # none for a folder that is no longer watched


def test_a_changed_file_at_the_same_path_is_the_same_photo(library: Library, at: At, reading: Make) -> None:
    (photo,) = files.record(library, [(at("a.jpg"), reading("before"))]).photos
    ratings.rate(library, {photo: 4})
    assert files.record(library, [(at("a.jpg"), reading("after"))]).photos == {photo}
    stored = photos.find_photo(library, photo)
    assert stored is not None
    assert stored.rating == 4
    assert photos.previews(library, [photo]) == {photo: b"jpeg of after"}


def test_a_moved_file_keeps_its_row_in_any_order_of_events(library: Library, at: At, reading: Make) -> None:
    (photo,) = files.record(library, [(at("old.jpg"), reading("x"))]).photos
    files.record(library, [(at("new/place.jpg"), reading("x"))])
    files.forget(library, at("old.jpg").folder, ["old.jpg"])
    files.forget(library, at("old.jpg").folder, ["new/place.jpg"])
    assert photos.in_order(library, "newest") == []
    files.record(library, [(at("third.jpg"), reading("x"))])
    assert photos.in_order(library, "newest") == [photo]
    stored = photos.find_photo(library, photo)
    assert stored is not None
    assert [file.path.rpartition("/")[2] for file in stored.files] == ["third.jpg"]


def test_copies_are_one_photo_and_editing_one_splits_it_with_its_marks(library: Library, at: At, reading: Make) -> None:
    (photo,) = files.record(library, [(at("a.jpg"), reading("x")), (at("b.jpg"), reading("x"))]).photos
    ratings.favour(library, {photo: True})
    changes = files.record(library, [(at("b.jpg"), reading("y"))])
    (split,) = changes.photos - {photo}  # the photo that lost a path is named too
    assert set(photos.in_order(library, "name")) == {photo, split}
    assert all(card.favourite for card in photos.cards(library, [photo, split]).values())


def test_an_edited_copy_has_every_mark_of_its_photo(library: Library, at: At, reading: Make) -> None:
    (photo,) = files.record(library, [(at("a.jpg"), reading("x")), (at("b.jpg"), reading("x"))]).photos
    ratings.rate(library, {photo: 4})
    ratings.favour(library, {photo: True})
    ratings.label(library, {photo: "red"})
    ratings.flag(library, {photo: -1})
    photo_dates.date_photos(library, {photo: "2020-07-15T12:00:00"})
    (split,) = files.record(library, [(at("b.jpg"), reading("y"))]).photos - {photo}
    marks = ratings.marks_for_photos(library, [photo, split])
    assert tuple(marks[photo]) == tuple(marks[split]) == (4, True, "red", -1)
    dates = photo_dates.decided_dates(library, [photo, split])
    assert dates[photo] == dates[split] == "2020-07-15T12:00:00"


def test_a_renamed_file_is_found_before_a_new_one_takes_its_name(library: Library, at: At, reading: Make) -> None:
    (photo,) = files.record(library, [(at("a.jpg"), reading("x"))]).photos
    ratings.rate(library, {photo: 5})
    files.record(library, [(at("a.jpg"), reading("new")), (at("b.jpg"), reading("x"))])
    stored = photos.find_photo(library, photo)
    assert stored is not None
    assert stored.path.endswith("/b.jpg")
    assert photos.previews(library, [photo]) == {photo: b"jpeg of x"}
    assert stored.rating == 5


def test_a_missing_file_keeps_its_marks_until_it_returns(library: Library, at: At, reading: Make) -> None:
    (photo,) = files.record(library, [(at("a.jpg"), reading("x"))]).photos
    ratings.rate(library, {photo: 5})
    files.forget(library, at("a.jpg").folder, ["a.jpg"])
    assert photos.in_order(library, "newest") == []
    assert files.record(library, [(at("a.jpg"), reading("x"))]).photos == {photo}
    assert photos.cards(library, [photo])[photo].rating == 5


def test_ids_are_never_reused(library: Library, at: At, reading: Make) -> None:
    (first,) = files.record(library, [(at("a.jpg"), reading("x"))]).photos
    with library.transaction() as db:
        db.execute("DELETE FROM photos")
    (second,) = files.record(library, [(at("b.jpg"), reading("y"))]).photos
    assert second > first


def test_an_unreadable_file_is_one_line_and_is_not_retried_until_it_changes(
    library: Library, at: At, reading: Make
) -> None:
    bad = at("bad.jpg")
    changes = files.record(library, [], [Failed(bad, Problem("/x/bad.jpg", "empty", "It is empty."))])
    assert changes.kinds == {"problems"}
    assert [problem.message for problem in problems.all_problems(library)] == ["It is empty."]
    assert up_to_date(library, bad.folder) == {"bad.jpg": (10, 1_000_000_000)}
    assert "problems" in files.record(library, [(bad, reading("fine"))]).kinds
    assert problems.all_problems(library) == []


def test_a_photo_that_becomes_unreadable_keeps_its_marks(library: Library, at: At, reading: Make) -> None:
    (photo,) = files.record(library, [(at("a.jpg"), reading("x"))]).photos
    ratings.rate(library, {photo: 3})
    files.record(library, [], [Failed(at("a.jpg"), Problem("/x/a.jpg", "damaged", "It is cut."))])
    assert photos.cards(library, [photo])[photo].rating == 3


def test_removing_a_folder_hides_its_photos_and_adding_it_restores_their_marks(
    library: Library, at: At, reading: Make, folder: int
) -> None:
    (photo,) = files.record(library, [(at("a.jpg"), reading("x"))]).photos
    ratings.rate(library, {photo: 2})
    path = folders.all_folders(library)[0].path
    folders.remove(library, folder)
    assert photos.in_order(library, "newest") == []
    again = folders.add(library, path)
    files.record(library, [(Found(again.id, "a.jpg", 10, 5), reading("x"))])
    assert photos.cards(library, [photo])[photo].rating == 2


def test_of_near_duplicates_the_users_choice_and_then_the_original_rank_first(
    library: Library, at: At, reading: Make
) -> None:
    original, edit, untimed, liked = (
        next(iter(files.record(library, [(replace(at(name), mtime_ns=age), made)]).photos))
        for name, age, made in (
            ("original.jpg", 10, reading("original", taken="2024-05-01T10:00:00")),
            ("edit.jpg", 20, reading("edit", taken="2024-05-01T10:00:00")),
            ("untimed.jpg", 1, reading("untimed")),
            ("liked.jpg", 99, reading("liked")),
        )
    )
    ratings.favour(library, {liked: True})
    worth = photos.merits(library, [edit, untimed, liked, original, 99])
    assert sorted(worth, key=lambda photo: worth[photo], reverse=True) == [liked, original, edit, untimed]


def test_a_file_that_ended_a_decoder_is_retried_by_the_next_version(
    library: Library, at: At, reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, edited = at("new.jpg"), at("edited.jpg")
    files.record(library, [(edited, reading("before"))])
    edited = replace(edited, size=edited.size + 1)
    failures = [Failed(one, Problem(f"/x/{one.relative}", "crashed", "It ended the decoder.")) for one in (new, edited)]
    for retry in (True, False):
        files.record(library, [], failures)
        for one in (new, edited):  # one version never retries it
            assert up_to_date(library, one.folder, retry=retry)[one.relative] == (one.size, one.mtime_ns)
        with library.transaction() as db:
            db.execute("DELETE FROM given_up")  # as the next version does at its start, and as an earlier one left it
        assert not up_to_date(library, new.folder, retry=retry).keys() & {"new.jpg", "edited.jpg"}
    files.record(library, [(new, reading("new"))])
    assert up_to_date(library, new.folder)["new.jpg"] == (new.size, new.mtime_ns)


def test_a_file_on_which_a_decoder_was_killed_is_retried_once(library: Library, at: At, reading: Make) -> None:
    one = at("one.jpg")
    killed = Failed(one, Problem("/x/one.jpg", *KILLED))
    files.record(library, [], [killed])
    assert "one.jpg" not in up_to_date(library, one.folder)
    changed = replace(one, size=one.size + 1)
    files.record(library, [], [replace(killed, found=changed)])  # changed content counts as the first time
    assert "one.jpg" not in up_to_date(library, one.folder)
    for _ in range(2):  # the second time by this version, and by the next one
        files.record(library, [], [replace(killed, found=changed)])
        assert [problem.kind for problem in problems.all_problems(library)] == ["crashed"]
        assert up_to_date(library, one.folder)["one.jpg"] == (changed.size, changed.mtime_ns)
        with library.transaction() as db:
            db.execute("DELETE FROM given_up")  # as the next version does at its start
        assert "one.jpg" not in up_to_date(library, one.folder)


@pytest.mark.parametrize("missed", ["", "b.jpg"])
def test_copies_that_were_written_stay_one_photo_only_together(
    library: Library, at: At, reading: Make, missed: str
) -> None:
    places = [at(name) for name in ("a.jpg", "b.jpg")]
    (photo,) = files.record(library, [(one, reading("before")) for one in places]).photos
    root = folders.all_folders(library)[0].path
    written = [one for one in places if one.relative != missed]
    with library.transaction() as db:
        files.rewrite_within(
            db, [Rewritten(photo, f"{root}/{one.relative}", 12, 9, reading("after").file_hash) for one in written]
        )
    current = up_to_date(library, places[0].folder)
    # what was written alone is read at the next scan, and the other one still is this photo
    assert current == ({"a.jpg": (-1, 9), "b.jpg": (10, 1_000_000_000)} if missed else dict.fromkeys(current, (12, 9)))
    files.record(library, [(at("c.jpg"), reading("before" if missed else "after"))])
    assert photos.at(library, f"{root}/c.jpg") == photo


def test_a_part_of_a_folder_is_read_alone(library: Library, at: At, reading: Make) -> None:
    names = {"a.jpg", "b/a.jpg", "b/c/a.jpg", "b0.jpg", "b0/a.jpg", "B/a.jpg", "b-/a.jpg", "\U0010ffff.jpg"}
    files.record(library, [(at(name), reading(name)) for name in names])
    folder, known = at("a.jpg").folder, up_to_date
    assert files.present(library, folder) == known(library, folder).keys() == names
    for inner, inside in {"b": {"b/a.jpg", "b/c/a.jpg"}, "b/c": {"b/c/a.jpg"}, "b0": {"b0/a.jpg"}, "c": set()}.items():
        assert files.present(library, folder, inner) == known(library, folder, inner).keys() == inside


def test_names_without_extension_are_found_among_all(library: Library, at: At, reading: Make) -> None:
    bare = {"photo", "a.b/photo", "a.jpg/12345", "ends"}
    files.record(library, [(at(name), reading(name)) for name in (*bare, "a.jpg", "b.webp", "a.b/c.qt", "d.jfif2")])
    files.forget(library, at("photo").folder, ["photo"])
    assert unnamed(library, at("photo").folder) == bare - {"photo"}
    assert unnamed(library, at("photo").folder, "a.b") == {"a.b/photo"}
