"""Missing photos, one condition at a time: what a linked photo takes over, which are forgotten, and large losses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from photon.domain import PhotonError, Reading
from photon.library import Library
from photon.library.db import settings
from photon.library.files import missing_photos
from photon.library.photos import files, folders, missing_batches, photo_dates, ratings
from photon.library.photos.folders import stored_time
from photon.library.photos.found_files import Found

Make = Callable[..., Reading]
At = Callable[[str], Found]


def put(library: Library, at: At, reading: Make, *names: str) -> list[int]:
    """Record photos; return their ids in this order."""
    found = []
    for name in names:
        (photo,) = files.record(library, [(at(name), reading(name))]).photos
        found.append(photo)
    return found


def missed(library: Library, days: float, photo: int) -> None:
    """Move the time at which a photo went missing."""
    with library.transaction() as db:
        when = stored_time(datetime.now(UTC) - timedelta(days=days))
        db.execute("UPDATE files SET missing = ? WHERE photo_id = ? AND missing IS NOT NULL", (when, photo))


def lost(library: Library) -> list[int]:
    return [one.photo for one in missing_photos.missing_photos(library)]


def test_of_several_missing_photos_any_can_be_linked(
    library: Library, folder: int, at: At, reading: Make, tmp_path: Path
) -> None:
    one, other, third, here = put(library, at, reading, "a.jpg", "b.jpg", "c.jpg", "here.jpg")
    files.forget(library, folder, ["a.jpg", "b.jpg", "c.jpg"])
    assert lost(library) == [one, other, third]
    missing_photos.link(library, other, str(tmp_path / "photos" / "here.jpg"))
    assert lost(library) == [one, third]
    with pytest.raises(PhotonError, match="isn't missing"):
        missing_photos.link(library, other, str(tmp_path / "photos" / "here.jpg"))
    missing_photos.forget(library, [one, here])
    assert lost(library) == [third]


SET = {
    "rating": lambda lib, photo, value: ratings.rate(lib, {photo: value}),
    "favourite": lambda lib, photo, value: ratings.favour(lib, {photo: value}),
    "label": lambda lib, photo, value: ratings.label(lib, {photo: value}),
    "flag": lambda lib, photo, value: ratings.flag(lib, {photo: value}),
    "hidden": lambda lib, photo, value: ratings.hide(lib, {photo: value}),
    "dated": lambda lib, photo, value: photo_dates.date_photos(lib, {photo: value}),
}


@pytest.mark.parametrize(
    ("what", "theirs", "own", "expected"),
    [
        ("rating", 4, 0, 4),
        ("rating", 4, 2, 2),
        ("rating", 0, 2, 2),
        ("favourite", True, False, 1),
        ("favourite", False, True, 1),
        ("favourite", False, False, 0),
        ("label", "red", "", "red"),
        ("label", "red", "blue", "blue"),
        ("flag", -1, 0, -1),
        ("flag", -1, 1, 1),
        ("hidden", "shown", "", "shown"),
        ("hidden", "hidden", "shown", "hidden"),
        ("hidden", "shown", "hidden", "hidden"),
        ("dated", "2020-07-15T12:00:00", "", "2020-07-15T12:00:00"),
        ("dated", "2020-07-15T12:00:00", "2021-01-01T00:00:00", "2021-01-01T00:00:00"),
    ],
)
def test_a_linked_photo_takes_over_what_it_lacks(
    library: Library, folder: int, at: At, reading: Make, tmp_path: Path, what: str, theirs: object, own: object,
    expected: object,
) -> None:  # fmt: skip
    missing, here = put(library, at, reading, "a.jpg", "here.jpg")
    SET[what](library, missing, theirs)
    if own:
        SET[what](library, here, own)
    before = library.db.execute(f"SELECT {', '.join(SET)} FROM photos WHERE id = ?", (here,))
    others = dict(zip(SET, before.fetchone(), strict=True))
    files.forget(library, folder, ["a.jpg"])
    missing_photos.link(library, missing, str(tmp_path / "photos" / "here.jpg"))
    row = library.db.execute(f"SELECT {', '.join(SET)} FROM photos WHERE id = ?", (here,))
    assert dict(zip(others, row.fetchone(), strict=True)) == others | {what: expected}
    if what == "dated":
        assert library.column("SELECT shown FROM photos WHERE id = ?", (here,)) == [expected]


def test_only_photos_that_were_missing_for_long_are_forgotten(
    library: Library, folder: int, at: At, reading: Make
) -> None:
    young, old, here = put(library, at, reading, "a.jpg", "b.jpg", "c.jpg")
    files.forget(library, folder, ["a.jpg", "b.jpg"])
    missed(library, 9.9, young)
    missed(library, 10.1, old)
    for days in (None, 0, -5, "10", 11):
        settings.store_named(library, missing_photos.KEEP_DAYS.name, days)  # refused by ``store``
        assert not missing_photos.forget_old(library)
        assert missing_photos.keep_days(library) == (11 if days == 11 else None)
    missing_photos.set_keep_days(library, 10)
    assert lost(library) == [young]
    assert not missing_photos.forget_old(library)
    assert library.column("SELECT id FROM photos WHERE present = 1") == [here]


def test_photos_are_missing_since_a_time_and_in_a_folder(
    library: Library, folder: int, at: At, reading: Make, tmp_path: Path
) -> None:
    (tmp_path / "others").mkdir()
    second = folders.add(library, str(tmp_path / "others")).id
    old, young = put(library, at, reading, "a.jpg", "b.jpg")
    (elsewhere,) = files.record(library, [(Found(second, "c.jpg", 10, 1), reading("c"))]).photos
    files.forget(library, folder, ["a.jpg", "b.jpg"])
    files.forget(library, second, ["c.jpg"])
    missed(library, 3, old)
    now = stored_time(datetime.now(UTC) - timedelta(days=1))
    assert missing_photos.missing_since(library, now) == {young, elsewhere}
    assert missing_photos.missing_since(library) == {old, young, elsewhere}
    assert [one.photo for one in missing_photos.missing_photos(library, second)] == [elsewhere]
    assert [one.photo for one in missing_photos.missing_photos(library, folder)] == [old, young]


@pytest.mark.parametrize(
    ("total", "gone", "earlier", "is_large"),
    [
        (8, 3, 0, False),  # not more than there may be
        (8, 4, 0, True),
        (16, 4, 0, False),  # not more than the share
        (15, 4, 0, True),
        (12, 4, 3, True),  # those of earlier are neither lost now nor left
        (12, 2, 3, False),
    ],
)
def test_a_loss_is_large_by_number_and_by_share(
    library: Library, folder: int, at: At, reading: Make, monkeypatch: pytest.MonkeyPatch, total: int, gone: int,
    earlier: int, is_large: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(missing_batches, "MANY", 3)
    monkeypatch.setattr(missing_batches, "SHARE", 0.25)
    names = [f"{number:02}.jpg" for number in range(total)]
    found = put(library, at, reading, *names)
    files.forget(library, folder, names[:earlier])
    for photo in found[:earlier]:
        missed(library, 1, photo)
    changes = files.forget(library, folder, names[earlier : earlier + gone])
    assert ("folders" in changes.kinds) is is_large
    assert folders.all_folders(library)[0].missing == (gone if is_large else 0)
    missing_batches.accept(library, folder)
    assert lost(library) == found[:earlier] if is_large else found[: earlier + gone]
    assert folders.all_folders(library)[0].missing == 0
