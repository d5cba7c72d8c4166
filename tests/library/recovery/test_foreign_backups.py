"""What a backup from elsewhere would do by itself is dropped or off; what this library made here is as it was."""

import gzip
import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import PhotonError
from photon.domain.photo.file_move import FileMove
from photon.library import Library, open_library
from photon.library.backups.backup_folder import origin_of
from photon.library.bin import file_moves
from photon.library.captions.caption_settings import DRAFT
from photon.library.db import settings
from photon.library.decisions.journal_steps import undoable_steps
from photon.library.files import write_journal
from photon.library.photos import folders, photos
from photon.library.recovery.foreign_work import _is_inside, off_lines, switch_on, take_over
from photon.library.recovery.restoring import RestorePlan, examine_backup, restore_backup
from tests.library.recovery.conftest import back_up

MOVE = (
    "INSERT INTO file_moves (id, batch, unit, photo_id, role, source, target, info, size, mtime_ns, file, state, noted)"
    " VALUES (?1, 1, ?1, 0, 'photo', ?2, ?3, '', 1, 1, '', ?4, '2026-01-01T00:00:00.000000Z')"
)
WRITE = (
    "INSERT INTO writes (id, run, photo_id, photo_path, path, former, written, known, said, state, noted)"
    " VALUES (?1, ?1, 1, ?2, ?2, NULL, x'00', '', '', ?3, '')"
)
Statement = str | tuple[str, Sequence[object]]


def hostile(backup: Path, *statements: Statement) -> Path:
    """Return a copy of a backup in which somebody else ran these statements, with the header of the original."""
    forged = backup.with_name(f"forged-{len(list(backup.parent.iterdir()))}.db")
    with gzip.open(backup) as packed:
        forged.write_bytes(packed.read())
    with closing(sqlite3.connect(forged)) as db:
        db.execute("INSERT INTO move_batches (id, purpose, made) VALUES (1, 'rename', '2026-01-01T00:00:00Z')")
        for one in statements:
            db.execute(*((one,) if isinstance(one, str) else one))
        db.commit()
        db.execute("PRAGMA journal_mode=DELETE")
    return forged


def restored(directory: Path, backup: Path) -> RestorePlan:
    """Restore a backup after checking that examining it says the same."""
    examined = examine_backup(directory, backup)
    plan = restore_backup(directory, backup, allow_foreign=True).plan
    assert (plan.work, plan.forgotten) == (examined.work, examined.forgotten)
    return plan


def lines_of(plan: RestorePlan) -> list[str]:
    assert plan.work is not None
    return plan.work.sentences()


@pytest.fixture
def ended(filled: Library, backed_up: Path) -> Path:
    """The folder of the closed library, of which there is a backup."""
    filled.close()
    return filled.directory


def test_a_backup_of_this_library_on_this_computer_is_restored_as_it_was(filled: Library, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    folder = folders.add(filled, str(tmp_path / "away")).id
    batch = file_moves.begin_batch(filled, "bin", "moved")
    moving, _ = file_moves.begin(filled, batch, [FileMove("/away/a.jpg", "/bin/a.jpg", "", 1, 1, "photo", 0, 0)])
    backup = back_up(filled.directory)
    folders.remove(filled, folder)
    filled.close()
    plan = restored(filled.directory, backup)
    assert plan.is_own
    with open_library(filled.directory, writable=True) as library:
        assert file_moves.halfway(library) == moving
        assert [one.is_off for one in folders.all_folders(library)] == [False, False]
        assert not off_lines(library)
        assert not library.is_foreign


def test_what_became_of_a_move_since_the_backup_counts(filled: Library) -> None:
    batch = file_moves.begin_batch(filled, "bin", "moved")
    moving, _ = file_moves.begin(filled, batch, [FileMove("/away/a.jpg", "/bin/a.jpg", "", 1, 1, "photo", 0, 0)])
    backup = back_up(filled.directory)
    file_moves.settle(filled, {moving[0].id: "there"})
    filled.close()
    restored(filled.directory, backup)
    with open_library(filled.directory, writable=True) as library:
        assert file_moves.halfway(library) == []
        assert [one.source for one in file_moves.there(library)] == ["/away/a.jpg"]


@pytest.mark.parametrize(
    "how", ["another computer", "a copy without a header", "another library", "another library of this computer"]
)
def test_moves_and_writes_of_others_are_named_and_never_resumed(
    ended: Path, backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    acts: list[Statement] = [
        (MOVE, (1, "/home/me/paper.odt", "/taken/1", "going")),
        (MOVE, (2, "/home/me/other.odt", "/taken/2", "back")),
        (MOVE, (3, "/home/me/third.odt", "/taken/3", "there")),
        (WRITE, (1, "/home/me/.bashrc", "writing")),
        (WRITE, (2, "/home/me/.profile", "putting back")),
        (WRITE, (3, "/home/me/.bashrc", "written")),
    ]
    if how.startswith("another library"):
        acts.append("UPDATE libraries SET uuid = 'another'")
    backup = hostile(backed_up, *acts)
    if how.endswith("computer"):
        (tmp_path / "theirs").mkdir()
        backup.rename(tmp_path / "theirs" / "catalog.db")
        with monkeypatch.context() as patch:
            if how == "another computer":
                patch.setenv("XDG_STATE_HOME", str(tmp_path / "their state"))
            backup = back_up(tmp_path / "theirs")
    plan = restored(ended, backup)
    assert not plan.is_own
    assert lines_of(plan)[:2] == [
        "Unfinished moves that Photon drops: /home/me/paper.odt, /home/me/other.odt",
        "Unfinished writing that Photon drops: /home/me/.bashrc, /home/me/.profile",
    ]
    with open_library(ended, writable=True) as library:
        assert not library.is_foreign
        assert file_moves.halfway(library) == write_journal.halfway(library) == []
        assert file_moves.under_way(library) == write_journal.under_way(library) == set()
        assert file_moves.batches(library, "rename", 9) == file_moves.of_batch(library, 1, "there") == []
        assert undoable_steps(library, origin_of(library.directory)) == []
        library.db.execute(
            "INSERT INTO runs (id, kind, encoder, version, what, made) VALUES (3, 'write', '', '', '', '')"
        )
        with pytest.raises(PhotonError, match="was not written by this library on this computer"):
            write_journal.of_run(library, 3)
        assert off_lines(library)
        switch_on(library)
        assert not off_lines(library)
        assert [one.source for one in file_moves.of_batch(library, 1, "there")] == ["/home/me/third.odt"]
        assert file_moves.halfway(library) == write_journal.halfway(library) == []


def test_a_changed_backup_of_ones_own_is_not_ones_own(ended: Path, backed_up: Path, tmp_path: Path) -> None:
    assert examine_backup(ended, backed_up).is_own
    forged = hostile(backed_up)
    head = backed_up.read_bytes()
    head = head[: head.index(b"\0", 10) + 1]
    packed = gzip.compress(forged.read_bytes())
    facts = json.loads(head[10:-1]) | {"length": forged.stat().st_size}
    path = tmp_path / "forged.gz"
    path.write_bytes(head[:10] + json.dumps(facts).encode() + b"\0" + packed[10:])
    assert not examine_backup(ended, path).is_own


def test_settings_that_act_by_themselves_are_named_and_off(ended: Path, backed_up: Path) -> None:
    act = "INSERT INTO settings (name, value) VALUES ('draft_captions', 'true')"
    line = f"{DRAFT.noun} (on)"
    assert lines_of(restored(ended, hostile(backed_up, act))) == [f"Settings that Photon leaves off: {line}"]
    with open_library(ended, writable=True) as library:
        assert settings.get(library, DRAFT) is False
        assert off_lines(library)[0] == line
        switch_on(library)
        assert settings.get(library, DRAFT) is True
        assert off_lines(library) == []


def test_settings_of_another_computers_library_are_off(
    ended: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(ended, writable=True) as library:
        settings.store(library, DRAFT, True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another computer"))
    with open_library(ended, writable=False) as library:
        assert settings.get(library, DRAFT) is False, "even where it can only be read"
    with open_library(ended, writable=True) as library:
        assert f"Settings that Photon leaves off: {DRAFT.noun} (on)" in take_over(library)
        assert settings.get(library, DRAFT) is False


def test_no_backup_from_elsewhere_makes_photon_skip_photos(filled: Library) -> None:
    for pattern in ("both", "here"):
        folders.set_skip(filled, pattern, on=True)
    backup = hostile(
        back_up(filled.directory),
        "DELETE FROM skips WHERE pattern = 'here'",
        "INSERT INTO skips (pattern) VALUES ('*')",
    )
    filled.close()
    assert lines_of(restored(filled.directory, backup)) == ["Patterns by which Photon skips no names: *"]
    with open_library(filled.directory, writable=True) as library:
        assert folders.skips(library) == ["both", "here"]
        assert "patterns of names to skip: *" in off_lines(library)
        switch_on(library)
        assert folders.skips(library) == ["*", "both", "here"]
        assert off_lines(library) == []


def test_a_library_from_elsewhere_skips_no_photos_until_it_is_switched_on(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.set_skip(library, "*", on=True)
    library.close()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another computer"))
    with open_library(library.directory, writable=True) as opened:
        assert "Patterns by which Photon skips no names: *" in take_over(opened)
        assert folders.skips(opened) == []
        folders.set_skip(opened, "*", on=True)
        assert folders.skips(opened) == ["*"]


def test_many_moves_are_named_in_one_line(ended: Path, backed_up: Path) -> None:
    acts = [(MOVE, (number, f"/home/{number}", f"/taken/{number}", "going")) for number in range(1, 1002)]
    (line, *_) = lines_of(restored(ended, hostile(backed_up, *acts)))
    assert line == "Unfinished moves that Photon drops: /home/1, /home/2, /home/3, /home/4, /home/5 and 996 more"


def test_moves_that_the_current_catalogue_knows_can_still_be_undone(filled: Library) -> None:
    batch = file_moves.begin_batch(filled, "bin", "moved")
    moved, _ = file_moves.begin(filled, batch, [FileMove("/a.jpg", "/bin/a.jpg", "", 1, 1, "photo", 0, 0)])
    file_moves.settle(filled, {moved[0].id: "there"})
    with gzip.open(back_up(filled.directory)) as packed:
        copy = filled.directory.with_name("copy.db")
        copy.write_bytes(packed.read())
    filled.close()
    assert not restored(filled.directory, copy).is_own
    with open_library(filled.directory, writable=True) as library:
        assert [one.source for one in file_moves.there(library)] == ["/a.jpg"]
        assert [one.batch for one in undoable_steps(library, origin_of(library.directory))] == [batch]


# -- folders --------------------------------------------------------------------------------------------


def folders_off(library: Library) -> list[str]:
    return [one.path for one in folders.uncounted(library) if one.is_off]


def on(library: Library) -> list[str]:
    return [one.path for one in folders.uncounted(library) if not one.is_off]


@pytest.mark.parametrize("is_foreign", [True, False])
def test_folders_of_a_backup_are_off_and_those_of_here_stay(ended: Path, backed_up: Path, is_foreign: bool) -> None:
    here = str(ended.with_name("photos"))
    acts = ["UPDATE folders SET path = '/home/me/secret'"]
    acts += ["UPDATE libraries SET uuid = 'another'"] if is_foreign else []
    plan = restored(ended, hostile(backed_up, *acts))
    assert lines_of(plan) == ["Folders that Photon does not watch: /home/me/secret"]
    with open_library(ended, writable=True) as library:
        assert on(library) == [here]
        assert folders_off(library) == ["/home/me/secret"]
        assert [one.offline for one in folders.uncounted(library) if one.is_off] == [True]


def test_a_folder_added_since_the_backup_stays_watched(filled: Library, tmp_path: Path) -> None:
    backup = back_up(filled.directory)
    (tmp_path / "new").mkdir()
    folder = folders.add(filled, str(tmp_path / "new"))
    folders.take_unnamed(filled, folder.id, on=True)
    filled.close()
    assert restored(filled.directory, backup).is_own
    with open_library(filled.directory, writable=True) as library:
        assert on(library) == [str(tmp_path / "new"), str(tmp_path / "photos")]
        assert folders.takes_unnamed(library, folder.id)


def test_without_a_readable_catalogue_all_folders_of_a_strangers_backup_are_off(ended: Path, backed_up: Path) -> None:
    forged, own = hostile(backed_up), backed_up.rename(ended.with_name("own.gz"))
    (ended / "catalog.db").unlink()
    assert examine_backup(ended, own).is_own
    restored(ended, forged)
    with open_library(ended, writable=True) as library:
        assert on(library) == []
        switch_on(library)
        assert on(library) == [str(ended.with_name("photos"))]


def test_a_file_is_in_one_folder_only_if_folders_contain_each_other(ended: Path, backed_up: Path) -> None:
    outer, here = str(ended.parent), str(ended.with_name("photos"))
    acts: list[Statement] = [
        ("UPDATE folders SET path = ?", (outer,)),
        "UPDATE files SET relative = 'photos/' || relative",
        "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns) VALUES (1, 1, 'photos-too/x.jpg', 1, 1)",
    ]
    restored(ended, hostile(backed_up, *acts))

    def places(library: Library) -> list[tuple[str, str]]:
        return library.db.execute(
            "SELECT d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id ORDER BY 1, 2"
        ).fetchall()

    with open_library(ended, writable=True) as library:
        assert places(library) == [(outer, "photos-too/x.jpg"), *((here, f"{name}.jpg") for name in "abc")]
        assert folders.add(library, here).path == here
        assert folders_off(library) == [outer], "adding a folder inside does not switch on the one around it"
        switch_on(library)
        assert on(library) == [outer]
        inner = [(outer, f"photos/{name}.jpg") for name in "abc"]
        assert sorted(places(library)) == sorted([(outer, "photos-too/x.jpg"), *inner])


@pytest.mark.parametrize("path", ["photos", "/home/../etc", "HERE/link", "", "/a\x1b[2Jb", "/a//b"])
def test_a_folder_with_a_misleading_path_stays_off(ended: Path, backed_up: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "link").symlink_to(ended)
    path = path.replace("HERE", str(tmp_path))
    restored(ended, hostile(backed_up, ("UPDATE folders SET path = ?", (path,))))
    with open_library(ended, writable=True) as library:
        switch_on(library)
        is_plain = path == "/a\x1b[2Jb"  # an odd name leads nowhere else
        assert folders_off(library) == ([] if is_plain else [path])


@pytest.mark.parametrize(
    "relative", ["../paper.jpg", "a/../../paper.jpg", "/etc/paper.jpg", "a/./paper.jpg", "a//paper.jpg", "..", "", "."]
)
def test_files_outside_of_their_folder_are_left_out(ended: Path, backed_up: Path, relative: str) -> None:
    plan = restored(ended, hostile(backed_up, ("UPDATE files SET relative = ? WHERE relative = 'a.jpg'", (relative,))))
    assert lines_of(plan) == ["1 file whose path leads out of its folder is left out."]
    with open_library(ended, writable=True) as library:
        relatives = library.column("SELECT relative FROM files ORDER BY 1")
        assert relatives == ["a.jpg", "b.jpg", "c.jpg"], "what the current catalogue knows of files counts"
        assert photos.count(library) == 3


@given(st.text(st.sampled_from("a./\\\0 :"), max_size=8))
def test_no_path_that_is_taken_over_leads_out_of_its_folder(relative: str) -> None:
    if _is_inside(relative):
        path = f"/folder/{relative}"
        assert os.path.normpath(path) == path
        assert "\0" not in relative
