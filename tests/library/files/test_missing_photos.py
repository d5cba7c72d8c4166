"""Missing photos: all of them are listed, none loses a word, and only the user has them forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from photon.domain import PhotonError, Reading
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.captions import captions
from photon.library.files import missing_photos
from photon.library.photos import files, photos, ratings
from photon.library.photos.folders import stored_time
from photon.library.photos.found_files import Found
from photon.library.tags import tags

Make = Callable[..., Reading]
At = Callable[[str], Found]


@pytest.fixture
def lost(library: Library, at: At, reading: Make, folder: int) -> tuple[int, int]:
    """A missing photo with words, and a present one that is the same after an edit."""
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


def test_they_are_listed_with_what_is_kept_of_them(library: Library, lost: tuple[int, int], tmp_path: Path) -> None:
    (one,) = missing_photos.missing_photos(library)
    assert (one.photo, one.path) == (lost[0], str(tmp_path / "photos" / "trip" / "a.jpg"))
    assert (one.tags, one.caption, one.rating) == (1, "The Forum in the evening.", 4)
    assert missing_photos.count_missing(library, one.since) == 1
    assert missing_photos.count_missing(library, stored_time(NOW + timedelta(days=1))) == 0


def test_one_that_is_found_by_its_content_is_missing_no_longer(
    library: Library, lost: tuple[int, int], at: At, reading: Make
) -> None:
    assert files.record(library, [(at("elsewhere.jpg"), reading("a"))]).photos == {lost[0]}
    assert missing_photos.missing_photos(library) == []


def test_a_copy_that_is_gone_is_no_missing_photo(library: Library, at: At, reading: Make, folder: int) -> None:
    files.record(library, [(at("a.jpg"), reading("a")), (at("copy.jpg"), reading("a"))])
    files.forget(library, folder, ["copy.jpg"])
    assert missing_photos.missing_photos(library) == []


def test_linked_by_hand_the_other_photo_takes_over_what_was_decided(
    library: Library, lost: tuple[int, int], tmp_path: Path
) -> None:
    missing, edited = lost
    tags.mark(library, [TagMark(edited, ("dog",), "confirmed"), TagMark(edited, ("sea",), "confirmed")])
    changes = missing_photos.link(library, missing, str(tmp_path / "photos" / "sorted" / "a-edited.jpg"))
    assert {missing, edited} == changes.photos
    assert states_of(library, edited) == {"Places/Rome": "confirmed", "dog": "confirmed", "sea": "confirmed"}
    assert captions.captions_for_photos(library, [edited])[edited].text == "The Forum in the evening."
    assert ratings.marks_for_photos(library, [edited])[edited] == (4, False, "red", 0)
    assert missing_photos.missing_photos(library) == []
    assert photos.in_order(library, "newest") == [edited]


def test_what_the_other_photo_has_of_its_own_stays(library: Library, lost: tuple[int, int], tmp_path: Path) -> None:
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


def test_they_are_forgotten_only_by_the_user_or_after_the_time_that_was_set(
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


def test_forgotten_by_hand_their_words_wait_for_their_return(
    library: Library, lost: tuple[int, int], at: At, reading: Make
) -> None:
    missing_photos.forget(library, [lost[0]])
    assert missing_photos.missing_photos(library) == []
    files.record(library, [(replace(at("back.jpg"), size=11), reading("a"))])
    assert states_of(library, lost[0]) == {"Places/Rome": "confirmed", "dog": "rejected"}
