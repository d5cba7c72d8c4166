"""Cases 19 to 22: folders and drives that disappear, return empty, or return only in part."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import proofs
from tests.faults.injection import as_anybody, namespace
from tests.faults.place import Place


class Known:
    """What a library knew before a root disappeared, and must know in the meantime and afterwards."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.facts, self.census, self.ids = place.facts(), proofs.census(place.catalog), place.there()
        self.vectors, self.shown = proofs.vectors_of(place.library), previews(place)

    def check_kept(self) -> None:
        """Check that nothing was forgotten, and that previews still exist (P4)."""
        assert self._place.facts() == self.facts
        assert proofs.census(self._place.catalog) == self.census
        assert previews(self._place) == self.shown
        assert self._place.photon("search", "tag:edits").said.count(".jpg") == 8

    def check_returned(self) -> None:
        """Check that the same ids are online, and nothing was embedded or read again (case 22)."""
        self.check_kept()
        assert self._place.there() == self.ids
        assert proofs.vectors_of(self._place.library) == self.vectors


def previews(place: Place) -> list[tuple[int, int]]:
    with proofs.database(place.library / "previews.db") as db:
        return db.execute("SELECT rowid, photo_id FROM previews ORDER BY photo_id").fetchall()


def is_offline(place: Place) -> bool:
    with proofs.database(place.catalog) as db:
        return db.execute("SELECT min(offline) FROM folders").fetchone() == (1,)


@pytest.mark.parametrize("left", ["nothing", "empty", "foreign"])
def test_19_20_22_a_root_is_away_between_runs(place: Place, left: str) -> None:
    """The root is missing, an empty mount point, or one with the files that a system creates there."""
    known, away = Known(place), place.folder / "away"
    place.photos.rename(away)
    if left != "nothing":
        place.photos.mkdir()
    if left == "foreign":
        (place.photos / "lost+found").mkdir()
        (place.photos / ".Trash-1000").mkdir()
        (place.photos / "desktop.ini").write_text("[x]")
    for _ in range(2):
        place.photon("index")
        assert is_offline(place)
        known.check_kept()
    assert "offline" in place.photon("folders", "list").said.lower()
    if left != "nothing":
        shutil.rmtree(place.photos)
    away.rename(place.photos)
    place.photon("index")
    known.check_returned()


@pytest.mark.parametrize("left", ["nothing", "empty"])
def test_19_20_22_a_root_goes_away_while_photon_runs(place: Place, left: str) -> None:
    known, away = Known(place), place.folder / "away"
    with place.watching():
        place.photos.rename(away)
        if left == "empty":
            place.photos.mkdir()
        place.until(lambda: is_offline(place))
        known.check_kept()
        if left == "empty":
            place.photos.rmdir()
        away.rename(place.photos)
        place.until(lambda: not is_offline(place))
        place.until(lambda: place.there() == known.ids)
    place.photon("index")
    known.check_returned()


def test_20_an_empty_disk_is_mounted_over_a_root(place: Place) -> None:
    known = Known(place)
    with namespace('mount -t tmpfs -o size=1m none "$1"', place.photos) as here:
        place.photon("index", wrap=here.within)
        assert is_offline(place)
        known.check_kept()
    place.photon("index")
    known.check_returned()


@pytest.mark.parametrize("mode", [0, 0o111])
def test_21_half_of_a_tree_cannot_be_listed(place: Place, mode: int) -> None:
    for number in range(4):
        (place.photos / "half").mkdir(exist_ok=True)
        (place.photos / f"p{number:02}.jpg").rename(place.photos / "half" / f"p{number:02}.jpg")
    place.photon("index")
    known = Known(place)
    (place.photos / "half").chmod(mode)
    try:
        place.photon("index", wrap=as_anybody())
        known.check_kept()
        assert place.there() == known.ids  # nothing proves that they are deleted
        assert str(place.photos / "half") in place.photon("doctor").said
        (place.photos).chmod(mode)
        place.photon("index", wrap=as_anybody())
        known.check_kept()
    finally:
        place.photos.chmod(0o755)
        (place.photos / "half").chmod(0o755)
    place.photon("index")
    known.check_returned()


def test_21_photos_that_are_gone_for_good_are_kept_until_a_person_decides(place: Place) -> None:
    """The root exists without half of its photos: they are listed as missing, and found again by their content."""
    known, bin_ = Known(place), place.folder / "bin"
    bin_.mkdir()
    for number in range(4):
        (place.photos / f"p{number:02}.jpg").rename(bin_ / f"p{number:02}.jpg")
    place.photon("index")
    assert place.facts() == known.facts
    assert proofs.census(place.catalog) == known.census
    assert len(place.there()) == 4
    for path in bin_.iterdir():
        path.rename(place.photos / f"again {path.name}")
    place.photon("index")
    assert place.facts() == known.facts
    assert proofs.vectors_of(place.library) == known.vectors
    assert sorted(place.there().values()) == sorted(known.ids.values())


def test_22_a_drive_returns_at_another_place(new_place: Callable[[], Place]) -> None:
    place = new_place()
    known = Known(place)
    elsewhere: Path = place.photos.rename(place.folder / "elsewhere")
    place.photon("index")
    place.photon("index", elsewhere)
    assert place.facts() == known.facts
    assert proofs.vectors_of(place.library) == known.vectors
    assert sorted(place.there().values()) == sorted(known.ids.values())
