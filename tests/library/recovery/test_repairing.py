"""A damaged catalogue keeps what is readable, and lost data is taken from the newest backup."""

import os
import random
import re
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.domain.photo.file_move import FileMove
from photon.library import Library, open_library
from photon.library.bin import file_moves
from photon.library.captions.caption_settings import DRAFT
from photon.library.db import catalog_checks, catalog_schema, computer, settings
from photon.library.db.database_errors import LostCatalog
from photon.library.db.health import obstacle
from photon.library.db.page_seal import SEAL, changed_pages, compare_seal, seal_catalog
from photon.library.decisions import journal_steps, moved_words, undoing
from photon.library.photos import folders, ratings
from photon.library.recovery import backup_making
from photon.library.recovery.foreign_work import take_over
from photon.library.recovery.repairing import drop_repair, plan_repair, repair_catalog
from photon.library.settings.travelling import left_off
from tests.library.recovery.conftest import back_up
from tests.library.recovery.damaging import PAGE, Rows, make_library, root_of, rows_in, share_of, turn, zero_page


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("origin") / "library")


@pytest.fixture
def directory(origin: Path, tmp_path: Path) -> Path:
    """Return a copy of a closed library, with the times of its files."""
    return Path(shutil.copytree(origin, tmp_path / "library"))


@pytest.fixture
def wanted(origin: Path) -> Rows:
    return rows_in(origin / "catalog.db")


def repaired(directory: Path) -> Rows:
    repair_catalog(directory)
    with open_library(directory, writable=True) as library:
        assert library.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert library.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert catalog_schema.foreign_of(library.db) == ""
        assert library.notices == ()
    return rows_in(directory / "catalog.db")


def test_an_intact_catalogue_is_unchanged(directory: Path, wanted: Rows) -> None:
    plan = plan_repair(directory)
    assert (plan.damaged, plan.filled, plan.backup) == (0, 0, None)
    assert (plan.holds.photos, plan.holds.tags, plan.holds.captions) == (400, 4000, 400)
    drop_repair(directory)
    assert not list(directory.glob("*.part"))
    assert repaired(directory) == wanted


@pytest.mark.parametrize("table", ["photo_tags", "photos", "captions", "files"])
def test_leaves_below_a_lost_page_are_found(directory: Path, wanted: Rows, table: str) -> None:
    catalog = directory / "catalog.db"
    zero_page(catalog, root_of(catalog, table))
    with pytest.raises(LostCatalog):
        open_library(directory, writable=True)
    before = catalog.read_bytes()
    outcome = repair_catalog(directory)
    assert outcome.kept is not None
    assert outcome.kept.read_bytes() == before
    assert share_of(rows_in(catalog), wanted) == 1


@pytest.mark.parametrize("page", [1, 2, 3])
def test_without_the_schema_tables_are_recognised_by_their_rows(directory: Path, wanted: Rows, page: int) -> None:
    zero_page(directory / "catalog.db", page)
    assert share_of(repaired(directory), wanted) > 0.99


def test_data_that_was_only_in_the_log_is_saved(directory: Path, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    killed.mkdir()
    with open_library(directory, writable=True) as library:
        with library.transaction() as db:
            db.execute("UPDATE captions SET text = 'written last' WHERE photo_id = 7")
        for name in ("catalog.db", "catalog.db-wal"):
            shutil.copy(directory / name, killed)
    zero_page(killed / "catalog.db", 1)
    repair_catalog(killed)
    assert rows_in(killed / "catalog.db")["captions"][7][2] == "written last"


def test_lost_rows_come_from_the_backup_but_rows_deleted_since_do_not(directory: Path, wanted: Rows) -> None:
    backup = back_up(directory)
    with open_library(directory, writable=True) as library, library.transaction() as db:
        db.execute("DELETE FROM photo_tags WHERE tag_id = 3")
        db.execute("UPDATE captions SET text = 'newer' WHERE photo_id = 400")
    catalog = directory / "catalog.db"
    first = _leaves(catalog, "captions")[0]
    zero_page(catalog, first)
    plan = plan_repair(directory)
    assert plan.backup is not None
    assert plan.backup.path == backup
    assert plan.filled > 0
    assert plan.lacking is not None
    assert plan.lacking.captions == 1  # the newer one
    found = repaired(directory)
    assert len(found["captions"]) == 400
    assert found["captions"][1] == wanted["captions"][1]
    assert found["captions"][400][2] == "newer"
    assert len(found["photo_tags"]) == 3600


@pytest.mark.parametrize("is_own", [True, False])
def test_rows_of_a_backup_from_elsewhere_do_not_make_it_ones_own(directory: Path, is_own: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if not is_own:
            patch.setenv("XDG_STATE_HOME", str(directory / "another computer"))
        back_up(directory)
    catalog = directory / "catalog.db"
    zero_page(catalog, _leaves(catalog, "captions")[0])
    assert repair_catalog(directory).plan.filled > 0
    with open_library(directory, writable=True) as library:
        assert library.is_foreign is not is_own


@pytest.mark.parametrize("is_from_here", [True, False])
def test_rows_of_a_backup_of_an_older_version_switch_nothing_off(
    directory: Path, monkeypatch: pytest.MonkeyPatch, is_from_here: bool
) -> None:
    with open_library(directory, writable=True) as library:
        settings.store(library, DRAFT, True)
        batch = file_moves.begin_batch(library, "bin", "moved")
        file_moves.begin(library, batch, [FileMove("/a.jpg", "/bin/a.jpg", "", 1, 1)])
    with monkeypatch.context() as patch:
        patch.setattr(computer, "proof_of", lambda _: "")
        if not is_from_here:
            patch.setattr(backup_making, "origin_of", lambda _: "elsewhere")
        back_up(directory)
    catalog = directory / "catalog.db"
    zero_page(catalog, _leaves(catalog, "captions")[0])
    assert repair_catalog(directory).plan.filled > 0
    with open_library(directory, writable=True) as library:
        lines = take_over(library)
        assert (lines == []) is is_from_here
        assert [one.is_off for one in folders.uncounted(library)] == [not is_from_here]
        assert file_moves.halfway(library) == []
        assert settings.get(library, DRAFT) is False
        assert [one.name for one in left_off(library)] == [DRAFT.name]


def test_a_lost_photo_keeps_its_tags_and_is_read_again(directory: Path, wanted: Rows) -> None:
    catalog = directory / "catalog.db"
    zero_page(catalog, _leaves(catalog, "photos")[0])
    found = repaired(directory)
    assert len(found["photos"]) == 400
    assert found["photo_tags"] == wanted["photo_tags"]
    lost = [number for number, row in found["photos"].items() if row != wanted["photos"][number]]
    assert lost == list(range(1, len(lost) + 1))
    again = [number for number, row in found["files"].items() if row != wanted["files"][number]]
    assert again == lost


def test_a_tag_whose_name_is_lost_keeps_its_photos(directory: Path) -> None:
    catalog = directory / "catalog.db"
    zero_page(catalog, root_of(catalog, "tags"))
    found = repaired(directory)
    assert found["tags"][3][2] == "Recovered tag 3"
    assert len(found["photo_tags"]) == 4000


def test_moves_and_changes_of_lost_steps_become_no_part_of_new_ones(directory: Path) -> None:
    catalog = directory / "catalog.db"
    with open_library(directory, writable=True) as library:
        batch = file_moves.begin_batch(library, "bin", "moved 1 photo to the bin")
        move = FileMove("/photos/1/photo 1.jpg", "/bin/1", "", 1, 1, "photo", 1, 1)
        (stored,), _ = file_moves.begin(library, batch, [move])
        moved_words.settle_moves(library, {stored.id: "there"})
    zero_page(catalog, root_of(catalog, "journal_steps"))  # its only page
    repaired(directory)
    with open_library(directory, writable=True) as library:
        assert library.db.execute("SELECT count(*), max(step) FROM move_batches").fetchone() == (1, 0)
        assert library.db.execute("SELECT count(*) FROM journal").fetchone() == (0,)
        with library.transaction() as db:
            ratings.set_within(db, "rating", {2: 1})
            library.journal.sign("person", "rated 1 photo")
        (found,) = journal_steps.undoable_steps(library, library.journal.device)
        assert (found.name, found.batch) == ("rated 1 photo", 0)
        undoing.undo_step(library, found.id)
        assert library.db.execute("SELECT rating FROM photos WHERE id = 2").fetchone() == (2,)


@pytest.mark.parametrize("statement", ["UPDATE move_batches SET step = 90", "UPDATE journal SET step = 90"])
def test_a_new_step_has_a_number_that_nothing_refers_to(library: Library, statement: str) -> None:
    file_moves.begin_batch(library, "bin", "moved 1 photo to the bin")
    with library.transaction() as db:
        db.execute("INSERT INTO settings (name, value) VALUES ('x', '1')")
        library.journal.sign("person", "set x")
    library.db.execute(statement)
    with open_library(library.directory, writable=True) as later, later.transaction():
        assert later.journal.keep_step() == 91


def test_an_unreadable_catalogue_is_not_changed(directory: Path) -> None:
    catalog = directory / "catalog.db"
    catalog.write_bytes(b"\xff" * 100_000)
    assert plan_repair(directory).read == 0
    with pytest.raises(PhotonError, match="Nothing could be read"):
        repair_catalog(directory)
    assert catalog.read_bytes() == b"\xff" * 100_000
    assert not list(directory.glob("*.part"))


def _caption_of_9(content: bytearray) -> int:
    """Return the position of the caption, not of its copy in the journal, which is JSON."""
    match = re.search(rb'(?<![" ])A long caption of photo 9', content)
    assert match
    return match.start()


def test_a_row_with_damaged_text_comes_from_the_backup_or_is_marked(directory: Path, wanted: Rows) -> None:
    def spoil(content: bytearray) -> None:
        content[_caption_of_9(content) + 2] = 0xFF

    shutil.copytree(directory, directory.with_name("other"))
    back_up(directory)
    for place in (directory, directory.with_name("other")):
        turn(place / "catalog.db", spoil)
    assert repaired(directory) == wanted
    assert repaired(directory.with_name("other"))["captions"][9][2].startswith("A \ufffdong caption")


# -- the seal ------------------------------------------------------------------------------------------


def test_a_letter_changed_on_the_disk_is_noticed_and_repaired(directory: Path, wanted: Rows) -> None:
    """SQLite does not detect this."""
    back_up(directory)
    catalog = directory / "catalog.db"

    def change(content: bytearray) -> None:
        content[_caption_of_9(content)] = ord("B")

    turn(catalog, change)
    with closing(sqlite3.connect(catalog)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(changed_pages(directory)) == 1
    with pytest.raises(LostCatalog, match="1 page changed on the disk"):
        open_library(directory, writable=True)
    assert repaired(directory) == wanted


def test_a_changed_page_comes_from_the_backup_also_after_a_row_that_is_gone(directory: Path, wanted: Rows) -> None:
    back_up(directory)
    catalog = directory / "catalog.db"
    start = (_leaves(catalog, "captions")[3] - 1) * PAGE

    def spoil(content: bytearray) -> None:
        third, later = (start + 8 + 2 * row for row in (3, 10))
        at = start + int.from_bytes(content[later : later + 2], "big")
        content[content.index(b"A long", at)] = ord("B")
        content[third : third + 2] = bytes(2)

    turn(catalog, spoil)
    assert repaired(directory) == wanted


def test_a_catalogue_written_by_another_program_is_not_damaged(directory: Path) -> None:
    with closing(sqlite3.connect(directory / "catalog.db")) as db, db:
        db.execute("UPDATE photos SET rating = 5")
    assert changed_pages(directory) == []
    open_library(directory, writable=True).close()


def test_the_seal_exists_only_while_nothing_may_write(directory: Path) -> None:
    seal = directory / SEAL
    with open_library(directory, writable=False) as library:
        assert obstacle(library) == ""
        assert seal.exists()
    with open_library(directory, writable=True) as library:
        assert not seal.exists()
        with library.again(writable=True):
            pass
        assert not seal.exists()
    assert seal.exists()
    seal.write_bytes(seal.read_bytes()[:-9])
    assert changed_pages(directory) == []


def test_a_large_catalogue_whose_seal_holds_is_looked_through_once_a_week(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_checks, "LARGE", 1)
    catalog = directory / "catalog.db"
    zero_page(catalog, root_of(catalog, "captions"))  # as if it had been written so
    week, now = 7 * 86_400, int(time.time())
    seal_catalog(directory, now - week + 60)
    open_library(directory, writable=True).close()
    seal = compare_seal(directory)
    assert seal is not None
    assert (seal.changed, seal.intact) == ([], now - week + 60)
    for intact in (0, now - week, now + 1000):
        seal_catalog(directory, intact)
        with pytest.raises(LostCatalog, match="is damaged"):
            open_library(directory, writable=True)


def test_a_bit_that_turned_in_a_large_catalogue_is_noticed(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_checks, "LARGE", 1)
    open_library(directory, writable=True).close()
    catalog = directory / "catalog.db"

    def change(content: bytearray) -> None:
        content[_caption_of_9(content)] = ord("B")

    turn(catalog, change)
    for writable in (False, True):
        with pytest.raises(LostCatalog, match="1 page changed on the disk"):
            open_library(directory, writable=writable)


# -- random damage -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_is_noticed_and_loses_little(directory: Path, wanted: Rows, seed: int) -> None:
    chance, catalog = random.Random(seed), directory / "catalog.db"  # noqa: S311 - no secret
    pages = catalog.stat().st_size // PAGE
    if seed % 3 == 0:
        at, bit = chance.randrange(pages * PAGE), chance.randrange(8)
        turn(catalog, lambda content: content.__setitem__(at, content[at] ^ 1 << bit))
    elif seed % 3 == 1:
        zero_page(catalog, chance.randrange(pages) + 1)
    else:
        os.truncate(catalog, chance.randrange(pages // 2, pages) * PAGE + 100)
    with pytest.raises(LostCatalog):
        open_library(directory, writable=True)
    lost = pages - catalog.stat().st_size // PAGE + 1
    # a page holds at most 241 rows, the first ones of album_photos
    assert share_of(repaired(directory), wanted) > 1 - lost * 242 / sum(map(len, wanted.values()))


def _leaves(path: Path, table: str) -> list[int]:
    """Return pages of a table with rows, in the order of the rows."""
    content = path.read_bytes()
    root = root_of(path, table)
    page = content[(root - 1) * PAGE : root * PAGE]
    assert page[0] == 5
    count = int.from_bytes(page[3:5], "big")
    places = [int.from_bytes(page[12 + 2 * at : 14 + 2 * at], "big") for at in range(count)]
    return [int.from_bytes(page[at : at + 4], "big") for at in places]
