"""m020: albums get a search; steps from before the migration can still be undone."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from photon.library import open_library
from photon.library.albums import albums
from photon.library.decisions.undoing import undo_step
from tests.library.make_catalogs import CATALOGS

_STEP = "INSERT INTO journal_steps (id, clock, device, actor, name) VALUES (?, 99999, 'anna', 'person', 'x')"
_ROW = "INSERT INTO journal (step, photo_id, what, key, before, after) VALUES (?, ?, ?, ?, ?, ?)"


def test_deletion_and_renaming_before_migration_can_be_undone(tmp_path: Path) -> None:
    shutil.copy(CATALOGS / "m017.db", tmp_path / "catalog.db")
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as db:
        db.executemany(_STEP, [(7,), (8,)])
        db.execute(_ROW, (7, None, "album", "[9]", '[null,"Gone"]', None))
        db.execute(_ROW, (8, None, "album", "[2]", '[1,"Italia"]', '[1,"Italy"]'))
        db.execute(_ROW, (8, 1, "in_album", "[2]", None, "[1,0]"))
        db.commit()
    with open_library(tmp_path, writable=True) as library:
        assert (undo_step(library, 7).undone, undo_step(library, 8).kept) == (1, 1)  # the photo was moved afterwards
        found = {"/".join(one.path): one.query for one in albums.list_albums(library)}
        assert found == {"Gone": "", "Trips": "", "Trips/Italia": ""}
