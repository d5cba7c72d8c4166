"""What tags and suggestions hide in libraries of earlier versions is still to become decisions, if they hide any."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.db import settings
from photon.library.tags.hidden_photos import KEEP_HIDDEN
from tests.library.make_catalogs import CATALOGS


@pytest.mark.parametrize(("value", "is_kept"), [("true", True), ("false", False), (None, False)])
def test_only_libraries_that_hide_photos_have_any_to_keep_hidden(
    tmp_path: Path, value: str | None, is_kept: bool
) -> None:
    path = Path(shutil.copy(CATALOGS / "m023.db", tmp_path / "catalog.db"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM settings WHERE name = 'hide_sensitive'")
        if value is not None:
            db.execute("INSERT INTO settings (name, value) VALUES ('hide_sensitive', ?)", (value,))
    with open_library(tmp_path, writable=True) as library:
        assert settings.get(library, KEEP_HIDDEN) is is_kept
        assert set(library.column("SELECT hidden FROM photos")) == {""}
        with pytest.raises(sqlite3.IntegrityError):
            library.db.execute("UPDATE photos SET hidden = 'perhaps'")


def test_a_new_library_has_none(tmp_path: Path) -> None:
    with open_library(tmp_path, writable=True) as library:
        assert not settings.get(library, KEEP_HIDDEN)
