"""Cases 11 to 13 and 15 to 18: databases that are damaged, truncated, locked, newer, or copied while being written."""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import proofs
from tests.faults.photon_process import comes_true, kill_all, wait
from tests.faults.place import Place, draw_photo


def back_up(place: Place) -> Path:
    """Make a backup in the default folder; return the newest one."""
    place.photon("backup")
    return max((place.library / "backups").glob("*.gz"))


def offers(said: str, backup: Path) -> bool:
    """Return whether a message offers this backup, or a repair that uses it."""
    return backup.name in said or "photon doctor --repair" in said


def check_refusal(place: Place, backup: Path) -> None:
    """Check that Photon starts with no command, offers the backup, and changes nothing."""
    before = proofs.digest(place.catalog) if place.catalog.exists() else ""
    for words in (("doctor",), ("index",), ("search", "dog"), ("vocabulary", "add", "New")):
        said = place.photon(*words, codes=(1,)).said
        assert offers(said, backup), said
    assert (proofs.digest(place.catalog) if place.catalog.exists() else "") == before


def check_restored(place: Place, backup: Path, wanted: proofs.Facts) -> None:
    """Check that the backup restores everything, and that Photon continues."""
    place.photon("restore", "--yes", backup)
    proofs.check_sound(place.library)
    assert place.facts() == wanted
    place.photon("index")
    proofs.check_index(place.library)


def is_damaged(catalog: Path) -> bool:
    """Return whether SQLite itself detects damage; it does not detect a changed letter."""
    try:
        with proofs.database(catalog) as db:
            return db.execute("PRAGMA integrity_check").fetchall() != [("ok",)] or bool(
                db.execute("PRAGMA foreign_key_check").fetchall()
            )
    except sqlite3.DatabaseError:
        return True


def test_11_the_catalogue_with_flipped_bits(place: Place, is_long: bool) -> None:
    chance, backup = random.Random(11), back_up(place)
    good, before, found = place.catalog.read_bytes(), place.facts(), 0
    used = [at for at, byte in enumerate(good) if byte]  # most of a small catalogue is unused
    for _ in range(200 if is_long else 10):
        spoilt = bytearray(good)
        for _ in range(chance.choice((1, 4, 16))):
            spoilt[chance.choice(used)] ^= 1 << chance.randrange(8)
        for path in place.library.glob("catalog.db*"):
            path.unlink()
        place.catalog.write_bytes(spoilt)
        ended = place.photon("index", codes=(0, 1))
        if ended.code:
            found += 1
            assert offers(ended.said, backup), ended.said
            assert proofs.digest(place.catalog) == proofs.hashlib.sha256(spoilt).hexdigest()
        else:
            assert not is_damaged(place.catalog)
            assert proofs.census(place.catalog)["photos"] == 8  # it is never recreated
    assert found >= 3
    place.catalog.write_bytes(spoilt[: len(spoilt) // 3])
    check_restored(place, backup, before)


@pytest.mark.parametrize("damage", ["half", "empty", "zeros", "gone"])
def test_12_the_catalogue_cut_or_emptied(place: Place, damage: str) -> None:
    backup, before = back_up(place), place.facts()
    whole = place.catalog.read_bytes()
    match damage:
        case "half":
            place.catalog.write_bytes(whole[: len(whole) // 2])
        case "empty":
            place.catalog.write_bytes(b"")
        case "zeros":
            place.catalog.write_bytes(bytes(len(whole)))
        case "gone":
            place.catalog.unlink()
    check_refusal(place, backup)
    check_restored(place, backup, before)


@pytest.mark.parametrize("name", ["cache.db", "previews.db"])
@pytest.mark.parametrize("damage", ["half", "empty", "gone", "garbage"])
def test_12_what_can_be_made_again_is_made_again(place: Place, name: str, damage: str) -> None:
    before, path = place.facts(), place.library / name
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        garbage = random.Random(12).randbytes(len(whole))
        path.write_bytes({"half": whole[: len(whole) // 2], "empty": b"", "garbage": garbage}[damage])
    place.photon("search", "rating:>=1")
    place.photon("index")
    proofs.check_sound(place.library)
    proofs.check_index(place.library)
    assert len(proofs.vectors_of(place.library)) == 8
    assert place.facts() == before


def kill_while_editing(place: Place, first: int, saved: int) -> None:
    """Kill a process that makes edits after a number of saved ones; its log remains."""
    process, said = place.start_editing(first, 200)
    wanted = saved + (place.notes.read_text().count("saved") if place.notes.exists() else 0)
    assert comes_true(lambda: place.notes.exists() and place.notes.read_text().count("saved") >= wanted)
    kill_all(process)
    wait(process, said)
    assert (place.library / "catalog.db-wal").stat().st_size


def test_13_the_log_is_removed(place: Place) -> None:
    before = place.facts()
    kill_while_editing(place, 100, 8)
    for path in place.library.glob("catalog.db-*"):
        path.unlink()
    place.photon("index")
    proofs.check_sound(place.library)
    assert place.facts() == before  # the state of the last checkpoint


def test_13_an_older_catalogue_with_a_newer_log(place: Place) -> None:
    backup, before = back_up(place), place.facts()
    old = place.catalog.read_bytes()
    place.edit(100, 60)
    kill_while_editing(place, 300, 8)
    place.catalog.write_bytes(old)
    ended = place.photon("index", codes=(0, 1))
    if ended.code:
        assert offers(ended.said, backup)
    else:
        proofs.check_sound(place.library)
        assert {fact for fact in before if fact[0] not in proofs.ONE_EACH} <= place.facts()
    check_restored(place, backup, before)


def test_15_several_processes_in_one_library(place: Place) -> None:
    before = place.facts()
    for number in range(20, 40):
        draw_photo(place.photos / f"new{number}.jpg", number)
    running = [place.start("index") for _ in range(3)]
    running.append(place.start_editing(100, 60))
    running.append(place.start("write-metadata", place.photos, "--yes"))
    ended = [wait(process, said) for process, said in running]
    assert [one.code for one in ended[:4]] == [0, 0, 0, 0], ended
    assert ended[4].code in (0, 1)
    assert place.check_edits(before) == 60
    place.photon("index")
    proofs.check_index(place.library)
    assert len(proofs.files_of(place.catalog)) == 28
    with proofs.database(place.library / "cache.db") as db:  # nothing was embedded twice
        assert db.execute("SELECT count(*), count(DISTINCT photo_id) FROM vectors").fetchone() == (28, 28)
    for sidecar in place.photos.glob("*.xmp"):
        found = proofs.keywords_of(sidecar)
        assert len(found) == len(set(found))


def test_16_another_program_holds_the_lock(place: Place, is_long: bool) -> None:
    before = place.facts()
    with closing(sqlite3.connect(place.catalog, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        process, said = place.start_editing(100, 12)
        assert comes_true(place.notes.exists)
        began = time.monotonic()
        assert "p0" in place.photon("search", "tag:edits").said  # readers do not wait
        assert comes_true(lambda: time.monotonic() - began > (13 if is_long else 6))
        assert place.facts() == before
        other.execute("ROLLBACK")
        assert wait(process, said).code == 0
        assert place.check_edits(before) == 12
        if is_long:  # longer than Photon waits: it reports that, and nothing is partially done
            other.execute("BEGIN EXCLUSIVE")
            assert "refused" in place.edit(200, 6, codes=(3,)).said
            other.execute("ROLLBACK")
            assert place.check_edits(before) == 12
    place.edit(300, 6)
    place.check_edits(before)


def test_17_a_library_of_a_newer_photon(place: Place) -> None:
    with closing(sqlite3.connect(place.catalog)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('photon.catalog', 'm999_to_come')")
        db.execute("PRAGMA user_version = 999")
    before = proofs.digests(place.library)
    for words in (("index",), ("doctor",), ("search", "dog"), ("vocabulary", "add", "New"), ("backup",)):
        assert "newer version" in place.photon(*words, codes=(1,)).said
    now = proofs.digests(place.library)
    assert {name: told for name, told in now.items() if name.endswith(".db")} == {
        name: told for name, told in before.items() if name.endswith(".db")
    }


def test_18_a_backup_while_photos_are_taken_in(new_place: Callable[[], Place]) -> None:
    place = new_place()
    before = place.facts()
    for number in range(20, 70):
        draw_photo(place.photos / f"new{number}.jpg", number)
    process, said = place.start("index")
    backups = []
    while process.poll() is None and len(backups) < 3:
        if len(proofs.files_of(place.catalog)) > 8:
            backups.append(back_up(place))
    assert backups
    kill_all(process)
    process.wait()
    assert "Traceback" not in said.read_text()
    for number, backup in enumerate(backups):
        kept = shutil.copytree(place.folder, place.folder.with_name(f"restored{number}"))
        restored = Place(kept)
        restored.photon("restore", "--yes", backup)
        proofs.check_sound(restored.library)
        assert restored.facts() == before
        files = proofs.files_of(restored.catalog)
        assert {f"p{at:02}.jpg" for at in range(8)} <= files.keys()
        assert proofs.census(restored.catalog)["photos"] == len({photo for photo, _ in files.values()})  # all complete
    assert os.path.exists(backups[0])  # noqa: PTH110 - the original, after its copies were used
    place.photon("restore", "--yes", backups[-1])
    place.photon("index")
    proofs.check_index(place.library)
    assert len(proofs.files_of(place.catalog)) == 58
    assert before <= place.facts()
